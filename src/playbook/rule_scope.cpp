#include "playbook/rule_scope.h"

#include "core/text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

template <class Things, class Name>
KnownNames names_of(std::string noun, const Things& things, Name name) {
  KnownNames known{std::move(noun), {}};
  for (const auto& thing : things) known.names.push_back(name(thing));
  return known;
}

} // namespace

RuleScope rule_scope(const Workspace& workspace, const feel::Names& facts,
                     const std::vector<const Playbook*>& playbooks) {
  RuleScope scope{
      workspace,
      facts,
      names_of("playbook", playbooks, [](const Playbook* playbook) { return playbook->id.text(); }),
      {"task", {}},
      names_of("field", workspace.fields, [](const AssignmentField& field) { return field.id.text(); }),
      names_of("queue", workspace.queues, [](const Queue& queue) { return queue.name; }),
      names_of("note category", workspace.note_categories, [](const NoteCategory& category) { return category.name; }),
      names_of("template", workspace.templates, [](const MessageTemplate& message) { return message.id.text(); }),
      names_of("request kind", workspace.request_kinds, [](const RequestKind& kind) { return kind.id; }),
      names_of("task status", workspace.task_statuses, [](const TaskStatus& status) { return status.name; }),
      audiences(workspace),
      {"service", {}},
      {"fact that can be set", {"status", "next_action", "next_action_date"}}};
  for (const Service& service : workspace.services)
    if (!service.pseudo) scope.services.names.push_back(service.name);
  for (const TenantAttribute& attribute : workspace.attributes) scope.settable.names.push_back(attribute.id);
  for (const Playbook* playbook : playbooks)
    for (const Step& step : playbook->steps)
      for (const Task& task : step.tasks) scope.tasks.names.push_back(task.id.text());
  return scope;
}

PlaybookIndex::PlaybookIndex(const Playbook& whole) : playbook(whole) {
  const auto add = [&](const std::vector<ChecklistItem>& items) {
    for (const ChecklistItem& item : items) {
      checklist.emplace(item.id.text(), &item);
      checklist.emplace(folded_item(item.text), &item);
      checklist_words.names.push_back(item.text);
    }
  };
  for (const Step& step : whole.steps) {
    add(step.checklist);
    for (const Task& task : step.tasks) task_ids.names.push_back(task.id.text());
  }
  for (const Section& section : whole.sections) add(section.checklist);
}

std::string folded_item(std::string_view words) {
  std::string folded;
  for (const char c : text::lowered(text::trimmed(words))) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank)
      folded += c;
    else if (folded.back() != ' ')
      folded += ' ';
  }
  if (!folded.empty() && folded.back() == '.') folded.pop_back();
  return folded;
}

KnownNames audiences(const Workspace& workspace) {
  KnownNames known{"audience", workspace.contact_kinds};
  for (const Role& role : workspace.roles) known.names.push_back(role.name);
  return known;
}

const Role* role_named(const Workspace& workspace, std::string_view word) {
  const std::string wanted = text::lowered(word);
  for (const Role& role : workspace.roles) {
    const bool by_alias = std::any_of(role.aliases.begin(), role.aliases.end(),
                                      [&](const auto& alias) { return text::lowered(alias) == wanted; });
    if (by_alias || text::lowered(role.id.text()) == wanted || text::lowered(role.name) == wanted) return &role;
  }
  return nullptr;
}

std::optional<std::string> audience_named(const Workspace& workspace, std::string_view word) {
  const std::string wanted = text::lowered(word);
  for (const auto& kind : workspace.contact_kinds)
    if (text::lowered(kind) == wanted) return kind;
  if (const Role* role = role_named(workspace, word)) return role->name;
  return std::nullopt;
}

} // namespace handrail::playbook
