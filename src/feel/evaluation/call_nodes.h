// Function literals and calls.
#pragma once

#include "feel/evaluation/node.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

struct Builtin;

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
