#include "store/checkpoint/event_tree.h"

#include <fmt/format.h>
#include <sodium.h>

#include <bit>
#include <utility>

namespace handrail::store {

namespace {

/// RFC 6962, 2.1: what is hashed begins with 0 for a leaf and with 1 for a node, so that neither passes for the other.
Hash digest(unsigned char kind, std::span<const Hash> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &kind, 1);
  for (const auto& part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
  Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Hash leaf_of(const Hash& event) { return digest(0, {&event, 1}); }

Hash node_of(const Hash& left, const Hash& right) {
  const Hash both[] = {left, right};
  return digest(1, both);
}

Hash of_nothing() {
  Hash hash{};
  crypto_hash_sha256(hash.data(), nullptr, 0);
  return hash;
}

} // namespace

// ---- the tree ------------------------------------------------------------------------------------------------------

Result<EventTree> EventTree::from_peaks(std::uint64_t size, std::vector<Hash> peaks) {
  const auto needed = static_cast<std::size_t>(std::popcount(size));
  if (peaks.size() != needed)
    return Error{ErrorCode::invalid,
                 fmt::format("A tree of {} events is made of {} whole ones, not of {}", size, needed, peaks.size()), "",
                 ""};
  EventTree tree;
  tree.size_ = size;
  tree.peaks_ = std::move(peaks);
  return tree;
}

void EventTree::add(const Hash& event) {
  auto top = leaf_of(event);
  ++size_;
  // A whole tree ends at this event for each zero that the size ends with.
  for (auto zeros = std::countr_zero(size_); zeros > 0; --zeros) {
    top = node_of(peaks_.back(), top);
    peaks_.pop_back();
  }
  peaks_.push_back(top);
}

Hash EventTree::root() const {
  if (peaks_.empty()) return of_nothing();
  auto top = peaks_.back();
  for (auto peak = std::next(peaks_.rbegin()); peak != peaks_.rend(); ++peak) top = node_of(*peak, top);
  return top;
}

// ---- paths ---------------------------------------------------------------------------------------------------------

/// The last two trees become one: those on the left go by the right one's root, and the other way round.
void InclusionPaths::merge() {
  const auto right = peaks_.back();
  peaks_.pop_back();
  auto& left = peaks_.back();
  for (auto one = left.first; one < left.end; ++one) paths_[one].push_back(right.root);
  for (auto one = right.first; one < right.end; ++one) paths_[one].push_back(left.root);
  left = {node_of(left.root, right.root), left.first, right.end};
}

void InclusionPaths::add(const Hash& event, bool wanted) {
  const auto first = paths_.size();
  if (wanted) paths_.emplace_back();
  peaks_.push_back({leaf_of(event), first, paths_.size()});
  ++size_;
  for (auto zeros = std::countr_zero(size_); zeros > 0; --zeros) merge();
}

std::vector<InclusionPath> InclusionPaths::finish() && {
  while (peaks_.size() > 1) merge();
  return std::move(paths_);
}

/// RFC 9162, 2.1.3.2.
bool is_included(const Hash& event, Position position, std::uint64_t size, std::span<const Hash> path,
                 const Hash& root) {
  if (position == 0 || position > size) return false;
  auto index = position - 1;
  auto last = size - 1;
  auto top = leaf_of(event);
  for (const auto& beside : path) {
    if (last == 0) return false;
    if ((index & 1U) != 0 || index == last) {
      top = node_of(beside, top);
      while ((index & 1U) == 0 && index != 0) {
        index >>= 1U;
        last >>= 1U;
      }
    } else {
      top = node_of(top, beside);
    }
    index >>= 1U;
    last >>= 1U;
  }
  return last == 0 && top == root;
}

} // namespace handrail::store
