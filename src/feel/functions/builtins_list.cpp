// List functions (DMN 1.5, 10.3.4.4) and sort(), which takes a function.
#include "feel/evaluation/call_nodes.h"
#include "feel/functions/builtin.h"
#include "feel/value/arithmetic.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::feel {

namespace {

using Items = std::vector<Value>;

const Items& items_of(const Call& call, std::size_t index = 0) { return call[index].as_list(); }

/// Copies are counted as work, and as memory.
Value made(const Call& call, Items items) {
  if (!call.run().spend(call.at(), items.size()) || !call.run().reserve(call.at(), items.size() * sizeof(Value)))
    return {};
  return call.run().list(call.at(), std::move(items));
}

bool is_equal(const Call& call, const Value& a, const Value& b) {
  return equality(a, b, call.run(), call.at()) == Equality::equal;
}

bool has(const Call& call, const Items& items, const Value& wanted) {
  return std::any_of(items.begin(), items.end(),
                     [&](const Value& item) { return call.run().spend(call.at()) && is_equal(call, item, wanted); });
}

Value list_contains(const Call& call) { return Value::boolean(has(call, items_of(call), call[1])); }
Value count(const Call& call) { return Value::number(static_cast<std::int64_t>(items_of(call).size())); }

// ---- the smallest, the largest, all, any -------------------------------------------------------------------------

template <bool largest>
Value extreme(const Call& call) {
  const auto& items = items_of(call);
  if (items.empty()) return {};
  const Value* best = &items.front();
  for (const auto& item : items) {
    const auto compared = order(item, *best);
    if (!compared) return call.fail(fmt::format("{} and {} cannot be compared", kind_text(item), kind_text(*best)));
    if (largest ? *compared > 0 : *compared < 0) best = &item;
  }
  return *best;
}

/// all() when `is_all`, else any().
template <bool is_all>
Value quantifier(const Call& call) {
  bool has_null = false;
  const Value* wrong = nullptr;
  for (const auto& item : items_of(call)) {
    if (is_all ? item.is_false() : item.is_true()) return Value::boolean(!is_all);
    if (item.is_null())
      has_null = true;
    else if (!item.is_boolean())
      wrong = &item;
  }
  if (wrong != nullptr)
    return call.fail(fmt::format("every item must be true or false, and one is {}", kind_text(*wrong)));
  return has_null ? Value() : Value::boolean(is_all);
}

// ---- statistics --------------------------------------------------------------------------------------------------

/// The items as numbers; nothing, and a problem, when one is none.
std::optional<std::vector<Decimal>> numbers_of(const Call& call) {
  std::vector<Decimal> numbers;
  for (const auto& item : items_of(call)) {
    if (!item.is_number()) {
      call.fail(fmt::format("every item must be a number, and one is {}", kind_text(item)));
      return std::nullopt;
    }
    numbers.push_back(item.as_number());
  }
  return numbers;
}

std::optional<Decimal> sum_of(const std::vector<Decimal>& numbers) {
  std::optional<Decimal> sum = Decimal();
  for (const auto number : numbers)
    if (sum) sum = Decimal::add(*sum, number);
  return sum;
}

std::optional<Decimal> mean_of(const std::vector<Decimal>& numbers) {
  const auto sum = sum_of(numbers);
  return sum ? Decimal::divide(*sum, Decimal(static_cast<std::int64_t>(numbers.size()))) : sum;
}

Value number_or_fail(const Call& call, std::optional<Decimal> number) {
  return number ? Value::number(*number) : call.fail("the result is too large to be held");
}

/// Numbers, or durations of one kind.
Value sum(const Call& call) {
  const auto& items = items_of(call);
  if (items.empty()) return {};
  const auto kind = items.front().kind();
  if (kind == Value::Kind::days_and_time_duration || kind == Value::Kind::years_and_months_duration) {
    Value total = items.front();
    for (std::size_t i = 1; i < items.size(); ++i) {
      auto next =
          items[i].kind() == kind
              ? calculate(Arithmetic::add, total, items[i])
              : Result<Value>(Error{ErrorCode::invalid, "every item must be a duration of the same kind", "", ""});
      if (!next) return call.fail(next.error().message);
      total = std::move(*next);
    }
    return total;
  }
  const auto numbers = numbers_of(call);
  return numbers ? number_or_fail(call, sum_of(*numbers)) : Value();
}

Value mean(const Call& call) {
  if (items_of(call).empty()) return {};
  const auto numbers = numbers_of(call);
  return numbers ? number_or_fail(call, mean_of(*numbers)) : Value();
}

Value product(const Call& call) {
  if (items_of(call).empty()) return {};
  const auto numbers = numbers_of(call);
  if (!numbers) return {};
  std::optional<Decimal> result = Decimal(1);
  for (const auto number : *numbers)
    if (result) result = Decimal::multiply(*result, number);
  return number_or_fail(call, result);
}

Value median(const Call& call) {
  auto numbers = numbers_of(call);
  if (!numbers || numbers->empty()) return {};
  std::sort(numbers->begin(), numbers->end());
  const std::size_t middle = numbers->size() / 2;
  if (numbers->size() % 2 == 1) return Value::number((*numbers)[middle]);
  return number_or_fail(call, mean_of({(*numbers)[middle - 1], (*numbers)[middle]}));
}

/// Of the sample: divided by one less than there are.
Value standard_deviation(const Call& call) {
  const auto numbers = numbers_of(call);
  if (!numbers) return {};
  if (numbers->size() < 2) return call.fail("a standard deviation needs at least two numbers");
  const auto mean = mean_of(*numbers);
  if (!mean) return number_or_fail(call, mean);
  std::optional<Decimal> squares = Decimal();
  for (const auto number : *numbers) {
    const auto apart = Decimal::subtract(number, *mean);
    const auto square = apart ? Decimal::multiply(*apart, *apart) : apart;
    squares = square && squares ? Decimal::add(*squares, *square) : std::nullopt;
  }
  const auto variance =
      squares ? Decimal::divide(*squares, Decimal(static_cast<std::int64_t>(numbers->size()) - 1)) : squares;
  return number_or_fail(call, variance ? variance->square_root() : variance);
}

Value mode(const Call& call) {
  auto numbers = numbers_of(call);
  if (!numbers) return {};
  std::sort(numbers->begin(), numbers->end());
  Items most;
  std::size_t most_often = 0;
  for (auto first = numbers->begin(); first != numbers->end();) {
    const auto last = std::upper_bound(first, numbers->end(), *first);
    const auto often = static_cast<std::size_t>(last - first);
    if (often > most_often) most.clear(), most_often = often;
    if (often == most_often) most.push_back(Value::number(*first));
    first = last;
  }
  return made(call, std::move(most));
}

// ---- cutting and joining -----------------------------------------------------------------------------------------

/// The place that a position means, from 1 or, negative, from the end; nothing, and a problem, outside of the list.
std::optional<std::size_t> place_of(const Call& call, const Value& position, std::size_t size) {
  const auto whole = position.as_number().rounded(0, Rounding::down);
  const auto integer = whole ? whole->to_integer() : std::nullopt;
  const auto limit = static_cast<std::int64_t>(size);
  if (integer && *integer >= 1 && *integer <= limit) return static_cast<std::size_t>(*integer - 1);
  if (integer && *integer <= -1 && *integer >= -limit) return static_cast<std::size_t>(limit + *integer);
  call.fail(fmt::format("there is no place {} in a list of {}", position.as_number().to_text(), size));
  return std::nullopt;
}

Value sublist(const Call& call) {
  const auto& items = items_of(call);
  const auto start = place_of(call, call[1], items.size());
  if (!start) return {};
  std::size_t length = items.size() - *start;
  if (!call[2].is_null()) {
    const auto whole = call[2].as_number().rounded(0, Rounding::down);
    const auto wanted = whole ? whole->to_integer() : std::nullopt;
    if (!wanted || *wanted < 0 || static_cast<std::uint64_t>(*wanted) > length)
      return call.fail(fmt::format("from there on the list has only {} items", length));
    length = static_cast<std::size_t>(*wanted);
  }
  const auto first = items.begin() + static_cast<std::ptrdiff_t>(*start);
  return made(call, Items(first, first + static_cast<std::ptrdiff_t>(length)));
}

Value append(const Call& call) {
  Items all = items_of(call);
  all.insert(all.end(), items_of(call, 1).begin(), items_of(call, 1).end());
  return made(call, std::move(all));
}

Items joined(const Call& call) {
  Items all;
  for (const auto& list : items_of(call)) {
    if (!call.run().reserve(call.at(), list.as_list().size() * sizeof(Value))) return {};
    all.insert(all.end(), list.as_list().begin(), list.as_list().end());
  }
  return all;
}

Value concatenate(const Call& call) { return made(call, joined(call)); }

Items distinct(const Call& call, const Items& items) {
  Items kept;
  for (const auto& item : items)
    if (!has(call, kept, item)) kept.push_back(item);
  return kept;
}

Value distinct_values(const Call& call) { return made(call, distinct(call, items_of(call))); }
Value union_of(const Call& call) { return made(call, distinct(call, joined(call))); }

Value insert_before(const Call& call) {
  Items items = items_of(call);
  const auto place = place_of(call, call[1], items.size());
  if (!place) return {};
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(*place), call[2]);
  return made(call, std::move(items));
}

