#include "engagement/overtaking.h"

#include <algorithm>

namespace handrail::engagement {

namespace {

// One function for each command that replaces something; of two types that have none, nothing is overtaken.

template <class Replacing, class Other>
bool meets(const Replacing&, const Other&) {
  return false;
}

bool meets(const EditTenant& edit, const TenantEdited& other) {
  return (edit.name && other.name) || (edit.customer && other.customer) || (edit.services && other.services) ||
         std::any_of(edit.attributes.begin(), edit.attributes.end(),
                     [&](const auto& attribute) { return other.attributes.contains(attribute.first); });
}
bool meets(const EditContact& edit, const ContactEdited& other) { return edit.contact.id == other.contact.id; }
bool meets(const SetStatus&, const StatusSet&) { return true; }
bool meets(const SetNextAction&, const NextActionSet&) { return true; }

template <class Seat>
bool meets_seat(const Seat& command, const HolderAssigned& other) {
  return command.field == other.assignment.field && command.service == other.assignment.service;
}
template <class Seat>
bool meets_seat(const Seat& command, const HolderUnassigned& other) {
  return command.field == other.field && command.service == other.service;
}
bool meets(const Assign& command, const HolderAssigned& other) { return meets_seat(command, other); }
bool meets(const Assign& command, const HolderUnassigned& other) { return meets_seat(command, other); }
bool meets(const Unassign& command, const HolderAssigned& other) { return meets_seat(command, other); }
bool meets(const Unassign& command, const HolderUnassigned& other) { return meets_seat(command, other); }

bool meets(const Reassign& command, const HolderAssigned& other) { return meets_seat(command, other); }
bool meets(const Reassign& command, const HolderUnassigned& other) { return meets_seat(command, other); }

/// A command that leaves the engagement out means the one that has the task.
bool same_engagement(const EngagementId& named, const EngagementId& other) { return named.empty() || named == other; }

bool meets(const SetTask& command, const TaskSet& other) {
  return same_engagement(command.engagement, other.engagement) && command.task == other.task &&
         (!command.service || command.service == other.service);
}
bool meets(const TickItem& command, const ItemTicked& other) {
  return same_engagement(command.engagement, other.engagement) && command.item == other.item;
}
// An outcome takes and gives seats: whoever chose it saw who would go and who would come.
bool meets(const ChooseOutcome&, const HolderAssigned&) { return true; }
bool meets(const ChooseOutcome&, const HolderUnassigned&) { return true; }
bool meets(const ChooseOutcome& command, const OutcomeChosen& other) {
  return same_engagement(command.engagement, other.engagement);
}

bool meets(const DraftNote& command, const NoteDrafted& other) { return command.note == other.note; }
bool meets(const WriteNote& command, const NoteDrafted& other) { return command.note == other.note; }
bool meets(const CorrectTime& command, const TimeCorrected& other) { return command.entry == other.entry; }

} // namespace

bool overtakes(const Change& change, const Command& command) {
  return std::visit([](const auto& other, const auto& replacing) { return meets(replacing, other); }, change, command);
}

EditTenant changed_from(const TenantState& seen, EditTenant edit) {
  if (edit.name == seen.name) edit.name.reset();
  if (edit.customer == seen.customer) edit.customer.reset();
  if (edit.services == seen.services) edit.services.reset();
  std::erase_if(edit.attributes, [&](const auto& attribute) {
    const auto found = seen.attributes.find(attribute.first);
    return attribute.second == (found == seen.attributes.end() ? std::string() : found->second);
  });
  return edit;
}

} // namespace handrail::engagement
