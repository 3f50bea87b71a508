// Arithmetic, comparison, logic, conditions and tests.
#pragma once

#include "feel/evaluation/node.h"
#include "feel/value/arithmetic.h"
#include "feel/value/compare.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

class BinaryNode : public Node {
protected:
  BinaryNode(Span where, Type result, NodePtr left, NodePtr right)
      : Node(where, std::move(result)), left_(std::move(left)), right_(std::move(right)) {
    depth = std::max(left_->depth, right_->depth) + 1;
  }
  NodePtr left_, right_;
};

class ArithmeticNode final : public BinaryNode {
public:
  ArithmeticNode(Span where, Type result, Arithmetic operation, NodePtr left, NodePtr right)
      : BinaryNode(where, std::move(result), std::move(left), std::move(right)), operation_(operation) {}

protected:
  Value evaluate(Run& run) const override;

private:
  Arithmetic operation_;
};

class NegationNode final : public Node {
public:
  NegationNode(Span where, Type result, NodePtr operand)
      : Node(where, std::move(result)), operand_(std::move(operand)) {
    depth = operand_->depth + 1;
  }

  bool is_constant() const override { return operand_->is_constant(); }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr operand_;
};

class ComparisonNode final : public BinaryNode {
public:
  ComparisonNode(Span where, Comparison operation, NodePtr left, NodePtr right)
      : BinaryNode(where, Type::boolean(), std::move(left), std::move(right)), operation_(operation) {}

protected:
  Value evaluate(Run& run) const override;

private:
  Comparison operation_;
};

/// `a and b and c`, or the same with `or`: three-valued logic.
class LogicNode final : public Node {
public:
  LogicNode(Span where, bool is_and, std::vector<NodePtr> operands)
      : Node(where, Type::boolean()), is_and_(is_and), operands_(std::move(operands)) {
    for (const auto& operand : operands_) depth = std::max(depth, operand->depth + 1);
  }

protected:
  Value evaluate(Run& run) const override;

private:
  bool is_and_;
  std::vector<NodePtr> operands_;
};

class BetweenNode final : public Node {
public:
  BetweenNode(Span where, NodePtr value, NodePtr low, NodePtr high)
      : Node(where, Type::boolean()), value_(std::move(value)), low_(std::move(low)), high_(std::move(high)) {
    depth = std::max({value_->depth, low_->depth, high_->depth}) + 1;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr value_, low_, high_;
};

class InstanceOfNode final : public Node {
public:
  InstanceOfNode(Span where, NodePtr value, Type wanted)
      : Node(where, Type::boolean()), value_(std::move(value)), wanted_(std::move(wanted)) {
    depth = value_->depth + 1;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr value_;
  Type wanted_;
};

class IfNode final : public Node {
public:
  IfNode(Span where, Type result, NodePtr condition, NodePtr then, NodePtr otherwise)
      : Node(where, std::move(result)), condition_(std::move(condition)), then_(std::move(then)),
        otherwise_(std::move(otherwise)) {
    depth = std::max({condition_->depth, then_->depth, otherwise_->depth}) + 1;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr condition_, then_, otherwise_;
};

// ---- tests -------------------------------------------------------------------------------------------------------

/// One positive unary test: `< 5`, `"EMEA"`, `[1..5]`, `? > 3`.
struct Test {
  std::optional<Comparison> operation; ///< none: the value is matched
  NodePtr value;
  bool reads_input = false; ///< it has a `?`: then it is a condition of its own
};

/// `value in (tests)`, and, without `value`, a cell of unary tests over `?`.
class InNode final : public Node {
public:
  InNode(Span where, NodePtr value, std::vector<Test> tests, bool is_negated)
      : Node(where, Type::boolean()), value_(std::move(value)), tests_(std::move(tests)), is_negated_(is_negated) {
    if (value_) depth = value_->depth + 1;
    for (const auto& test : tests_) depth = std::max(depth, test.value->depth + 1);
  }
  /// Does every test compare with constants only?
  bool is_constant() const override {
    return std::all_of(tests_.begin(), tests_.end(),
                       [](const Test& test) { return !test.reads_input && test.value->is_constant(); });
  }
  const std::vector<Test>& tests() const { return tests_; }
  /// Is it a cell that matches whatever one of its tests does?
  bool is_plain_cell() const { return value_ == nullptr && !is_negated_; }

protected:
  Value evaluate(Run& run) const override;

private:
  Value matches(const Value& tested, const Test& test, Run& run) const;

  NodePtr value_;
  std::vector<Test> tests_; ///< none at all means `-`: everything matches
  bool is_negated_;
};

} // namespace handrail::feel
