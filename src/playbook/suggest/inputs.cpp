// Key Inputs: "The … task is complete".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

void read_inputs(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{Phrase("task <id> ... is (complete|completed)"),
                                           Phrase("[the] <name> task is (complete|completed)")};
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase) return;
  std::string id;
  if (phrase->index == 0) {
    id = phrase->match["id"];
    if (!number_of(id)) return;
  } else {
    id = names.task_named(phrase->match["name"]).value_or("");
  }
  if (!id.empty())
    found.push_back(
        suggestion(Suggestion::Place::entry, "task", fmt::format("task: {{id: {}, status: Complete}}", id)));
}

} // namespace handrail::playbook
