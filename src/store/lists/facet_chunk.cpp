#include "store/lists/facet_chunk.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace handrail::store::facet_chunk {

namespace {

using Word = NumberSet::Word;
using Bits = std::array<Word, words>;

constexpr std::size_t bitmap_bytes = numbers / 8;

bool is_bitmap(Bytes chunk) { return chunk.size() == bitmap_bytes; }

// Files go from machine to machine: the lowest byte comes first on all of them.
std::uint16_t offset_at(Bytes list, std::size_t i) {
  return static_cast<std::uint16_t>(list[2 * i] | static_cast<unsigned>(list[2 * i + 1]) << 8U);
}
Word word_at(Bytes bitmap, std::size_t i) {
  Word word = 0;
  for (std::size_t byte = sizeof word; byte-- > 0;) word = word << 8U | bitmap[i * sizeof word + byte];
  return word;
}

void put(std::vector<std::uint8_t>& bytes, Word value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class Visit>
void each_offset(std::span<const Word> bits, Visit visit) {
  for (std::size_t i = 0; i < bits.size(); ++i)
    for (auto word = bits[i]; word != 0; word &= word - 1)
      visit(i * NumberSet::word_bits + static_cast<std::size_t>(std::countr_zero(word)));
}

} // namespace

void add_to(std::span<Word> bits, Bytes chunk) {
  if (is_bitmap(chunk)) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= word_at(chunk, i);
    return;
  }
  for (std::size_t i = 0; i < chunk.size() / 2; ++i) {
    const auto offset = offset_at(chunk, i);
    if (offset / NumberSet::word_bits < bits.size())
      bits[offset / NumberSet::word_bits] |= Word{1} << (offset % NumberSet::word_bits);
  }
}

void keep_in(std::span<Word> bits, Bytes chunk) {
  if (is_bitmap(chunk)) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] &= word_at(chunk, i);
    return;
  }
  Bits kept{};
  add_to(kept, chunk);
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] &= kept[i];
}

std::vector<std::uint8_t> changed(Bytes chunk, std::span<const Change> changes) {
  Bits bits{};
  add_to(bits, chunk);
  for (const auto& [offset, comes] : changes) {
    auto& word = bits[offset / NumberSet::word_bits];
    const auto bit = Word{1} << (offset % NumberSet::word_bits);
    word = comes ? word | bit : word & ~bit;
  }
  std::size_t count = 0;
  for (const auto word : bits) count += static_cast<std::size_t>(std::popcount(word));
  std::vector<std::uint8_t> bytes;
  if (2 * count < bitmap_bytes) {
    bytes.reserve(2 * count);
    each_offset(bits, [&](std::size_t offset) { put(bytes, offset, 2); });
  } else {
    bytes.reserve(bitmap_bytes);
    for (const auto word : bits) put(bytes, word, sizeof word);
  }
  return bytes;
}

} // namespace handrail::store::facet_chunk
