// "Do not remove yourself until the tenant sits in …".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

namespace {

/// What has to hold first: that a queue holds the tenant, or that a task is complete.
std::optional<std::string> condition(const SentenceInPlace& sentence, const std::string& until,
                                     const SuggestedNames& names) {
  static const Phrase a_task("task <id> [has] [been] [is] [set] [to] (complete|completed)");
  static const Phrase any_queue("(queue|queues)");
  const SentenceWords words{until};
  if (const auto match = a_task.find(words))
    if (number_of((*match)["id"])) return fmt::format("task: {{id: {}, status: Complete}}", (*match)["id"]);
  std::vector<std::string> queues;
  if (const auto holder = names.holder(until); names.is_queue(holder)) queues.push_back(holder);
  if (queues.empty() && any_queue.find(words)) queues = sentence.queues;
  const auto who = names.one_of_queues(queues);
  if (!who) return std::nullopt;
  const auto field = names.field_for(queues.front(), "");
  if (field.empty()) return std::nullopt;
  return fmt::format("assigned: {{{}: {}, primary: true}}", yaml_scalar(field),
                     who->starts_with("= ") ? *who : yaml_scalar(*who));
}

} // namespace

void read_waiting(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{
      Phrase("(do not|should not|must not|may not|cannot|never|does not) (remove|unassign) <who> ... until <what>"),
      Phrase("(do not|should not|must not|may not|cannot|never|does not) leave ... until <what>")};
  const auto phrase = first_of(phrases, sentence.own);
  if (!phrase) return;
  auto field = names.field(sentence.own.text);
  const auto until = condition(sentence, phrase->match["what"], names);
  if (!until) return;
  if (!field) return;
  found.push_back(suggestion(Suggestion::Place::forbid, "forbid",
                             fmt::format("unassign: {{{}: me}}\nuntil:\n  - {}\notherwise: {}", yaml_scalar(*field),
                                         *until, yaml_scalar("Wait until " + phrase->match["what"] + "."))));
}

} // namespace handrail::playbook
