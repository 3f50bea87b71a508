// "Set the next action date to 12/31 of the following year", "within two business days", "three attempts".
#include "playbook/suggest/suggestion.h"

#include "playbook/coverage/words.h"

#include <fmt/format.h>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;

std::optional<unsigned> month_of(const TextWord& word, const Languages& languages) {
  if (const auto named = languages.month(word.text)) return named;
  constexpr unsigned months = 12;
  const auto number = number_of(word.text);
  if (number && *number >= 1 && *number <= months) return number;
  return std::nullopt;
}

/// "12/31 of the following year", "31 December of next year", "in two weeks" as a formula.
std::optional<std::string> date_formula(std::string_view words, const Languages& languages) {
  const SentenceWords text{std::string(words)};
  static const Phrase next_year("of [the] (following|next) year");
  if (next_year.find(text) && text.words.size() >= 2) {
    constexpr unsigned days = 31;
    const bool day_first = languages.month(text.words[1].text).has_value();
    const auto month = month_of(text.words[day_first ? 1 : 0], languages);
    const auto day = number_of(text.words[day_first ? 0 : 1].text);
    if (month && day && *day >= 1 && *day <= days) return fmt::format("date(today().year + 1, {}, {})", *month, *day);
  }
  static const Phrase next_business_day("next (business|working) day");
  if (next_business_day.find(text)) return "next business day(today())";
  static const Phrase from_now("<number> (day|days|week|weeks)");
  static const Phrase weeks("(week|weeks)");
  if (const auto match = from_now.find(text)) {
    constexpr unsigned week = 7;
    const auto number = number_of((*match)["number"]);
    if (number) return fmt::format("today() + duration(\"P{}D\")", weeks.find(text) ? *number * week : *number);
  }
  return std::nullopt;
}

} // namespace

void read_dates(const SentenceInPlace& sentence, const Languages& languages, Suggested& found) {
  static const Phrase next_action("(set|sets|update|change) [the] next action date to <date>");
  if (const auto match = next_action.find(sentence.own))
    if (const auto formula = date_formula((*match)["date"], languages))
      found.push_back(
          suggestion(Place::effect, "set", fmt::format("set: {{next_action_date: {}}}", yaml_scalar(*formula))));
  static const Phrase within("within <number> (business|working) (day|days)");
  if (const auto match = within.find(sentence.own))
    if (const auto number = number_of((*match)["number"]))
      found.push_back(suggestion(Place::due, "due",
                                 fmt::format("due: {{within: {} business days, since: started}}", *number),
                                 "counted from the start of the engagement; see “since” for others"));
  static const std::vector<Phrase> attempts{
      Phrase("<number> (attempts|calls) ... <days> (business|working) (days|day) (apart|between)"),
      Phrase("<number> (attempts|calls)"), Phrase("(call|try|contact) ... <number> times")};
  if (const auto phrase = first_of(attempts, sentence.own))
    if (const auto number = number_of(phrase->match["number"]); number && *number >= 2) {
      const auto days = number_of(phrase->match["days"]);
      found.push_back(suggestion(Place::requirement, "attempts",
                                 fmt::format("attempts: {{call: outreach, at_least: {}{}}}", *number,
                                             days ? fmt::format(", apart: {} business days", *days) : ""),
                                 "“outreach” is the purpose that calls are logged with"));
    }
}

} // namespace handrail::playbook
