#include "store/lists/number_set.h"

#include <algorithm>
#include <cassert>

namespace handrail::store {

NumberSet NumberSet::all(std::uint64_t last) {
  NumberSet set(last);
  std::fill(set.words_.begin(), set.words_.end(), ~Word{0});
  set.words_.front() &= ~Word{1};
  const auto past = (last + 1) % word_bits;
  if (past != 0) set.words_.back() &= (Word{1} << past) - 1;
  return set;
}

std::size_t NumberSet::count() const {
  std::size_t count = 0;
  for (const auto word : words_) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

bool NumberSet::empty() const {
  return std::all_of(words_.begin(), words_.end(), [](Word word) { return word == 0; });
}

NumberSet& NumberSet::operator&=(const NumberSet& other) {
  assert(last_ == other.last_);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

NumberSet& NumberSet::operator|=(const NumberSet& other) {
  assert(last_ == other.last_);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

NumberSet& NumberSet::operator-=(const NumberSet& other) {
  assert(last_ == other.last_);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  return *this;
}

} // namespace handrail::store