Value remove(const Call& call) {
  Items items = items_of(call);
  const auto place = place_of(call, call[1], items.size());
  if (!place) return {};
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*place));
  return made(call, std::move(items));
}

Value replace_at(const Call& call) {
  Items items = items_of(call);
  const auto place = place_of(call, call[1], items.size());
  if (!place) return {};
  items[*place] = call[2];
  return made(call, std::move(items));
}

Value replace_matching(const Call& call) {
  Items items = items_of(call);
  for (auto& item : items) {
    const std::size_t problems = call.run().problem_count();
    const Value matches = feel::call(call.run(), call.at(), call[1].as_function(), {item, call[2]});
    if (!matches.is_boolean())
      return call.run().problem_count() > problems ? Value() : call.fail("the function must give true or false");
    if (matches.is_true()) item = call[2];
  }
  return made(call, std::move(items));
}

Value reverse(const Call& call) { return made(call, Items(items_of(call).rbegin(), items_of(call).rend())); }

Value index_of(const Call& call) {
  Items places;
  const auto& items = items_of(call);
  for (std::size_t i = 0; i < items.size(); ++i)
    if (call.run().spend(call.at()) && is_equal(call, items[i], call[1]))
      places.push_back(Value::number(static_cast<std::int64_t>(i) + 1));
  return made(call, std::move(places));
}

