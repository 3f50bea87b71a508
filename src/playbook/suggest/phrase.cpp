#include "playbook/suggest/phrase.h"

#include <algorithm>
#include <cassert>

namespace handrail::playbook {

namespace {

constexpr std::size_t longest_name = 12;  // words
constexpr std::size_t longest_gap = 8;    // words
constexpr std::size_t most_steps = 5'000; // of a phrase in a sentence; a real one takes some hundreds

bool parts_clauses(char sign) { return sign != ' '; }

/// Words without what surrounds them: brackets that were left open, quotes.
std::string trimmed_name(std::string_view text) {
  constexpr std::string_view around = " \"'()[]*_";
  const auto from = text.find_first_not_of(around);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(around) - from + 1));
}

} // namespace

SentenceWords::SentenceWords(std::string sentence) : text(std::move(sentence)), words(text_words(text, most)) {}

const std::string& PhraseMatch::operator[](const std::string& name) const {
  static const std::string none;
  const auto found = names.find(name);
  return found == names.end() ? none : found->second;
}

Phrase::Element Phrase::words_element(std::string_view alternatives) {
  Element element;
  for (std::size_t from = 0; from <= alternatives.size();) {
    const auto to = std::min(alternatives.find('|', from), alternatives.size());
    std::vector<std::string> words;
    for (auto& word : text_words(alternatives.substr(from, to - from))) words.push_back(std::move(word.text));
    assert(!words.empty());
    element.alternatives.push_back(std::move(words));
    from = to + 1;
  }
  return element;
}

Phrase::Phrase(std::string_view pattern) {
  const auto until = [&](std::size_t from, char end) { return std::min(pattern.find(end, from), pattern.size()); };
  for (std::size_t at = 0; at < pattern.size();) {
    const char sign = pattern[at];
    if (sign == ' ') {
      ++at;
    } else if (sign == ':') {
      elements_.push_back({Element::Kind::colon, {}, {}, false});
      ++at;
    } else if (pattern.substr(at, 3) == "...") {
      elements_.push_back({Element::Kind::gap, {}, {}, false});
      at += 3;
    } else if (sign == '<') {
      const auto end = until(at, '>');
      elements_.push_back({Element::Kind::name, {}, std::string(pattern.substr(at + 1, end - at - 1)), false});
      at = end + 1;
    } else if (sign == '[' || sign == '(') {
      const auto end = until(at, sign == '[' ? ']' : ')');
      auto inner = pattern.substr(at + 1, end - at - 1);
      if (!inner.empty() && inner.front() == '(') inner = inner.substr(1, inner.size() - 1);
      if (!inner.empty() && inner.back() == ')') inner.remove_suffix(1);
      elements_.push_back(words_element(inner));
      elements_.back().optional = sign == '[';
      at = end + 1;
    } else {
      const auto end = until(at, ' ');
      elements_.push_back(words_element(pattern.substr(at, end - at)));
      at = end;
    }
  }
}

/// One try to find the pattern in a sentence, element by element, going back where it does not fit.
struct Phrase::Attempt {
  const std::vector<Element>& elements;
  const SentenceWords& sentence;
  std::map<std::string, std::string> names;
  std::size_t steps = 0;

  bool fits(std::size_t element, std::size_t word) {
    if (++steps > most_steps) return false;
    if (element == elements.size()) return true;
    const Element& wanted = elements[element];
    switch (wanted.kind) {
      case Element::Kind::words: return fits_words(wanted, element, word);
      case Element::Kind::name: return fits_name(wanted, element, word);
      case Element::Kind::gap: return fits_gap(element, word);
      case Element::Kind::colon:
        return word < sentence.words.size() && sentence.words[word].before == ':' && fits(element + 1, word);
    }
    return false;
  }

  bool fits_words(const Element& wanted, std::size_t element, std::size_t word) {
    for (const auto& words : wanted.alternatives) {
      if (word + words.size() > sentence.words.size()) continue;
      const bool same =
          std::equal(words.begin(), words.end(), sentence.words.begin() + static_cast<std::ptrdiff_t>(word),
                     [](const std::string& a, const TextWord& b) { return a == b.text; });
      if (same && fits(element + 1, word + words.size())) return true;
    }
    return wanted.optional && fits(element + 1, word);
  }

  bool fits_name(const Element& wanted, std::size_t element, std::size_t word) {
    auto end = word;
    while (end < sentence.words.size() && end < word + longest_name &&
           (end == word || !parts_clauses(sentence.words[end].before)))
      ++end;
    const bool last = element + 1 == elements.size();
    for (std::size_t to = last ? end : word + 1; to <= end && to > word; last ? --to : ++to) {
      if (!fits(element + 1, to)) continue;
      const auto from = sentence.words[word].from;
      names[wanted.name] = trimmed_name(std::string_view(sentence.text).substr(from, sentence.words[to - 1].to - from));
      return true;
    }
    return false;
  }

  bool fits_gap(std::size_t element, std::size_t word) {
    for (std::size_t passed = 0; passed <= longest_gap && word + passed <= sentence.words.size(); ++passed)
      if (fits(element + 1, word + passed)) return true;
    return false;
  }
};

std::optional<PhraseMatch> Phrase::find(const SentenceWords& sentence) const {
  Attempt attempt{elements_, sentence, {}, 0};
  for (std::size_t word = 0; word < sentence.words.size(); ++word) {
    if (!attempt.fits(0, word)) continue;
    PhraseMatch match;
    match.names = std::move(attempt.names);
    return match;
  }
  return std::nullopt;
}

} // namespace handrail::playbook
