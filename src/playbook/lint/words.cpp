// Words written two ways: an abbreviation with two letters swapped, a long word with one letter lost.
#include "playbook/lint/mention.h"

#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
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

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_part(char c) { return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }

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

template <class Take>
void each_word(const std::vector<LintLeaf>& leaves, Take take) {
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto& text = leaves[i].plain;
    for (std::size_t at = 0; at < text.size();) {
      if (!is_part(text[at])) {
        ++at;
        continue;
      }
      const auto from = at;
      bool all_letters = true;
      for (; at < text.size() && is_part(text[at]); ++at) all_letters = all_letters && is_letter(text[at]);
      if (all_letters) take(Place{i, from, at}, std::string_view(text).substr(from, at - from));
    }
  }
}

Uses abbreviations(const std::vector<LintLeaf>& leaves) {
  constexpr std::size_t shortest = 3;
  constexpr std::size_t longest = 6;
  Uses uses;
  each_word(leaves, [&](const Place& place, std::string_view word) {
    if (word.size() < shortest || word.size() > longest || !std::all_of(word.begin(), word.end(), is_upper) ||
        is_address(leaves[place.leaf], place.from))
      return;
    auto& use = uses[std::string(word)];
    use.places.push_back(place);
    const auto& text = leaves[place.leaf].plain;
    use.defined = use.defined ||
                  (place.from > 0 && text[place.from - 1] == '(' && place.to < text.size() && text[place.to] == ')');
  });
  return uses;
}

void swapped_abbreviations(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  const auto uses = abbreviations(leaves);
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
/// out; short words have too many neighbours.
void lost_letters(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  constexpr std::size_t shortest = 9;
  constexpr std::size_t ending = 3;
  constexpr std::size_t longest = 32;
  Uses uses;
  each_word(leaves, [&](const Place& place, std::string_view word) {
    if (word.size() >= shortest && word.size() <= longest && !is_address(leaves[place.leaf], place.from))
      uses[text::lowered(word)].places.push_back(place);
  });
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
  swapped_abbreviations(input, leaves, findings);
  lost_letters(input, leaves, findings);
}

} // namespace handrail::playbook
