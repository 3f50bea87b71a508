// "Set only one of the following", "only for unmanaged customers", "after the migration is complete".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;

Suggestion when(const std::string& condition, const std::string& otherwise) {
  return suggestion(Place::when, "when", fmt::format("when: {}\notherwise: {}", yaml_scalar(condition), otherwise));
}

void read_outcome(const SentenceInPlace& sentence, Suggested& found) {
  static const std::vector<Phrase> phrases{Phrase("(set|complete|choose|select|mark|pick) (only|exactly|just) one of"),
                                           Phrase("(only|exactly) one of (the|these|the following|the two|them) ..."),
                                           Phrase("(set|complete|choose|select|mark|pick) one and only one")};
  // Which tasks these are, only the whole step says.
  if (first_of(phrases, sentence.own)) found.push_back(suggestion(Place::outcome, "outcome", ""));
}

void read_condition(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{
      Phrase("only ... unmanaged"),
      Phrase("unmanaged (customers|customer|tenants|tenant) only"),
      Phrase("only ... managed"),
      Phrase("managed (customers|customer|tenants|tenant) only"),
      Phrase("only ... (with|that have|that has|who have|having) <service> in scope"),
      Phrase("(at least|minimum of|no fewer than) <number> [paid] seats"),
      Phrase("(do not|never) ... if [the] <field> (has|is) ... primary")};
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase) return;
  if (phrase->index <= 1) found.push_back(when("tenant.managed = false", "Only for unmanaged customers."));
  if (phrase->index == 2 || phrase->index == 3)
    found.push_back(when("tenant.managed = true", "Only for managed customers."));
  if (phrase->index == 4)
    if (const auto service = names.service(phrase->match["service"]))
      found.push_back(when(fmt::format("list contains(tenant.services, \"{}\")", *service),
                           yaml_scalar(*service + " is not in this tenant's scope.")));
  if (phrase->index == 6)
    if (const auto field = names.field(phrase->match["field"])) {
      found.push_back(
          when(fmt::format("fields.{}.primary != me.name", *field), fmt::format("You are the primary {}.", *field)));
      found.back().remark = "the text does not say whose; this takes it as your own";
    }
  if (phrase->index == 5)
    if (const auto number = number_of(phrase->match["number"]))
      found.push_back(
          when(fmt::format("tenant.seats >= {}", *number), fmt::format("It takes at least {} seats.", *number)));
}

void read_precondition(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{Phrase("(after|once|when|only after|only when) [the] <thing> is complete")};
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase) return;
  const auto attribute = names.attribute_with(phrase->match["thing"], "Complete");
  if (!attribute) return;
  found.push_back(suggestion(
      Place::requirement, "that",
      fmt::format("that: {}\notherwise: {}", yaml_scalar(fmt::format("tenant.{} = \"Complete\"", *attribute)),
                  yaml_scalar(fmt::format("The {} is not recorded as complete.", phrase->match["thing"])))));
}

} // namespace

void read_choices(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  read_outcome(sentence, found);
  read_condition(sentence, names, found);
  read_precondition(sentence, names, found);
}

} // namespace handrail::playbook
