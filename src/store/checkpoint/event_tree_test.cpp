#include "store/checkpoint/event_tree.h"

#include "store/chain.h"

#include <gmock/gmock.h>

#include <bit>

namespace handrail::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Hash event(std::uint64_t number) { return hash_of(std::to_string(number)); }

EventTree tree_of(std::uint64_t size) {
  EventTree tree;
  for (std::uint64_t i = 1; i <= size; ++i) tree.add(event(i));
  return tree;
}

/// RFC 6962, 2.1, as it is written there: the largest power of two on the left, both halves by themselves.
Hash recursive_root(std::uint64_t first, std::uint64_t end) {
  EventTree both;
  if (end - first == 1) {
    both.add(event(first));
    return both.root();
  }
  std::uint64_t left = 1;
  while (left * 2 < end - first) left *= 2;
  // The node is the root of a tree with these two as its whole parts, where the left is larger.
  const auto size = std::uint64_t{3};
  return EventTree::from_peaks(size, {recursive_root(first, first + left), recursive_root(first + left, end)})->root();
}

// Computed with Python's hashlib: leaf(x) = sha256(0 x), node = sha256(1 l r), over blake2b-256 of "1", "2" …
TEST(EventTree, TheRootsAreThoseThatTheSpecificationDescribes) {
  EXPECT_EQ(to_hex(EventTree().root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(tree_of(1).root()), "67277c8b001e3184dcb5cb21d77c0b95173e1dd8a4a74c526cb386d09c6797d7");
  EXPECT_EQ(to_hex(tree_of(7).root()), "d1e828e9148db44f5086dd6ebcc0b3de8320c5e1e8941fd76d1a8e1b4ea42da8");
  EXPECT_EQ(to_hex(tree_of(8).root()), "246be8d810f7fce56499ea119145275dd0869dc8acde194aadab92906b0f5afa");
}

TEST(EventTree, GrownEventByEventItIsTheTreeOfTheDefinition) {
  for (std::uint64_t size = 1; size <= 70; ++size) {
    EXPECT_EQ(tree_of(size).root(), recursive_root(1, size + 1)) << size;
    EXPECT_THAT(tree_of(size).peaks(), SizeIs(std::popcount(size)));
  }
}

TEST(EventTree, IsGoneOnWithFromItsPeaks) {
  for (std::uint64_t size = 0; size <= 33; ++size) {
    const auto before = tree_of(size);
    auto tree = EventTree::from_peaks(size, before.peaks());
    ASSERT_TRUE(tree.has_value());
    for (std::uint64_t i = size + 1; i <= size + 20; ++i) tree->add(event(i));
    EXPECT_EQ(tree->root(), tree_of(size + 20).root()) << size;
  }
  EXPECT_EQ(EventTree::from_peaks(3, {event(1)}).error().code, ErrorCode::invalid);
}

TEST(EventTree, APathProvesTheEventAtItsPlaceAndNothingElse) {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    InclusionPaths gathering;
    for (std::uint64_t i = 1; i <= size; ++i) gathering.add(event(i), i % 3 == 1 || i == size);
    const auto paths = std::move(gathering).finish();
    const auto root = tree_of(size).root();
    std::size_t next = 0;
    for (std::uint64_t i = 1; i <= size; ++i) {
      if (i % 3 != 1 && i != size) continue;
      const auto& path = paths.at(next++);
      EXPECT_TRUE(is_included(event(i), i, size, path, root)) << i << " of " << size;
      EXPECT_FALSE(is_included(event(i + 1), i, size, path, root)) << "another event";
      EXPECT_FALSE(is_included(event(i), i + 1, size, path, root)) << "another place";
      EXPECT_FALSE(is_included(event(i), i, size, path, event(0))) << "another root";
      auto longer = path;
      longer.push_back(event(0));
      EXPECT_FALSE(is_included(event(i), i, size, longer, root)) << "a longer path";
      if (path.empty()) continue;
      EXPECT_FALSE(is_included(event(i), i, size, std::span(path).first(path.size() - 1), root)) << "a shorter path";
      auto other = path;
      other.front()[7] ^= 1;
      EXPECT_FALSE(is_included(event(i), i, size, other, root)) << "another path";
    }
    EXPECT_EQ(next, paths.size());
  }
  EXPECT_FALSE(is_included(event(1), 0, 1, {}, tree_of(1).root()));
  EXPECT_FALSE(is_included(event(1), 1, 0, {}, tree_of(1).root()));
}

TEST(EventTree, PathsOfNothingAreNone) { EXPECT_THAT(InclusionPaths().finish(), IsEmpty()); }

} // namespace
} // namespace handrail::store
