// The parsed expression: a tree whose nodes evaluate themselves. Names are resolved; types are inferred as far as
// known.
#pragma once

#include "feel/evaluation/run.h"
#include "feel/type.h"

#include <memory>

namespace handrail::feel {

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
  Value take() && {
    if (borrowed_ != nullptr) return *borrowed_;
    return std::move(owned_);
  }

private:
  const Value* borrowed_;
  Value owned_;
};

} // namespace handrail::feel
