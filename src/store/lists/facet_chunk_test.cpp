#include "store/lists/facet_chunk.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace handrail::store::facet_chunk {
namespace {

using Bits = std::array<NumberSet::Word, words>;

Bits bits_of(Bytes chunk) {
  Bits bits{};
  add_to(bits, chunk);
  return bits;
}
std::size_t count(const Bits& bits) {
  std::size_t all = 0;
  for (const auto word : bits) all += static_cast<std::size_t>(std::popcount(word));
  return all;
}

TEST(FacetChunk, IsTheSameSetAsAListAndAsABitmap) {
  std::mt19937 random(7);
  std::vector<std::uint8_t> chunk;
  Bits expected{};
  for (int round = 0; round < 60; ++round) { // it grows past a thousand, and shrinks again
    std::vector<Change> changes;
    for (int i = 0; i < 200; ++i) {
      const auto offset = static_cast<std::uint16_t>(random() % numbers);
      const bool comes = random() % 10 < (round < 30 ? 9U : 1U);
      changes.push_back({offset, comes});
      auto& word = expected[offset / 64];
      const auto bit = NumberSet::Word{1} << (offset % 64);
      word = comes ? word | bit : word & ~bit;
    }
    chunk = changed(chunk, changes);
    ASSERT_EQ(bits_of(chunk), expected);
    ASSERT_LE(chunk.size(), numbers / 8);
    ASSERT_LE(chunk.size(), 2 * count(expected));
  }
}

TEST(FacetChunk, IsEmptyWhenNothingIsLeft) {
  const Change comes{5, true}, goes{5, false};
  const auto one = changed({}, std::array{comes});
  EXPECT_EQ(one.size(), 2U);
  EXPECT_TRUE(changed(one, std::array{goes}).empty());
  EXPECT_TRUE(changed({}, std::array{comes, goes}).empty());
}

TEST(FacetChunk, KeepsOfASetWhatItHolds) {
  const auto few = changed({}, std::array{Change{1, true}, Change{16'383, true}});
  Bits bits;
  bits.fill(~NumberSet::Word{0});
  keep_in(bits, few);
  EXPECT_EQ(bits, bits_of(few));
  std::vector<Change> even;
  for (std::uint16_t i = 0; i < numbers; i = static_cast<std::uint16_t>(i + 2)) even.push_back({i, true});
  keep_in(bits, changed({}, even));
  EXPECT_EQ(count(bits), 0U);
}

TEST(FacetChunk, FillsOnlyTheWordsThatThereAre) {
  std::array<NumberSet::Word, 2> end{};
  add_to(end, changed({}, std::array{Change{1, true}, Change{16'383, true}}));
  EXPECT_EQ(end[0], 2U);
  EXPECT_EQ(end[1], 0U);
}

} // namespace
} // namespace handrail::store::facet_chunk
