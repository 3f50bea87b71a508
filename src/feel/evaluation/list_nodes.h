// Filters, for … return, and some and every … satisfies.
#pragma once

#include "feel/evaluation/node.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

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
  std::size_t item_slot_; ///< and all the items in the slot behind it
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

} // namespace handrail::feel
