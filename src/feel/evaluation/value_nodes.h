// Literals, names, paths, and lists, contexts and ranges as they are written.
#pragma once

#include "feel/evaluation/node.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

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
  std::vector<std::size_t> item_slots_; ///< innermost first; each has all the items behind it
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

} // namespace handrail::feel
