// Evaluation of filters, of for … return, and of some and every … satisfies.
#include "feel/evaluation/list_nodes.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace handrail::feel {

namespace {

/// The place in a list that a number means: from 1, or from the end when negative.
Value item_at(const std::vector<Value>& items, Decimal index, Run& run, Span at) {
  const auto position = index.to_integer();
  if (!position && index.is_integer()) return {}; // far outside
  if (!position) return run.fail(at, fmt::format("{} is not a place in a list", index.to_text()), "use a whole number");
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t offset = *position > 0 ? *position - 1 : size + *position;
  if (*position == 0 || offset < 0 || offset >= size) return {};
  return items[static_cast<std::size_t>(offset)];
}

} // namespace

Value FilterNode::evaluate(Run& run) const {
  const Operand base(*list_, run);
  if (base->is_null()) return {};
  const Value as_list = base->is_list() ? *base : Value::list({*base});
  const auto& items = as_list.as_list();
  run.local(item_slot_ + 1) = as_list;
  if (filter_->type.kind() == Type::Kind::number) {
    const Operand index(*filter_, run);
    return index->is_number() ? item_at(items, index->as_number(), run, at) : Value();
  }
  std::vector<Value> kept;
  for (const auto& item : items) {
    if (!run.spend(at)) return {};
    run.local(item_slot_) = item;
    const Operand keep(*filter_, run);
    if (keep->is_number()) return item_at(items, keep->as_number(), run, at);
    if (keep->is_true())
      kept.push_back(item);
    else if (!keep->is_boolean() && !keep->is_null())
      return run.fail(filter_->at,
                      fmt::format("a filter must be true or false, or a number, and this is {}", kind_text(*keep)));
  }
  if (!run.reserve(at, kept.size() * sizeof(Value))) return {};
  return run.list(at, std::move(kept));
}

namespace {

/// What a loop does with each combination of values; false stops it.
using Body = std::function<bool()>;

/// One loop within the others.
class Loop {
public:
  Loop(const std::vector<Iteration>& iterations, Run& run, Span at, Body body)
      : iterations_(iterations), run_(run), at_(at), body_(std::move(body)) {}

  /// False when it was stopped, by the body or by a problem.
  bool run_from(std::size_t level) {
    if (level == iterations_.size()) return body_();
    const Iteration& iteration = iterations_[level];
    const Value domain = iteration.domain->value(run_);
    if (iteration.end) {
      const Value end = iteration.end->value(run_);
      return over_range(level, domain, end, true);
    }
    if (domain.is_range()) {
      const Range& range = domain.as_range();
      if (!range.has_start || !range.has_end) return stop(iteration, "a loop needs a range with both ends");
      const auto direction = order(range.start, range.end);
      if (direction && *direction > 0) return stop(iteration, "this range ends before it starts");
      return over_range(level, range.start, range.end, false, range.start_included, range.end_included);
    }
    if (domain.is_null()) return stop(iteration, "a loop needs a list, and this is null");
    if (!domain.is_list()) return with(level, domain);
    const auto& items = domain.as_list();
    return std::all_of(items.begin(), items.end(), [&](const Value& item) { return with(level, item); });
  }

  bool has_failed() const { return has_failed_; }

private:
  bool with(std::size_t level, const Value& item) {
    if (!run_.spend(at_)) return false;
    run_.local(iterations_[level].slot) = item;
    return run_from(level + 1);
  }

  bool stop(const Iteration& iteration, std::string message) {
    run_.fail(iteration.domain->at, std::move(message));
    has_failed_ = true;
    return false;
  }

  /// Whole numbers or dates, upwards or, without brackets, downwards too.
  bool over_range(std::size_t level, const Value& start, const Value& end, bool may_fall, bool with_start = true,
                  bool with_end = true) {
    const bool dates = start.kind() == Value::Kind::date && end.kind() == Value::Kind::date;
    if (!dates && !(start.is_number() && end.is_number()))
      return stop(iterations_[level],
                  fmt::format("a loop can go from number to number or from date to date, not from {} to {}",
                              kind_text(start), kind_text(end)));
    const auto first = position_of(start);
    const auto last = position_of(end);
    if (!first || !last) return stop(iterations_[level], "a loop goes over whole numbers");
    const std::int64_t step = *first <= *last || !may_fall ? 1 : -1;
    for (std::int64_t i = *first;; i += step) {
      const bool left_out = (i == *first && !with_start) || (i == *last && !with_end);
      if (!left_out && !with(level, dates ? Value::date(*date_of_days(i)) : Value::number(i))) return false;
      if (i == *last) return true;
    }
  }

  static std::optional<std::int64_t> position_of(const Value& value) {
    constexpr std::int64_t furthest = 4'000'000'000'000'000; // loops stop long before it
    const auto position =
        value.is_number() ? value.as_number().to_integer() : std::optional(days_since_epoch(value.as_calendar_date()));
    return position && *position <= furthest && *position >= -furthest ? position : std::nullopt;
  }

  const std::vector<Iteration>& iterations_;
  Run& run_;
  Span at_;
  Body body_;
  bool has_failed_ = false;
};

} // namespace

Value ForNode::evaluate(Run& run) const {
  std::vector<Value> results;
  bool is_within_limits = true;
  Loop loop(iterations_, run, at, [&] {
    if (partial_slot_) {
      is_within_limits = run.spend(at, results.size());
      if (!is_within_limits) return false;
      run.local(*partial_slot_) = run.list(at, results);
    }
    results.push_back(body_->value(run));
    is_within_limits = run.reserve(at, sizeof(Value)) && results.size() <= limits::list_items;
    return is_within_limits;
  });
  loop.run_from(0);
  if (loop.has_failed()) return {};
  return run.list(at, std::move(results));
}

Value QuantifiedNode::evaluate(Run& run) const {
  bool is_decided = false;
  bool is_unknown = false;
  Loop loop(iterations_, run, at, [&] {
    const Operand result(*condition_, run);
    is_decided = is_every_ ? result->is_false() : result->is_true();
    is_unknown = is_unknown || !result->is_boolean();
    return !is_decided;
  });
  const bool is_complete = loop.run_from(0);
  if (is_decided) return Value::boolean(!is_every_);
  if (!is_complete || is_unknown) return {};
  return Value::boolean(is_every_);
}

} // namespace handrail::feel
