#include "playbook/workspace.h"

#include "core/text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

template <class Things, class Test>
auto find(const Things& things, Test test) {
  const auto found = std::find_if(things.begin(), things.end(), test);
  return found == things.end() ? nullptr : &*found;
}

} // namespace

const Person* Workspace::person(const PersonId& id) const {
  return find(people, [&](const Person& person) { return person.id == id; });
}

const Queue* Workspace::queue(std::string_view wanted) const {
  return find(queues, [&](const Queue& queue) { return queue.name == wanted; });
}

const AssignmentField* Workspace::field(const FieldId& id) const {
  return find(fields, [&](const AssignmentField& field) { return field.id == id; });
}

const TaskStatus* Workspace::task_status(std::string_view wanted) const {
  return find(task_statuses, [&](const TaskStatus& status) { return status.name == wanted; });
}

const Role* Workspace::role(const RoleId& id) const {
  return find(roles, [&](const Role& role) { return role.id == id; });
}

const NoteCategory* Workspace::note_category(std::string_view wanted) const {
  return find(note_categories, [&](const NoteCategory& category) { return category.name == wanted; });
}

const RequestKind* Workspace::request_kind(std::string_view id) const {
  return find(request_kinds, [&](const RequestKind& kind) { return kind.id == id; });
}

const TenantAttribute* Workspace::attribute(std::string_view id) const {
  return find(attributes, [&](const TenantAttribute& attribute) { return attribute.id == id; });
}

const MessageTemplate* Workspace::message(const TemplateId& id) const {
  return find(templates, [&](const MessageTemplate& message) { return message.id == id; });
}

const Service* Workspace::service(std::string_view word) const {
  const std::string wanted = text::lowered(word);
  return find(services, [&](const Service& service) {
    return text::lowered(service.id.text()) == wanted || text::lowered(service.name) == wanted ||
           find(service.aliases, [&](const std::string& alias) { return text::lowered(alias) == wanted; }) != nullptr;
  });
}

const Playbook* Model::playbook(const PlaybookId& id, const std::string& version) const {
  const auto newest = playbooks.find(id);
  if (newest != playbooks.end() && newest->second->version == version) return newest->second.get();
  const auto old = pinned.find({id, version});
  if (old != pinned.end()) return old->second.get();
  return newest == playbooks.end() ? nullptr : newest->second.get();
}

} // namespace handrail::playbook
