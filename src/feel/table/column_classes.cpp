#include "feel/table/column_classes.h"

#include "feel/evaluation/expression.h"
#include "feel/evaluation/operator_nodes.h"
#include "feel/value/compare.h"
#include "feel/value/text_form.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace handrail::feel {

namespace {

/// The literals that a constant value is compared with.
void literals_of(const Value& value, std::vector<Value>& literals) {
  if (value.is_list()) {
    for (const auto& item : value.as_list()) literals_of(item, literals);
  } else if (value.is_range()) {
    if (value.as_range().has_start) literals.push_back(value.as_range().start);
    if (value.as_range().has_end) literals.push_back(value.as_range().end);
  } else if (!value.is_null()) {
    literals.push_back(value);
  }
}

/// A value strictly between two neighbours, or beyond one of them; nothing when there is none.
std::optional<Value> between(const Value* low, const Value* high) {
  const Value& known = low != nullptr ? *low : *high;
  const int direction = low != nullptr ? 1 : -1;
  std::optional<Value> middle;
  switch (known.kind()) {
    case Value::Kind::number: {
      if (low == nullptr || high == nullptr) {
        const auto next = Decimal::add(known.as_number(), Decimal(direction));
        if (next) middle = Value::number(*next);
        break;
      }
      // A whole number, where there is one, is the better example.
      const auto next = Decimal::add(low->as_number(), Decimal(1));
      const auto whole = next ? next->rounded(0, Rounding::floor) : next;
      const auto sum = Decimal::add(low->as_number(), high->as_number());
      const auto half = sum ? Decimal::divide(*sum, Decimal(2)) : sum;
      if (whole && *whole > low->as_number() && *whole < high->as_number())
        middle = Value::number(*whole);
      else if (half)
        middle = Value::number(*half);
      break;
    }
    case Value::Kind::date: {
      const auto next = date_of_days(days_since_epoch(known.as_calendar_date()) + direction);
      if (next) middle = Value::date(*next);
      break;
    }
    case Value::Kind::date_and_time: {
      const UtcMoment moment = to_utc(known.as_date_and_time());
      const auto next = from_utc({moment.seconds + direction, 0}, known.as_date_and_time().time.zone);
      if (next) middle = Value::date_and_time(*next);
      break;
    }
    case Value::Kind::days_and_time_duration:
      middle = Value::duration(DayTimeDuration{known.as_day_time_duration().seconds + direction, 0});
      break;
    case Value::Kind::years_and_months_duration:
      middle = Value::duration(YearMonthDuration{known.as_year_month_duration().months + direction});
      break;
    case Value::Kind::string: middle = Value::string(low != nullptr ? low->as_string() + " (another)" : ""); break;
    default: return std::nullopt;
  }
  if (!middle) return std::nullopt;
  const auto above = low != nullptr ? order(*low, *middle) : std::nullopt;
  const auto below = high != nullptr ? order(*middle, *high) : std::nullopt;
  const bool inside = (low == nullptr || (above && *above < 0)) && (high == nullptr || (below && *below < 0));
  return inside ? middle : std::nullopt;
}

/// Values of one group have an order among themselves, or none at all.
std::pair<Value::Kind, bool> group_of(const Value& value) {
  const bool is_zoned = (value.kind() == Value::Kind::time && !value.as_time().zone.is_local()) ||
                        (value.kind() == Value::Kind::date_and_time && !value.as_date_and_time().time.zone.is_local());
  return {value.kind(), is_zoned};
}

/// Group by group; what has no order, as it is written.
bool stands_before(const Value& a, const Value& b) {
  const auto group_a = group_of(a), group_b = group_of(b);
  if (group_a != group_b) return group_a < group_b;
  if (const auto compared = order(a, b)) return *compared < 0;
  return literal_form(a) < literal_form(b);
}

const InNode* tests_of(const DecisionTable::Cell& cell) {
  return cell ? dynamic_cast<const InNode*>(cell->root.get()) : nullptr;
}

Value constant(const Node& node, const Expression& owner) {
  const Value none;
  const Surroundings nowhere;
  Run run(owner, none, nowhere, nullptr, nullptr);
  run.set_locals(owner.slots);
  return node.value(run);
}

class Cutting {
public:
  Cutting(const DecisionTable& table, std::size_t input) : type_(table.source.inputs[input].type) {
    for (const auto& row : table.rows) {
      const auto& cell = row.tests[input];
      const InNode* tests = tests_of(cell);
      const bool is_exact = cell == nullptr || (tests != nullptr && tests->is_constant());
      column_.is_exact.push_back(is_exact);
      std::vector<Value> literals;
      if (is_exact && tests != nullptr)
        for (const auto& test : tests->tests()) {
          const Value value = constant(*test.value, *cell);
          tests_null_ = tests_null_ || (!test.operation && value.is_null());
          literals_of(value, literals);
        }
      literals_.push_back(std::move(literals));
    }
    make_classes();
    order_.resize(column_.classes.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return stands_before(column_.classes[a], column_.classes[b]);
    });
    is_in_order_ = std::is_sorted(order_.begin(), order_.end());
    for (std::size_t i = 1; i < order_.size(); ++i)
      if (group_of(at(i - 1)) != group_of(at(i))) groups_.push_back(i);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      column_.taken.push_back(taken_by(table.rows[row].tests[input], row));
  }

