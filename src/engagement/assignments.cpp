#include "engagement/assignments.h"

#include "engagement/checks.h"
#include "engagement/directory.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

Reason field_reason(std::string message, std::string paragraph, std::vector<FactRead> facts, std::string remedy) {
  Reason reason;
  reason.rule = RuleKind::field;
  reason.message = std::move(message);
  reason.paragraph = std::move(paragraph);
  reason.facts = std::move(facts);
  reason.remedies.push_back({std::move(remedy), {}});
  reason.lasting = true;
  return reason;
}

std::optional<Reason> refused_queue(const playbook::AssignmentField& field, const std::string& queue) {
  if (std::find(field.queues.begin(), field.queues.end(), queue) != field.queues.end()) return std::nullopt;
  return field_reason(
      fmt::format("{} cannot stand in the {} field.", queue, field.name), "§ engagement-12",
      {{"queues of " + field.name, field.queues.empty() ? "none" : listed(field.queues, 12), "workspace.yaml"}},
      field.queues.empty() ? "Assign a person instead." : "Choose one of the queues that may.");
}

std::optional<Reason> refused_person(const playbook::AssignmentField& field, const PersonId& id,
                                     const playbook::Workspace& workspace) {
  const auto* person = workspace.person(id);
  const std::string name = name_of(workspace, id);
  if (field.partner && (person == nullptr || person->partner.empty()))
    return field_reason(
        fmt::format("{} is held by a partner's own people, and {} is not one of them.", field.name, name),
        "§ engagement-12", {{name, "no partner", "people.yaml"}}, "Choose somebody of the partner.");
  if (field.people.empty() || person == nullptr) return std::nullopt;
  const bool fits = std::any_of(person->roles.begin(), person->roles.end(), [&](const RoleId& role) {
    return std::find(field.people.begin(), field.people.end(), role) != field.people.end();
  });
  if (fits) return std::nullopt;
  std::vector<std::string> wanted, theirs;
  for (const auto& role : field.people) wanted.push_back(name_of(workspace, role));
  for (const auto& role : person->roles) theirs.push_back(name_of(workspace, role));
  return field_reason(
      fmt::format("{} cannot stand in the {} field, which is for {}.", name, field.name, listed(wanted)),
      "§ engagement-12", {{"roles of " + name, theirs.empty() ? "none" : listed(theirs), "people.yaml"}},
      "Choose somebody with that role.");
}

} // namespace

Result<const playbook::AssignmentField*> known_field(const FieldId& id, const playbook::Workspace& workspace) {
  if (const auto* field = workspace.field(id)) return field;
  std::vector<std::string> known;
  for (const auto& one : workspace.fields) known.push_back(one.id.text());
  return unknown("field", "assignment field", id.text(), known);
}

Result<void> check_holder(const Holder& holder, const playbook::Workspace& workspace) {
  const bool is_queue = holder.kind == Holder::Kind::queue;
  if (is_queue ? workspace.queue(holder.id) != nullptr : workspace.person(PersonId(holder.id)) != nullptr) return {};
  std::vector<std::string> known;
  if (is_queue)
    for (const auto& queue : workspace.queues) known.push_back(queue.name);
  else
    for (const auto& person : workspace.people) known.push_back(person.id.text());
  return unknown("holder", is_queue ? "queue" : "person", holder.id, known);
}

Result<std::optional<ServiceId>> known_service(const std::optional<ServiceId>& named,
                                               const playbook::Workspace& workspace) {
  if (!named) return std::optional<ServiceId>();
  if (const auto* service = workspace.service(named->text())) return std::optional<ServiceId>(service->id);
  std::vector<std::string> known;
  for (const auto& one : workspace.services) known.push_back(one.name);
  return unknown("service", "service", named->text(), known);
}

std::optional<Reason> refused_by_field(const playbook::AssignmentField& field, const Holder& holder,
                                       const std::optional<ServiceId>& service, const playbook::Workspace& workspace) {
  if (service ? !field.service_level : !field.tenant_level)
    return field_reason(
        fmt::format("{} is held for {} only.", field.name, service ? "the whole tenant" : "single services"),
        "§ engagement-11", {{"levels of " + field.name, service ? "tenant" : "service", "workspace.yaml"}},
        service ? "Assign for the whole tenant." : "Name the service.");
  return holder.kind == Holder::Kind::queue ? refused_queue(field, holder.id)
                                            : refused_person(field, PersonId(holder.id), workspace);
}

void put_in(const Assignment& assignment, Deciding& deciding, const std::optional<Because>& because) {
  const auto* present = deciding.state().assignment(assignment.field, assignment.holder, assignment.service);
  if (present != nullptr && (present->primary || !assignment.primary)) return;
  deciding.add(HolderAssigned{assignment}, because);
}

void take_out(const FieldId& field, const Holder& holder, Deciding& deciding, const std::optional<Because>& because) {
  const auto all = deciding.state().assignments;
  for (const auto& one : all)
    if (one.field == field && one.holder == holder) deciding.add(HolderUnassigned{field, holder, one.service}, because);
}

void collect_lost_primaries(Deciding& deciding, std::vector<Reason>& reasons) {
  for (const auto& field : deciding.workspace.fields) {
    if (!field.primary_required) continue;
    const auto* was = deciding.before.primary(field.id);
    if (was == nullptr || deciding.state().primary(field.id) != nullptr) continue;
    std::vector<std::string> others;
    Assign successor;
    successor.field = field.id;
    successor.primary = true;
    for (const auto& one : deciding.state().assignments) {
      if (one.field != field.id || one.service) continue;
      if (others.empty()) successor.holder = one.holder;
      others.push_back(name_of(deciding.workspace, one.holder));
    }
    Reason reason;
    reason.rule = RuleKind::primary;
    reason.paragraph = "§ engagement-13";
    reason.message = fmt::format(
        "{} the primary {}, and {} must not be left without one.",
        was->holder == person_holder(deciding.actor.id) ? "You are" : name_of(deciding.workspace, was->holder) + " is",
        field.name, deciding.before.name);
    reason.facts = {{"primary " + field.name, name_of(deciding.workspace, was->holder), "the tenant's assignments"},
                    {"others in " + field.name, listed(others), "the tenant's assignments"}};
    reason.remedies = {{others.empty() ? fmt::format("Make somebody else the primary {} first.", field.name)
                                       : fmt::format("Make {} the primary {} first.", others.front(), field.name),
                        successor}};
    reasons.push_back(std::move(reason));
  }
}

} // namespace handrail::engagement
