// The Merkle tree over the log's events, as RFC 6962 has it, from O(log n) hashes. § storage-33
#pragma once

#include "core/result.h"
#include "store/event.h"

#include <cstdint>
#include <span>
#include <vector>

namespace handrail::store {

/// Grows event by event and knows its root. Of what it was made from it keeps one hash for each bit of its size.
class EventTree {
public:
  EventTree() = default;
  /// A tree as `peaks()` gave it. Errors: invalid (a tree of that size has another number of them).
  static Result<EventTree> from_peaks(std::uint64_t size, std::vector<Hash> peaks);

  /// The next event of the log, by its hash.
  void add(const Hash& event);

  std::uint64_t size() const { return size_; }
  /// Of no events: the hash of nothing.
  Hash root() const;
  /// The roots of the whole trees that it is made of, the largest first.
  const std::vector<Hash>& peaks() const { return peaks_; }

private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;
};

/// The hashes beside the way from an event to the root, the lowest first.
using InclusionPath = std::vector<Hash>;

/// The longest path of a tree whose size is a number of 64 bits.
inline constexpr std::size_t most_path_hashes = 64;

/// Gathers the paths of some events while all of the log are added.
class InclusionPaths {
public:
  /// The next event of the log; `wanted`: its path is gathered.
  void add(const Hash& event, bool wanted);
  /// One for each that was wanted, in their order, to the root of the tree over all that were added.
  std::vector<InclusionPath> finish() &&;

private:
  /// A whole tree, and which of the wanted events are in it: those are next to each other.
  struct Peak {
    Hash root;
    std::size_t first = 0, end = 0;
  };
  void merge();

  std::uint64_t size_ = 0;
  std::vector<Peak> peaks_;
  std::vector<InclusionPath> paths_;
};

/// Whether the event is the one at `position` (from 1) of the `size` events that have this root.
bool is_included(const Hash& event, Position position, std::uint64_t size, std::span<const Hash> path,
                 const Hash& root);

} // namespace handrail::store
