// Registering and editing a tenant, its contacts, its status and its next action.
#include "engagement/assignments.h"
#include "engagement/attributes.h"
#include "engagement/checks.h"
#include "engagement/directory.h"
#include "engagement/handlers.h"
#include "engagement/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

Result<void> check_contact(const Contact& contact, const playbook::Workspace& workspace) {
  HANDRAIL_CHECK(check_id(contact.id.text(), "contact"));
  HANDRAIL_CHECK(check_line(contact.name, "name", limits::name, Blank::refused));
  HANDRAIL_CHECK(check_email(contact.email, "email"));
  const auto& kinds = workspace.contact_kinds;
  if (std::find(kinds.begin(), kinds.end(), contact.kind) != kinds.end()) return {};
  return unknown("kind", "kind of contact", contact.kind, kinds);
}

/// The attributes in the one way of writing. A required one may not be cleared.
Result<std::map<std::string, std::string>> checked_attributes(const std::map<std::string, std::string>& given,
                                                              const playbook::Workspace& workspace) {
  HANDRAIL_CHECK(check_count(given.size(), "attributes", limits::attributes));
  std::map<std::string, std::string> checked;
  for (const auto& [id, value] : given) {
    HANDRAIL_TRY(checked[id], attribute_text(workspace, id, value));
    const auto* attribute = workspace.attribute(id);
    if (checked[id].empty() && attribute->required)
      return invalid(id, fmt::format("{} must be filled in on every tenant", attribute->name));
  }
  return checked;
}

Result<void> check_required_attributes(const std::map<std::string, std::string>& given,
                                       const playbook::Workspace& workspace) {
  for (const auto& attribute : workspace.attributes)
    if (attribute.required && !given.contains(attribute.id))
      return invalid(attribute.id, fmt::format("{} must be filled in on every tenant", attribute.name), "Fill it in.");
  return {};
}

Verdict seat(const Assignment& assignment, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  HANDRAIL_TRY(const auto* field, known_field(assignment.field, workspace));
  HANDRAIL_CHECK(check_holder(assignment.holder, workspace));
  HANDRAIL_TRY(auto service, known_service(assignment.service, workspace));
  if (auto reason = refused_by_field(*field, assignment.holder, service, workspace)) return refused(std::move(*reason));
  put_in({field->id, assignment.holder, std::move(service), assignment.primary}, deciding);
  return allowed();
}

} // namespace

Verdict handle(const RegisterTenant& command, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  if (deciding.before.is_registered())
    return Error{ErrorCode::conflict, fmt::format("the tenant {} is registered already", command.tenant.text()),
                 "tenant", "Choose another id, or edit the tenant."};
  if (auto reason = refused_to_register(workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.tenant.text(), "tenant"));
  HANDRAIL_CHECK(check_line(command.name, "name", limits::name, Blank::refused));
  HANDRAIL_CHECK(check_line(command.customer, "customer", limits::name));
  HANDRAIL_CHECK(check_count(command.contacts.size(), "contacts", limits::contacts));
  HANDRAIL_CHECK(check_count(command.assignments.size(), "assignments", limits::assignments));
  HANDRAIL_TRY(auto services, checked_services(workspace, command.services));
  HANDRAIL_TRY(auto attributes, checked_attributes(command.attributes, workspace));
  std::erase_if(attributes, [](const auto& one) { return one.second.empty(); });
  HANDRAIL_CHECK(check_required_attributes(attributes, workspace));
  for (const auto& contact : command.contacts) HANDRAIL_CHECK(check_contact(contact, workspace));

  const std::string status = workspace.statuses.empty() ? "" : workspace.statuses.front();
  deciding.add(TenantRegistered{command.tenant, command.name, command.customer, status, std::move(services),
                                std::move(attributes)});
  for (const auto& assignment : command.assignments) {
    HANDRAIL_TRY(auto reasons, seat(assignment, deciding));
    if (!reasons.empty()) return reasons;
  }
  for (const auto& contact : command.contacts) {
    if (deciding.state().contact(contact.id) != nullptr)
      return invalid("contacts", fmt::format("two contacts have the id {}", contact.id.text()));
    deciding.add(ContactAdded{contact});
  }
  return allowed();
}

Verdict handle(const EditTenant& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  TenantEdited edited;
  if (command.name) {
    HANDRAIL_CHECK(check_line(*command.name, "name", limits::name, Blank::refused));
    if (*command.name != state.name) edited.name = command.name;
  }
  if (command.customer) {
    HANDRAIL_CHECK(check_line(*command.customer, "customer", limits::name));
    if (*command.customer != state.customer) {
      if (auto reason = refused_to_change_customer(state, deciding.workspace, deciding.actor))
        return refused(std::move(*reason));
      edited.customer = command.customer;
    }
  }
  if (command.services) {
    HANDRAIL_TRY(auto services, checked_services(deciding.workspace, *command.services));
    if (services != state.services) edited.services = std::move(services);
  }
  HANDRAIL_TRY(auto attributes, checked_attributes(command.attributes, deciding.workspace));
  for (const auto& [id, value] : attributes) {
    const auto present = state.attributes.find(id);
    if (value != (present == state.attributes.end() ? "" : present->second)) edited.attributes[id] = value;
  }
  if (edited.name || edited.customer || edited.services || !edited.attributes.empty()) deciding.add(std::move(edited));
  return allowed();
}

Verdict handle(const AddContact& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_contact(command.contact, deciding.workspace));
  HANDRAIL_CHECK(check_count(state.contacts.size() + 1, "contacts", limits::contacts));
  if (state.contact(command.contact.id) != nullptr)
    return Error{ErrorCode::conflict, fmt::format("the contact {} is there already", command.contact.id.text()),
                 "contact", ""};
  deciding.add(ContactAdded{command.contact});
  return allowed();
}

Verdict handle(const EditContact& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_contact(command.contact, deciding.workspace));
  const auto* present = state.contact(command.contact.id);
  if (present == nullptr)
    return Error{ErrorCode::not_found, fmt::format("{} has no contact {}", state.name, command.contact.id.text()),
                 "contact", ""};
  if (*present != command.contact) deciding.add(ContactEdited{command.contact});
  return allowed();
}

Verdict handle(const SetStatus& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  const auto& known = deciding.workspace.statuses;
  if (std::find(known.begin(), known.end(), command.status) == known.end())
    return unknown("status", "status", command.status, known);
  if (state.status != command.status) deciding.add(StatusSet{command.status});
  return allowed();
}

Result<void> check_next_action(const NextAction& next_action, const playbook::Workspace& workspace) {
  HANDRAIL_CHECK(check_text(next_action.text, "next_action", limits::next_action));
  if (!next_action.owner || workspace.person(*next_action.owner) != nullptr) return {};
  std::vector<std::string> known;
  for (const auto& person : workspace.people) known.push_back(person.id.text());
  return unknown("owner", "person", next_action.owner->text(), known);
}

Verdict handle(const SetNextAction& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_next_action(command.next_action, deciding.workspace));
  if (state.next_action != command.next_action) deciding.add(NextActionSet{command.next_action});
  return allowed();
}

} // namespace handrail::engagement