void flatten_into(const Call& call, const Items& items, Items& flat) {
  for (const auto& item : items) {
    if (item.is_list())
      flatten_into(call, item.as_list(), flat); // no deeper than limits::value_depth
    else if (call.run().spend(call.at()) && call.run().reserve(call.at(), sizeof(Value)))
      flat.push_back(item);
  }
}

Value flatten(const Call& call) {
  Items flat;
  flatten_into(call, items_of(call), flat);
  return made(call, std::move(flat));
}

// ---- sort --------------------------------------------------------------------------------------------------------

/// A merge sort: unlike std::sort it bears an order that contradicts itself.
class Sort {
public:
  explicit Sort(const Call& call) : call_(call) {}

  bool run(Items& items) {
    if (items.size() < 2) return true;
    const auto middle = static_cast<std::ptrdiff_t>(items.size() / 2);
    Items left(items.begin(), items.begin() + middle), right(items.begin() + middle, items.end());
    if (!run(left) || !run(right)) return false;
    std::size_t l = 0, r = 0;
    for (auto& item : items) {
      bool take_right = l == left.size();
      if (!take_right && r < right.size()) {
        const auto precedes = is_before(right[r], left[l]);
        if (!precedes) return false;
        take_right = *precedes;
      }
      item = take_right ? right[r++] : left[l++];
    }
    return true;
  }

private:
  std::optional<bool> is_before(const Value& a, const Value& b) {
    if (!call_.run().spend(call_.at())) return std::nullopt;
    if (call_[1].is_null()) {
      const auto compared = order(a, b);
      if (compared) return *compared < 0;
      call_.fail(fmt::format("{} and {} cannot be compared", kind_text(a), kind_text(b)));
      return std::nullopt;
    }
    const std::size_t problems = call_.run().problem_count();
    const Value result = feel::call(call_.run(), call_.at(), call_[1].as_function(), {a, b});
    if (result.is_boolean()) return result.is_true();
    if (call_.run().problem_count() == problems) call_.fail("the function must give true or false");
    return std::nullopt;
  }

  const Call& call_;
};

Value sort(const Call& call) {
  Items items = items_of(call);
  return Sort(call).run(items) ? made(call, std::move(items)) : Value();
}

} // namespace

std::vector<Builtin> list_builtins() {
  const BuiltinParameter list{"list", Takes::list, false}, position{"position", Takes::number, false};
  const BuiltinParameter element{"element", Takes::anything, false}, new_item{"newItem", Takes::anything, false};
  const auto many = [&](Value (*body)(const Call&)) {
    return std::vector<BuiltinSignature>{{{list}, body, Arity::list_or_items}};
  };
  const auto one = [](Value (*body)(const Call&), std::vector<BuiltinParameter> parameters) {
    return std::vector<BuiltinSignature>{{std::move(parameters), body}};
  };
  return {
      {"list contains", Type::boolean(), one(list_contains, {list, element})},
      {"count", Type::number(), many(count)},
      {"min", Type::any(), many(extreme<false>)},
      {"max", Type::any(), many(extreme<true>)},
      {"all", Type::boolean(), many(quantifier<true>)},
      {"any", Type::boolean(), many(quantifier<false>)},
      {"sum", Type::any(), many(sum)},
      {"mean", Type::number(), many(mean)},
      {"product", Type::number(), many(product)},
      {"median", Type::number(), many(median)},
      {"stddev", Type::number(), many(standard_deviation)},
      {"mode", Type::list(Type::number()), many(mode)},
      {"sublist", Type::list(),
       one(sublist, {list, {"start position", Takes::number, false}, {"length", Takes::number, true}})},
      {"append", Type::list(), {{{list, {"item", Takes::anything, false}}, append, Arity::with_rest}}},
      {"concatenate", Type::list(), {{{list}, concatenate, Arity::with_rest}}},
      {"union", Type::list(), {{{list}, union_of, Arity::with_rest}}},
      {"insert before", Type::list(), one(insert_before, {list, position, new_item})},
      {"remove", Type::list(), one(remove, {list, position})},
      {"list replace",
       Type::list(),
       {{{list, position, new_item}, replace_at},
        {{list, {"match", Takes::function, false}, new_item}, replace_matching}}},
      {"reverse", Type::list(), one(reverse, {list})},
      {"index of", Type::list(Type::number()), one(index_of, {list, {"match", Takes::anything, false}})},
      {"distinct values", Type::list(), one(distinct_values, {list})},
      {"flatten", Type::list(), one(flatten, {list})},
      {"sort", Type::list(), one(sort, {list, {"precedes", Takes::function, true}})},
  };
}

} // namespace handrail::feel
