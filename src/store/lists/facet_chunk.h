// Part of a set as it is stored: the tenants of 16,384 consecutive numbers that have a facet.
#pragma once

#include "store/lists/number_set.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Few are a list of their offsets, two bytes each; many are a bit for each offset: whichever is shorter.
namespace handrail::store::facet_chunk {

inline constexpr std::uint64_t numbers = 16'384;
inline constexpr std::size_t words = numbers / NumberSet::word_bits;

using Bytes = std::span<const std::uint8_t>;

/// The bits of a chunk, in `words` words.
void add_to(std::span<NumberSet::Word> bits, Bytes chunk);
void keep_in(std::span<NumberSet::Word> bits, Bytes chunk);

struct Change {
  std::uint16_t offset = 0;
  bool comes = false; ///< else it goes
};

/// The chunk after the changes, one after the other; empty when nothing is left.
std::vector<std::uint8_t> changed(Bytes chunk, std::span<const Change> changes);

} // namespace handrail::store::facet_chunk
