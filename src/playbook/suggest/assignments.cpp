// "Remove X as RM", "RM field: add Y as primary", "leave all others as they are".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;

/// "RM field:" and "FM:" lead to what happens to that field.
std::optional<std::string> field_that_leads(const SentenceInPlace& sentence, const SuggestedNames& names) {
  static const std::vector<Phrase> phrases{Phrase("(field|fields)")};
  constexpr std::size_t most_words = 5;
  for (const SentenceWords* lead : sentence.leads)
    if (lead->words.size() <= most_words && first_of(phrases, *lead))
      if (auto field = names.field(lead->text)) return field;
  return std::nullopt;
}

/// "them", "it": nobody that a rule could name.
bool is_pronoun(std::string_view words) {
  return words.empty() || words == "them" || words == "it" || words == "him" || words == "her";
}

Suggestion holder_rule(const std::string& kind, const std::string& field, const std::string& holder, bool primary,
                       const SuggestedNames& names) {
  const auto right_field = names.field_for(holder, field);
  Suggestion made;
  made.place = Place::effect;
  made.kind = kind;
  made.yaml = fmt::format("{}: {{{}: {}{}}}", kind, yaml_scalar(right_field), yaml_scalar(holder),
                          primary ? ", primary: true" : "");
  if (right_field != field)
    made.remark = fmt::format("the text says {}; {} may stand in {} only", field, holder, right_field);
  return made;
}

void read_removal(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> refusals{Phrase("(not|never) (remove|unassign|leave)")};
  static const std::vector<Phrase> phrases{Phrase("(remove|removes|unassign|unassigns) <who> (as|from) [the] <field>"),
                                           Phrase("<field> field : (remove|removes|unassign|unassigns) <who>"),
                                           Phrase("(remove|removes|unassign|unassigns) <who>")};
  if (first_of(refusals, sentence.own)) return;
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase || is_pronoun(phrase->match["who"])) return;
  auto field = phrase->match["field"].empty() ? std::nullopt : names.field(phrase->match["field"]);
  if (!field) field = field_that_leads(sentence, names);
  if (field) found.push_back(holder_rule("unassign", *field, names.holder(phrase->match["who"]), false, names));
}

void read_addition(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  // The first ones say that it is as primary.
  static const std::vector<Phrase> phrases{
      Phrase("(add|adds|assign|assigns) <field> : <who> as [the] primary"),
      Phrase("(add|adds|assign|assigns) as [the] primary ... : <who>"),
      Phrase("(add|adds|assign|assigns) <who> as [(the|the tenants)] primary <field>"),
      Phrase("(add|adds|assign|assigns) <who> as [the] primary"),
      Phrase("(add|adds|assign|assigns) <field> : <who>"),
      Phrase("(add|adds|assign|assigns) <who> as [(a|an|the|a further)] <field>"),
      Phrase("(add|adds|assign|assigns) <who> (to|in|into) [the] <field> field"),
      Phrase("<field> field : (add|adds|assign|assigns) <who>")};
  constexpr std::size_t as_primary = 4;
  static const Phrase for_somebody("as [the] primary for <whom>");
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase || is_pronoun(phrase->match["who"])) return;
  auto field = phrase->match["field"].empty() ? std::nullopt : names.field(phrase->match["field"]);
  if (!field) field = field_that_leads(sentence, names);
  if (!field) return;
  const bool primary = phrase->index < as_primary || for_somebody.find(sentence.own).has_value();
  found.push_back(holder_rule("assign", *field, names.holder(phrase->match["who"]), primary, names));
}

void read_keeping(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{
      Phrase("(leave|leaves|keep|keeps) (all|every|any) [of] [the] other <fields> as they are"),
      Phrase("(leave|leaves|keep|keeps) [(all|every|any)] [of] [the] other <fields>"),
      Phrase("(do not|never|must not) remove [(any|the)] other <fields>")};
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase) return;
  std::string list;
  for (const auto& field : names.fields(phrase->match["fields"]))
    list += (list.empty() ? "" : ", ") + yaml_scalar(field);
  if (!list.empty()) found.push_back(suggestion(Place::effect, "keep", fmt::format("keep: [{}]", list)));
}

void read_holding(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> primary{
      Phrase("(make sure|ensure|ensures|verify|confirm) [that] [the] <field> is assigned [as] [the] primary"),
      Phrase("<field> (must|has to) be [(assigned|assigned as)] [the] primary")};
  static const std::vector<Phrase> filled{
      Phrase("(ensuring|ensure|ensures|make sure|making sure|verify) [that] [the] <fields> (field|fields) (are|is) "
             "[(all|both)] (assigned|filled|filled in|set)"),
      Phrase("<fields> (field|fields) must [(all|both)] be (assigned|filled|filled in|set)")};
  if (const auto phrase = first_of(primary, sentence.own))
    if (const auto field = names.field(phrase->match["field"]))
      found.push_back(suggestion(Place::requirement, "assigned",
                                 fmt::format("assigned: {{{}: somebody else, primary: true}}", yaml_scalar(*field))));
  if (const auto phrase = first_of(filled, sentence.own))
    for (const auto& field : names.fields(phrase->match["fields"]))
      found.push_back(
          suggestion(Place::requirement, "assigned", fmt::format("assigned: {{{}: anyone}}", yaml_scalar(field))));
}

} // namespace

void read_assignments(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  read_holding(sentence, names, found);
  read_removal(sentence, names, found);
  read_addition(sentence, names, found);
  read_keeping(sentence, names, found);
}

} // namespace handrail::playbook
