// Evaluation of arithmetic, comparison, logic, tests and types.
#include "feel/evaluation/operator_nodes.h"
#include "feel/value/arithmetic.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

Value cannot_compare(Run& run, Span at, const Value& a, const Value& b) {
  if (a.kind() == b.kind() && (a.kind() == Value::Kind::time || a.kind() == Value::Kind::date_and_time))
    return run.fail(at, "a time with a zone and one without cannot be compared", "give both a zone, or none");
  if (a.kind() == b.kind())
    return run.fail(at, fmt::format("{} is neither smaller nor larger than another", kind_text(a)));
  return run.fail(at, fmt::format("{} and {} cannot be compared", kind_text(a), kind_text(b)));
}

/// The two are no equals that could be told apart: mostly because what they hold differs in kind.
Value cannot_equal(Run& run, Span at, const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return cannot_compare(run, at, a, b);
  return run.fail(at, "these two hold values of different kinds in the same place, which cannot be compared");
}

bool holds(Comparison operation, std::strong_ordering order) {
  switch (operation) {
    case Comparison::equal: return order == 0;
    case Comparison::not_equal: return order != 0;
    case Comparison::less: return order < 0;
    case Comparison::at_most: return order <= 0;
    case Comparison::greater: return order > 0;
    case Comparison::at_least: return order >= 0;
  }
  return false;
}

Value compared(Comparison operation, const Value& a, const Value& b, Run& run, Span at) {
  if (operation == Comparison::equal || operation == Comparison::not_equal) {
    const Equality result = equality(a, b, run, at);
    if (result == Equality::incomparable) return cannot_equal(run, at, a, b);
    return Value::boolean((result == Equality::equal) == (operation == Comparison::equal));
  }
  if (a.is_null() || b.is_null()) return {}; // not known: no order, and no mistake either
  const auto result = order(a, b);
  if (!result) return cannot_compare(run, at, a, b);
  return Value::boolean(holds(operation, *result));
}

} // namespace

Value ArithmeticNode::evaluate(Run& run) const {
  const Operand left(*left_, run);
  const Operand right(*right_, run);
  auto result = calculate(operation_, *left, *right);
  if (!result) return run.fail(at, result.error().message, result.error().remedy);
  if (result->is_string() && !run.reserve(at, result->as_string().size())) return {};
  return std::move(*result);
}

Value NegationNode::evaluate(Run& run) const {
  const Operand operand(*operand_, run);
  auto result = negate(*operand);
  if (!result) return run.fail(at, result.error().message, result.error().remedy);
  return std::move(*result);
}

Value ComparisonNode::evaluate(Run& run) const {
  const Operand left(*left_, run);
  const Operand right(*right_, run);
  return compared(operation_, *left, *right, run, at);
}

Value LogicNode::evaluate(Run& run) const {
  bool unknown = false;
  for (const auto& operand : operands_) {
    const Operand value(*operand, run);
    const bool decides = is_and_ ? value->is_false() : value->is_true();
    if (decides) return Value::boolean(!is_and_);
    if (!value->is_boolean()) unknown = true; // null, and whatever is no truth at all
  }
  return unknown ? Value() : Value::boolean(is_and_);
}

Value BetweenNode::evaluate(Run& run) const {
  const Operand value(*value_, run);
  const Operand low(*low_, run);
  const Operand high(*high_, run);
  const auto from_low = order(*value, *low);
  if (!from_low) return cannot_compare(run, at, *value, *low);
  const auto from_high = order(*value, *high);
  if (!from_high) return cannot_compare(run, at, *value, *high);
  return Value::boolean(*from_low >= 0 && *from_high <= 0);
}

Value InstanceOfNode::evaluate(Run& run) const {
  const Operand value(*value_, run);
  return Value::boolean(is_instance(*value, wanted_));
}

Value IfNode::evaluate(Run& run) const {
  const Operand condition(*condition_, run);
  if (condition->is_true()) return then_->value(run);
  if (!condition->is_boolean() && !condition->is_null())
    run.fail(condition_->at, fmt::format("a condition must be true or false, and this is {}", kind_text(*condition)));
  return otherwise_->value(run);
}

namespace {

Value not_in_range(Run& run, Span at, const Value& tested, const Range& range) {
  const bool start_is_to_blame = range.has_start && !order(tested, range.start);
  return cannot_compare(run, at, tested, start_is_to_blame ? range.start : range.end);
}

/// A value against what a test names: in a range, in a list (whose items may be ranges), or equal.
Value matched(const Value& tested, const Value& wanted, Run& run, Span at) {
  if (wanted.is_range()) {
    const auto inside = contains(wanted.as_range(), tested);
    if (!inside) return not_in_range(run, at, tested, wanted.as_range());
    return Value::boolean(*inside);
  }
  if (wanted.is_list() && !tested.is_list()) {
    for (const auto& item : wanted.as_list()) {
      if (!run.spend(at)) return {};
      const bool found = item.is_range() ? contains(item.as_range(), tested).value_or(false)
                                         : equality(tested, item, run, at) == Equality::equal;
      if (found) return Value::boolean(true);
    }
    return Value::boolean(false);
  }
  if (wanted.is_list()) { // a list is in a list that is equal to it, or that has it as an item
    if (equality(tested, wanted, run, at) == Equality::equal) return Value::boolean(true);
    for (const auto& item : wanted.as_list())
      if (equality(tested, item, run, at) == Equality::equal) return Value::boolean(true);
    return Value::boolean(false);
  }
  const Equality result = equality(tested, wanted, run, at);
  if (result == Equality::incomparable) return cannot_equal(run, at, tested, wanted);
  return Value::boolean(result == Equality::equal);
}

} // namespace

Value InNode::matches(const Value& tested, const Test& test, Run& run) const {
  const Operand wanted(*test.value, run);
  if (test.operation) return compared(*test.operation, tested, *wanted, run, test.value->at);
  if (test.reads_input) {
    if (wanted->is_boolean() || wanted->is_null()) return *wanted;
    return matched(tested, *wanted, run, test.value->at);
  }
  return matched(tested, *wanted, run, test.value->at);
}

Value InNode::evaluate(Run& run) const {
  std::optional<Operand> left;
  if (value_) left.emplace(*value_, run);
  const Value* tested = value_ ? &**left : run.input();
  if (tested == nullptr) return run.fail(at, "there is no value that these tests could test");
  if (tests_.empty()) return Value::boolean(true);
  bool unknown = false;
  for (const auto& test : tests_) {
    const Value result = matches(*tested, test, run);
    if (result.is_true()) return Value::boolean(!is_negated_);
    if (result.is_null()) unknown = true;
  }
  return unknown ? Value() : Value::boolean(is_negated_);
}

} // namespace handrail::feel
