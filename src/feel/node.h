// The parsed expression: a tree whose nodes evaluate themselves. Names are resolved; types are inferred as far as
// known.
#pragma once

#include "feel/run.h"
#include "feel/type.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

struct Builtin;

class Node {
public:
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  Value value(Run& run) const {
    Value result = run.enter(at) ? evaluate(run) : Value();
    run.leave();
    if (run.is_traced() && is_worth_tracing()) run.record(at, result);
    return result;
  }
  /// The value where it already lies, when it does: saves a copy. Never reports.
  virtual const Value* peek(Run&) const { return nullptr; }
  /// Is it the same whenever and with whatever it is evaluated?
  virtual bool is_constant() const { return false; }

  Span at;
  Type type;
  int depth = 1; ///< of the tree below

protected:
  Node(Span where, Type result) : at(where), type(std::move(result)) {}
  virtual Value evaluate(Run& run) const = 0;
  virtual bool is_worth_tracing() const { return true; }
};

using NodePtr = std::unique_ptr<Node>;

/// The value of a node, borrowed where that is possible.
class Operand {
public:
  Operand(const Node& node, Run& run) : borrowed_(run.is_traced() ? nullptr : node.peek(run)) {
    if (borrowed_ == nullptr) owned_ = node.value(run);
  }
  const Value& operator*() const { return borrowed_ != nullptr ? *borrowed_ : owned_; }
  const Value* operator->() const { return &**this; }
  Value take() && { return borrowed_ != nullptr ? *borrowed_ : std::move(owned_); }

private:
  const Value* borrowed_;
  Value owned_;
};

// ---- values and names --------------------------------------------------------------------------------------------

class LiteralNode final : public Node {
public:
  LiteralNode(Span where, Type result, Value value) : Node(where, std::move(result)), value_(std::move(value)) {}
  const Value* peek(Run&) const override { return &value_; }
  bool is_constant() const override { return true; }

protected:
  Value evaluate(Run&) const override { return value_; }
  bool is_worth_tracing() const override { return false; }

private:
  Value value_;
};

/// A literal that is wrong in a way only evaluation may report, e.g. @"foo".
class FailureNode final : public Node {
public:
  FailureNode(Span where, std::string message, std::string hint = "")
      : Node(where, Type::any()), message_(std::move(message)), hint_(std::move(hint)) {}

protected:
  Value evaluate(Run& run) const override { return run.fail(at, message_, hint_); }

private:
  std::string message_, hint_;
};

/// A name of the compilation's scope; `position` is where it stood there, and mostly stands in the values.
class VariableNode final : public Node {
public:
  VariableNode(Span where, Type result, std::string name, std::size_t position)
      : Node(where, std::move(result)), name_(std::move(name)), position_(position) {}
  const Value* peek(Run& run) const override {
    const Value& all = run.variables();
    return all.is_context() ? all.as_context().find(name_, position_) : nullptr;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  std::string name_;
  std::size_t position_;
};

/// A name that the expression itself declares: of a loop, a filter, a parameter, an entry.
class LocalNode final : public Node {
public:
  LocalNode(Span where, Type result, std::size_t slot) : Node(where, std::move(result)), slot_(slot) {}
  const Value* peek(Run& run) const override { return &run.local(slot_); }

protected:
  Value evaluate(Run& run) const override { return run.local(slot_); }

private:
  std::size_t slot_;
};

/// The `?` of unary tests.
class InputNode final : public Node {
public:
  InputNode(Span where, Type result) : Node(where, std::move(result)) {}
  const Value* peek(Run& run) const override { return run.input(); }

protected:
  Value evaluate(Run& run) const override;
};

/// A name inside a filter over items of unknown shape: an entry of the item if it has one, else `fallback`.
class ItemEntryNode final : public Node {
public:
  ItemEntryNode(Span where, std::string name, std::vector<std::size_t> item_slots, NodePtr fallback)
      : Node(where, Type::any()), name_(std::move(name)), item_slots_(std::move(item_slots)),
        fallback_(std::move(fallback)) {}
  const Value* peek(Run& run) const override;

protected:
  Value evaluate(Run& run) const override;

private:
  std::string name_;
  std::vector<std::size_t> item_slots_; ///< innermost first
  NodePtr fallback_;                    ///< may be null
};

/// `base.name`: an entry, a property of a date or duration, or the list of the items' entries.
class PathNode final : public Node {
public:
  PathNode(Span where, Type result, NodePtr base, std::string name, std::size_t position)
      : Node(where, std::move(result)), base_(std::move(base)), name_(std::move(name)), position_(position) {
    depth = base_->depth + 1;
  }
  const Value* peek(Run& run) const override {
    const Value* base = base_->peek(run);
    return base != nullptr && base->is_context() ? base->as_context().find(name_, position_) : nullptr;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr base_;
  std::string name_;
  std::size_t position_; ///< of the entry in the type, and mostly in the value
};

class ListNode final : public Node {
public:
  ListNode(Span where, Type result, std::vector<NodePtr> items)
      : Node(where, std::move(result)), items_(std::move(items)) {
    for (const auto& item : items_) depth = std::max(depth, item->depth + 1);
  }
  bool is_constant() const override {
    return std::all_of(items_.begin(), items_.end(), [](const NodePtr& item) { return item->is_constant(); });
  }

protected:
  Value evaluate(Run& run) const override;

private:
  std::vector<NodePtr> items_;
};

class ContextNode final : public Node {
public:
  struct Entry {
    std::string name;
    std::size_t slot = 0; ///< later entries read it there
    NodePtr value;
  };
  ContextNode(Span where, Type result, std::vector<Entry> entries)
      : Node(where, std::move(result)), entries_(std::move(entries)) {
    for (const auto& entry : entries_) depth = std::max(depth, entry.value->depth + 1);
  }

protected:
  Value evaluate(Run& run) const override;

private:
  std::vector<Entry> entries_;
};

/// `[1..5)`, `(< 5)`; an end that is null was not written. `(= 5)` is the range from 5 to 5: a point.
class RangeNode final : public Node {
public:
  static NodePtr point(Span where, NodePtr value) {
    const Type element = value->type;
    auto node = std::make_unique<RangeNode>(where, Type::range(element), std::move(value), nullptr, true, true);
    node->is_point_ = true;
    return node;
  }
  RangeNode(Span where, Type result, NodePtr start, NodePtr end, bool start_included, bool end_included)
      : Node(where, std::move(result)), start_(std::move(start)), end_(std::move(end)), start_included_(start_included),
        end_included_(end_included) {
    if (start_) depth = start_->depth + 1;
    if (end_) depth = std::max(depth, end_->depth + 1);
  }
  bool is_constant() const override {
    return (start_ == nullptr || start_->is_constant()) && (end_ == nullptr || end_->is_constant());
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr start_, end_;
  bool start_included_, end_included_;
  bool is_point_ = false;
};

// ---- operators ---------------------------------------------------------------------------------------------------

enum class Arithmetic { add, subtract, multiply, divide, power };
enum class Comparison { equal, not_equal, less, at_most, greater, at_least };

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

protected:
  Value evaluate(Run& run) const override;

private:
  Value matches(const Value& tested, const Test& test, Run& run) const;

