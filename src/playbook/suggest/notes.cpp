// "Required to add the reason in Technical Enablement notes", "a note with … at the beginning".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

void read_notes(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{
      Phrase("(enter|add|write|create) [(the|a|an|your)] <category> note with <begins> at [the] (beginning|start) "
             "[with] [detailed] <what>"),
      Phrase("(enter|add|write|create) [(the|a|an|your)] <category> note with <begins> at [the] (beginning|start)"),
      Phrase("<category> note (must|should|has to) begin with <begins>"),
      Phrase("(mandatory|required|need|needs|have|has) to (add|enter|list|document|give|state|put|provide) [the] "
             "<what> in [(the|a|an)] <category> (note|notes)"),
      Phrase("(enter|add|write|create) [(the|a|an|your)] <category> note "
             "(that|stating|saying|explaining|on|about|with) <what>"),
      Phrase(
          "(add|enter|document|list|write|put|state|give) [the] <what> in [(the|a|an|your)] <category> (note|notes)"),
      Phrase("<what> (must|should|has to) [be] "
             "(stand|listed|documented|added|entered|described|noted|recorded|written) in (a|an|the) <category> note"),
      Phrase("<what> is (required|mandatory) in (a|an|the) <category> note")};
  static const std::vector<Phrase> updates{Phrase("update [(the|your)] notes with [the] <what>")};
  std::optional<std::string> category;
  PhraseMatch match;
  if (const auto phrase = first_of(phrases, sentence.own)) {
    match = phrase->match;
    category = names.category(match["category"]);
  } else if (const auto update = first_of(updates, sentence.own)) {
    match = update->match;
    const auto& what = match["what"];
    category = names.category_about(std::string_view(what).substr(what.rfind(' ') + 1));
  }
  if (!category) return;
  std::string yaml = "note: {category: " + yaml_scalar(*category);
  if (!match["begins"].empty()) yaml += ", begins: " + yaml_scalar(match["begins"]);
  if (!match["what"].empty()) yaml += ", stating: " + yaml_scalar(match["what"]);
  found.push_back(suggestion(Suggestion::Place::requirement, "note", yaml + "}"));
}

} // namespace handrail::playbook
