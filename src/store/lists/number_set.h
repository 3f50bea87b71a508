// A set of tenants by their numbers: a bit each.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace handrail::store {

/// Numbers from 1 up to a last one, fixed when the set is made.
class NumberSet {
public:
  using Word = std::uint64_t;
  static constexpr std::size_t word_bits = 64;

  /// Empty.
  explicit NumberSet(std::uint64_t last) : last_(last), words_(last / word_bits + 1) {}
  static NumberSet all(std::uint64_t last);

  std::uint64_t last() const { return last_; }
  /// Numbers beyond the last are passed over.
  void add(std::uint64_t number) {
    if (number <= last_) words_[number / word_bits] |= Word{1} << (number % word_bits);
  }
  bool has(std::uint64_t number) const {
    return number <= last_ && (words_[number / word_bits] >> (number % word_bits) & 1U) != 0;
  }
  std::size_t count() const;
  bool empty() const;

  // With sets of the same last number.
  NumberSet& operator&=(const NumberSet& other);
  NumberSet& operator|=(const NumberSet& other);
  NumberSet& operator-=(const NumberSet& other);

  /// The bits themselves, the lowest numbers first.
  std::vector<Word>& words() { return words_; }
  const std::vector<Word>& words() const { return words_; }

  /// Calls `visit(number)` for each number from `first` to before `end`, in order.
  template <class Visit>
  void each_in(std::uint64_t first, std::uint64_t end, Visit visit) const {
    for (auto at = first / word_bits; at < words_.size() && at * word_bits < end; ++at) {
      auto word = words_[at];
      if (at == first / word_bits) word &= ~Word{0} << (first % word_bits);
      if (end - at * word_bits < word_bits) word &= (Word{1} << (end % word_bits)) - 1;
      for (; word != 0; word &= word - 1) visit(at * word_bits + static_cast<std::uint64_t>(std::countr_zero(word)));
    }
  }
  template <class Visit>
  void each(Visit visit) const {
    each_in(1, last_ + 1, visit);
  }

private:
  std::uint64_t last_;
  std::vector<Word> words_;
};

} // namespace handrail::store