  NodePtr value_;
  std::vector<Test> tests_; ///< none at all means `-`: everything matches
  bool is_negated_;
};

// ---- lists -------------------------------------------------------------------------------------------------------

/// `list[3]`, `list[item > 3]`, `list[name = "x"]`.
class FilterNode final : public Node {
public:
  FilterNode(Span where, Type result, NodePtr list, NodePtr filter, std::size_t item_slot)
      : Node(where, std::move(result)), list_(std::move(list)), filter_(std::move(filter)), item_slot_(item_slot) {
    depth = std::max(list_->depth, filter_->depth) + 1;
  }

protected:
  Value evaluate(Run& run) const override;

private:
  NodePtr list_, filter_;
  std::size_t item_slot_;
};

/// `x in list` or `x in 1..5` of a loop.
struct Iteration {
  std::size_t slot = 0;
  NodePtr domain;
  NodePtr end; ///< of a range without brackets; else null
};

class ForNode final : public Node {
public:
  ForNode(Span where, Type result, std::vector<Iteration> iterations, NodePtr body,
          std::optional<std::size_t> partial_slot)
      : Node(where, std::move(result)), iterations_(std::move(iterations)), body_(std::move(body)),
        partial_slot_(partial_slot) {
    depth = body_->depth + 1;
    for (const auto& iteration : iterations_) depth = std::max(depth, iteration.domain->depth + 1);
  }

protected:
  Value evaluate(Run& run) const override;

private:
  std::vector<Iteration> iterations_;
  NodePtr body_;
  std::optional<std::size_t> partial_slot_; ///< only when the body reads `partial`
};

class QuantifiedNode final : public Node {
public:
  QuantifiedNode(Span where, bool is_every, std::vector<Iteration> iterations, NodePtr condition)
      : Node(where, Type::boolean()), is_every_(is_every), iterations_(std::move(iterations)),
        condition_(std::move(condition)) {
    depth = condition_->depth + 1;
    for (const auto& iteration : iterations_) depth = std::max(depth, iteration.domain->depth + 1);
  }

protected:
  Value evaluate(Run& run) const override;

private:
  bool is_every_;
  std::vector<Iteration> iterations_;
  NodePtr condition_;
};

// ---- functions ---------------------------------------------------------------------------------------------------

class FunctionNode final : public Node {
public:
  FunctionNode(Span where, Type result, std::vector<Type::Parameter> parameters, std::size_t first_slot,
               std::size_t slots, NodePtr body)
      : Node(where, std::move(result)), parameters_(std::move(parameters)), first_slot_(first_slot), slots_(slots),
        body_(std::move(body)) {
    depth = body_->depth + 1;
  }
  const Node& body() const { return *body_; }
  std::size_t first_slot() const { return first_slot_; }
  std::size_t slots() const { return slots_; }

protected:
  Value evaluate(Run& run) const override;

private:
  std::vector<Type::Parameter> parameters_;
  std::size_t first_slot_; ///< of the parameters; below are the slots of what stands around
  std::size_t slots_;
  NodePtr body_;
};

/// What a function literal remembers of the place where it was made.
struct Closure {
  std::shared_ptr<const Expression> expression; ///< keeps the tree alive
  const FunctionNode* node = nullptr;
  Value variables;
  std::vector<Value> locals;
};

struct Argument {
  std::string name; ///< empty for a positional one
  NodePtr value;
};

class CallNode final : public Node {
public:
  /// `builtin`: what is called when that is known; else `callee` is evaluated first.
  CallNode(Span where, Type result, const Builtin* builtin, NodePtr callee, std::vector<Argument> arguments)
      : Node(where, std::move(result)), builtin_(builtin), callee_(std::move(callee)),
        arguments_(std::move(arguments)) {
    if (callee_) depth = callee_->depth + 1;
    for (const auto& argument : arguments_) depth = std::max(depth, argument.value->depth + 1);
  }

  bool is_constant() const override; ///< a function of the language with constants, but for now() and today()

protected:
  Value evaluate(Run& run) const override;

private:
  const Builtin* builtin_;
  NodePtr callee_;
  std::vector<Argument> arguments_;
};

/// Calls a function value with positional arguments, coercing them to the parameters' types.
Value call(Run& run, Span at, const Function& function, std::vector<Value> arguments);

} // namespace handrail::feel
