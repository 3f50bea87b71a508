// Requirements of rules, checked: each that is not met becomes a reason with what is missing and the way to it.
#pragma once

#include "engagement/deciding.h"
#include "playbook/playbook.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// What a rule stands on, for checking it and for speaking of it.
struct Ground {
  const playbook::Playbook& book;
  EngagementId engagement;
  TaskId task;         ///< the task it is about; empty for entry, exit and forbid
  std::string subject; ///< "3713 Customer Declined", "Closing this engagement": what needs it
  std::optional<ServiceId> service = std::nullopt; ///< of a task that is done once per service
  std::string deed = "be completed";               ///< what cannot be done to the subject when an effect fails
};

/// The reason why a requirement is not met; empty when it is, or when it does not apply.
std::optional<Reason> unmet(const playbook::Requirement& requirement, const Ground& ground, Deciding& deciding,
                            RuleKind rule = RuleKind::requires_);

/// Adds every requirement that is not met.
void collect_unmet(const std::vector<playbook::Requirement>& requirements, const Ground& ground, Deciding& deciding,
                   RuleKind rule, std::vector<Reason>& reasons);

/// "3713 Customer Declined", or the id alone of a task the playbook does not have.
std::string label_of(const playbook::Playbook& book, const TaskId& task);
/// The words of a checklist item, in steps and in other sections; null when the playbook has no such item.
const playbook::ChecklistItem* find_item(const playbook::Playbook& book, const ChecklistItemId& item);

/// Does the note answer what is required of it, its category aside?
bool answers(const Note& note, const playbook::RequiredNote& required);
/// Are they the same words, white space around them and case aside?
bool same_words(std::string_view left, std::string_view right);

/// Does a note begin with these words? White space and Markdown's marks before them do not count, nor does case.
bool note_begins(std::string_view text, std::string_view words);

} // namespace handrail::engagement
