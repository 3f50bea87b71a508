#include "playbook/suggest/suggestion.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace handrail::playbook {

Suggestion suggestion(Suggestion::Place place, std::string kind, std::string yaml, std::string remark) {
  Suggestion made;
  made.place = place;
  made.kind = std::move(kind);
  made.yaml = std::move(yaml);
  made.remark = std::move(remark);
  return made;
}

std::optional<FoundPhrase> first_of(const std::vector<Phrase>& phrases, const SentenceWords& sentence) {
  for (std::size_t i = 0; i < phrases.size(); ++i)
    if (auto match = phrases[i].find(sentence)) return FoundPhrase{i, std::move(*match)};
  return std::nullopt;
}

std::optional<unsigned> number_of(std::string_view text) {
  const auto word = text.substr(text.rfind(' ') + 1);
  constexpr std::array<std::string_view, 13> names{"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                   "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  const auto lowered = text::lowered(word);
  if (const auto* const found = std::find(names.begin(), names.end(), lowered); found != names.end())
    return static_cast<unsigned>(found - names.begin());
  constexpr std::size_t longest = 5;
  unsigned number = 0;
  const auto* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, number);
  if (word.empty() || word.size() > longest || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

} // namespace handrail::playbook
