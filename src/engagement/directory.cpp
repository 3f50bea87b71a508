#include "engagement/directory.h"

#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

bool is_role(const playbook::Role& role, std::string_view word) {
  const std::string wanted = text::lowered(text::trimmed(word));
  if (wanted == text::lowered(role.id.text()) || wanted == text::lowered(role.name)) return true;
  return std::any_of(role.aliases.begin(), role.aliases.end(),
                     [&](const std::string& alias) { return wanted == text::lowered(alias); });
}

void add_roles(const playbook::Workspace& workspace, std::string_view word, std::vector<RoleId>& roles) {
  for (const auto& role : workspace.roles)
    if (is_role(role, word) && std::find(roles.begin(), roles.end(), role.id) == roles.end()) roles.push_back(role.id);
}

std::string status_of_kind(const playbook::Workspace& workspace, playbook::TaskStatus::Kind kind) {
  for (const auto& status : workspace.task_statuses)
    if (status.kind == kind) return status.name;
  return {};
}

} // namespace

std::optional<Holder> holder_named(const playbook::Workspace& workspace, std::string_view name) {
  if (workspace.queue(name) != nullptr) return queue_holder(std::string(name));
  if (workspace.person(PersonId(name)) != nullptr) return person_holder(PersonId(name));
  for (const auto& person : workspace.people)
    if (person.name == name) return person_holder(person.id);
  return std::nullopt;
}

std::string name_of(const playbook::Workspace& workspace, const PersonId& id) {
  const auto* person = workspace.person(id);
  return person == nullptr || person->name.empty() ? id.text() : person->name;
}

std::string name_of(const playbook::Workspace& workspace, const Holder& holder) {
  return holder.kind == Holder::Kind::queue ? holder.id : name_of(workspace, PersonId(holder.id));
}

std::string name_of(const playbook::Workspace& workspace, const FieldId& id) {
  const auto* field = workspace.field(id);
  return field == nullptr || field->name.empty() ? id.text() : field->name;
}

std::string name_of(const playbook::Workspace& workspace, const RoleId& id) {
  const auto* role = workspace.role(id);
  return role == nullptr || role->name.empty() ? id.text() : role->name;
}

std::string name_of(const playbook::Workspace& workspace, const ServiceId& id) {
  const auto* service = workspace.service(id.text());
  return service == nullptr || service->name.empty() ? id.text() : service->name;
}

bool has_role(const playbook::Workspace& workspace, const Holder& holder, const RoleId& role) {
  if (holder.kind != Holder::Kind::person) return false;
  const auto* person = workspace.person(PersonId(holder.id));
  return person != nullptr && std::find(person->roles.begin(), person->roles.end(), role) != person->roles.end();
}

std::vector<RoleId> roles_named(const playbook::Workspace& workspace, std::string_view text) {
  std::vector<RoleId> roles;
  add_roles(workspace, text, roles); // some names hold the separators themselves
  if (!roles.empty()) return roles;
  while (!text.empty()) {
    const auto end = text.find_first_of("/;,&");
    add_roles(workspace, text.substr(0, end), roles);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return roles;
}

std::string initial_status(const playbook::Workspace& workspace) {
  return status_of_kind(workspace, playbook::TaskStatus::Kind::not_started);
}

std::string complete_status(const playbook::Workspace& workspace) {
  return status_of_kind(workspace, playbook::TaskStatus::Kind::complete);
}

std::string listed(const std::vector<std::string>& names, std::size_t at_most) {
  if (names.empty()) return "nobody";
  const std::size_t shown = std::min(names.size(), at_most);
  const std::size_t others = names.size() - shown;
  std::string all = names.front();
  for (std::size_t i = 1; i < shown; ++i) all += (i + 1 == shown && others == 0 ? " and " : ", ") + names[i];
  if (others != 0) all += fmt::format(" and {} other{}", others, others == 1 ? "" : "s");
  return all;
}

} // namespace handrail::engagement
