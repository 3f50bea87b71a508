// Words written two ways: an abbreviation with two letters swapped, a long word with one letter lost.
#include "playbook/lint/mention.h"

#include "core/text.h"

#include <fmt/format.h>

#include <array>
#include <map>

namespace handrail::playbook {

namespace {

struct Place {
  std::size_t leaf = 0, from = 0, to = 0;
};

struct Use {
  std::vector<Place> places;
  bool defined = false; ///< "(GRT)": it stands in parentheses, behind what it is short for
};

using Uses = std::map<std::string, Use>;

enum class Sign : unsigned char { none, upper, lower, other }; ///< other: a digit, or a byte beyond ASCII
constexpr auto signs = [] {
  std::array<Sign, 256> kinds{};
  for (std::size_t c = 'A'; c <= 'Z'; ++c) kinds[c] = Sign::upper, kinds[c + 'a' - 'A'] = Sign::lower;
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = Sign::other;
  for (std::size_t c = 0x80; c < kinds.size(); ++c) kinds[c] = Sign::other;
  return kinds;
}();
Sign sign(char c) { return signs[static_cast<unsigned char>(c)]; }

/// A target shown as text is no word of the author's.
bool is_address(const LintLeaf& leaf, std::size_t from) {
  const auto start = leaf.plain.find_last_of(' ', from);
  const auto end = leaf.plain.find(' ', from);
  const auto whole =
      std::string_view(leaf.plain)
          .substr(start == std::string::npos ? 0 : start + 1, end - (start == std::string::npos ? 0 : start + 1));
  return whole.find("://") != std::string_view::npos || whole.find('@') != std::string_view::npos ||
         whole.find('_') != std::string_view::npos;
}

struct Words {
  Uses abbreviations, long_words; ///< the long ones in lower case
};

bool stands_in_parentheses(std::string_view text, const Place& place) {
  return place.from > 0 && text[place.from - 1] == '(' && place.to < text.size() && text[place.to] == ')';
}

/// Sorts one word in, if it is of letters only.
void add_word(Words& words, const LintLeaf& leaf, const Place& place, bool all_letters, bool all_upper) {
  constexpr std::size_t shortest_abbreviation = 3;
  constexpr std::size_t longest_abbreviation = 6;
  constexpr std::size_t shortest = 9; // shorter words have too many neighbours
  constexpr std::size_t longest = 32;
  const auto length = place.to - place.from;
  const bool is_abbreviation = all_upper && length >= shortest_abbreviation && length <= longest_abbreviation;
  const bool is_long = all_letters && length >= shortest && length <= longest;
  if ((!is_abbreviation && !is_long) || is_address(leaf, place.from)) return;
  const auto word = std::string_view(leaf.plain).substr(place.from, length);
  auto& use = is_long ? words.long_words[text::lowered(word)] : words.abbreviations[std::string(word)];
  use.places.push_back(place);
  use.defined = use.defined || (is_abbreviation && stands_in_parentheses(leaf.plain, place));
}

Words words_in(const std::vector<LintLeaf>& leaves) {
  Words words;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::string_view text = leaves[i].plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (sign(text[at]) == Sign::none) continue;
      const auto from = at;
      bool all_letters = true;
      bool all_upper = true;
      for (; at < text.size() && sign(text[at]) != Sign::none; ++at) {
        all_letters = all_letters && sign(text[at]) != Sign::other;
        all_upper = all_upper && sign(text[at]) == Sign::upper;
      }
      add_word(words, leaves[i], {i, from, at}, all_letters, all_upper);
    }
  }
  return words;
}

void swapped_abbreviations(const LintInput& input, const std::vector<LintLeaf>& leaves, const Uses& uses,
                           Findings& findings) {
  for (const auto& [word, use] : uses) {
    if (use.defined) continue;
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
      auto swapped = word;
      std::swap(swapped[i], swapped[i + 1]);
      const auto other = uses.find(swapped);
      if (swapped == word || other == uses.end()) continue;
      // The one that is explained, or used more, is the one that is meant.
      if (!other->second.defined && other->second.places.size() < use.places.size() * 2) continue;
      for (const auto& place : use.places) {
        auto found =
            leaf_finding(input, leaves[place.leaf], place.from, place.to, Severity::warning, "abbreviation-two-ways",
                         fmt::format("“{}” is “{}” everywhere else", word, swapped), fmt::format("write {}", swapped));
        const auto& first = other->second.places.front();
        found.related.push_back(
            leaf_finding(input, leaves[first.leaf], first.from, first.to, Severity::note, "", "").at);
        findings.push_back(std::move(found));
      }
    }
  }
}

/// A word that occurs once, and with one more letter inside at least twice. Endings differ by right, so they are left
/// out.
void lost_letters(const LintInput& input, const std::vector<LintLeaf>& leaves, const Uses& uses, Findings& findings) {
  constexpr std::size_t ending = 3;
  for (const auto& [word, use] : uses) {
    if (use.places.size() < 2) continue;
    for (std::size_t i = 0; i + ending < word.size(); ++i) {
      auto shorter = word;
      shorter.erase(i, 1);
      const auto other = uses.find(shorter);
      if (other == uses.end() || other->second.places.size() != 1) continue;
      const auto& place = other->second.places.front();
      findings.push_back(leaf_finding(input, leaves[place.leaf], place.from, place.to, Severity::warning,
                                      "word-misspelt", fmt::format("“{}” is “{}” elsewhere", shorter, word),
                                      fmt::format("write “{}”", word)));
      break;
    }
  }
}

} // namespace

void lint_words(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  const auto words = words_in(leaves);
  swapped_abbreviations(input, leaves, words.abbreviations, findings);
  lost_letters(input, leaves, words.long_words, findings);
}

} // namespace handrail::playbook