  Column column() && { return std::move(column_); }

private:
  void make_classes() {
    auto& classes = column_.classes;
    if (type_.kind() == Type::Kind::boolean)
      classes = {Value::boolean(true), Value::boolean(false)};
    else if (!type_.texts().empty())
      for (const auto& text : type_.texts()) classes.push_back(Value::string(text));
    else
      cut();
    if (!tests_null_) return;
    if (classes.front().is_null()) // nothing else is tested for: any other value is one class
      classes.front() = type_.kind() == Type::Kind::number ? Value::number(0) : Value::string("");
    classes.emplace_back();
  }

  void cut() {
    std::vector<Value> literals;
    for (const auto& more : literals_) literals.insert(literals.end(), more.begin(), more.end());
    std::sort(literals.begin(), literals.end(), stands_before);
    literals.erase(std::unique(literals.begin(), literals.end(),
                               [](const Value& a, const Value& b) { return !stands_before(a, b); }),
                   literals.end());
    auto& classes = column_.classes;
    for (std::size_t i = 0; i <= literals.size() && !literals.empty(); ++i) {
      const auto gap = between(i > 0 ? &literals[i - 1] : nullptr, i < literals.size() ? &literals[i] : nullptr);
      if (gap) classes.push_back(*gap);
      if (i < literals.size()) classes.push_back(literals[i]);
    }
    if (classes.empty()) classes.emplace_back(); // no test looks at it
    column_.is_measured = std::none_of(classes.begin(), classes.end(), [](const Value& value) {
      return value.is_null() || value.is_string() || value.is_boolean();
    });
  }

  const Value& at(std::size_t place) const { return column_.classes[order_[place]]; }

  /// Between two of its own literals a test gives the same for all: so one of them is tried.
  Stretches taken_by(const DecisionTable::Cell& cell, std::size_t row) const {
    const std::size_t count = order_.size();
    if (cell == nullptr) return {{0, count}};
    if (!column_.is_exact[row]) return {};
    std::vector<std::size_t> cuts = groups_;
    cuts.insert(cuts.end(), {0, count});
    for (const auto& literal : literals_[row]) {
      const auto [first, last] =
          std::equal_range(order_.begin(), order_.end(), count, [&](std::size_t a, std::size_t b) {
            return stands_before(a == count ? literal : column_.classes[a], b == count ? literal : column_.classes[b]);
          });
      cuts.push_back(static_cast<std::size_t>(first - order_.begin()));
      cuts.push_back(static_cast<std::size_t>(last - order_.begin()));
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    Stretches taken;
    const Surroundings nowhere;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      if (!evaluate(*cell, Value(), nowhere, &at(cuts[i])).value.is_true()) continue;
      if (!taken.empty() && taken.back().to == cuts[i])
        taken.back().to = cuts[i + 1];
      else
        taken.push_back({cuts[i], cuts[i + 1]});
    }
    return is_in_order_ ? taken : as_declared(taken);
  }

  Stretches as_declared(const Stretches& taken) const {
    Stretches ones;
    for (const auto& stretch : taken)
      for (std::size_t i = stretch.from; i < stretch.to; ++i) ones.push_back({order_[i], order_[i] + 1});
    return rest(rest(std::move(ones), order_.size()), order_.size());
  }

  const Type& type_;
  Column column_;
  std::vector<std::vector<Value>> literals_; ///< of each row's test
  bool tests_null_ = false;                  ///< then null is a class of its own
  std::vector<std::size_t> order_;           ///< the classes, sorted
  std::vector<std::size_t> groups_;          ///< where in that order another group begins
  bool is_in_order_ = true;
};

} // namespace

std::optional<std::size_t> first_common(const Stretches& a, const Stretches& b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::size_t from = std::max(a[i].from, b[j].from);
    if (from < std::min(a[i].to, b[j].to)) return from;
    ++(a[i].to < b[j].to ? i : j);
  }
  return std::nullopt;
}

Stretches common(const Stretches& a, const Stretches& b) {
  Stretches all;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Stretch both{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
    if (both.from < both.to) all.push_back(both);
    ++(a[i].to < b[j].to ? i : j);
  }
  return all;
}

Stretches rest(Stretches taken, std::size_t end) {
  std::sort(taken.begin(), taken.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  Stretches left;
  std::size_t at = 0;
  for (const auto& stretch : taken) {
    if (stretch.from > at) left.push_back({at, stretch.from});
    at = std::max(at, stretch.to);
  }
  if (at < end) left.push_back({at, end});
  return left;
}

Column column_of(const DecisionTable& table, std::size_t input) { return Cutting(table, input).column(); }

} // namespace handrail::feel
