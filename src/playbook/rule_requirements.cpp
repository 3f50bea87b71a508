// Requirements: what must hold. docs/spec/rules.md, § rules-20 and following
#include "core/text.h"
#include "playbook/rule_parts.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

using yaml::Node;

/// Every checklist item of the playbook, whatever step or section it stands in.
std::vector<const ChecklistItem*> checklist_of(const Playbook& playbook) {
  std::vector<const ChecklistItem*> items;
  for (const Step& step : playbook.steps)
    for (const ChecklistItem& item : step.checklist) items.push_back(&item);
  for (const Section& section : playbook.sections)
    for (const ChecklistItem& item : section.checklist) items.push_back(&item);
  return items;
}

/// Lowered, with single blanks and without a full stop at the end: how an item's words are compared.
std::string folded(std::string_view words) {
  std::string result;
  for (const char c : text::lowered(text::trimmed(words))) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank)
      result += c;
    else if (result.back() != ' ')
      result += ' ';
  }
  if (!result.empty() && result.back() == '.') result.pop_back();
  return result;
}

} // namespace

std::optional<ChecklistItem> RuleParts::checklist_item(const Node& node) const {
  KnownNames known{"checklist item", {}};
  for (const ChecklistItem* item : checklist_of(playbook_)) {
    if (item->id.text() == node.text() || folded(item->text) == folded(node.text())) return *item;
    known.names.push_back(item->text);
  }
  auto unknown = unknown_name(node, node.place(), node.text(), known);
  if (known.names.empty()) unknown.hint = "this playbook has no checklist items; write one as “- [ ] …”";
  findings_.push_back(std::move(unknown));
  return std::nullopt;
}

std::optional<std::string> RuleParts::status(const Node& node) const {
  KnownNames known{"task status", {}};
  for (const TaskStatus& status : scope_.workspace.task_statuses) known.names.push_back(status.name);
  if (!expect_known(node, known, findings_)) return std::nullopt;
  return node.text();
}

void RuleParts::required_assignments(const Node& node, const RuleSource& source, std::vector<Requirement>& all) const {
  const bool primary = node.at("primary").as_boolean().value_or(false);
  const std::size_t before = all.size();
  bool wrong = false;
  for (const Node& item : node.items()) {
    if (item.key() == "primary") continue;
    const auto field_id = field(item);
    if (!field_id) {
      wrong = true;
      continue;
    }
    RequiredAssignment assignment{*field_id, primary, item.text() == "somebody else", std::nullopt};
    if (item.text() != "anyone" && !assignment.not_actor) assignment.holder = holder(item, *field_id, true);
    all.push_back({source, std::move(assignment)});
  }
  if (all.size() == before && !wrong)
    add(node, node.place(), "yaml-missing-key", "“assigned” names no field",
        "write FIELD: anyone, or who must hold it");
}

void RuleParts::requirement(const Node& item, bool about_task, std::vector<Requirement>& all) const {
  RuleSource source = this->source(item, item.place());
  const auto known = [&](std::string noun, const auto& things, auto name) {
    KnownNames names{std::move(noun), {}};
    for (const auto& thing : things) names.names.push_back(name(thing));
    return names;
  };
  if (item.find("otherwise") != nullptr && item.find("that") == nullptr)
    add(item, item.at("otherwise").key_place(), "rule-otherwise",
        "“otherwise” belongs to “that”; any other requirement explains itself", "take it away");
  if (const Node* note = item.find("note"); note != nullptr && note->is_map()) {
    const auto categories =
        known("note category", scope_.workspace.note_categories, [](const auto& c) { return c.name; });
    if (!expect_known(note->at("category"), categories, findings_)) return;
    const std::string category = note->at("category").text();
    const bool about = about_task && scope_.workspace.note_category(category)->about_task;
    all.push_back(
        {std::move(source), RequiredNote{category, note->at("begins").text(), note->at("stating").text(), about}});
  } else if (const Node* email = item.find("email")) {
    const auto templates = known("template", scope_.workspace.templates, [](const auto& t) { return t.id.text(); });
    if (expect_known(*email, templates, findings_))
      all.push_back({std::move(source), RequiredEmail{TemplateId(email->text())}});
  } else if (const Node* call = item.find("call")) {
    all.push_back({std::move(source), RequiredMeeting{"call", call->text()}});
  } else if (const Node* meeting = item.find("meeting")) {
    all.push_back({std::move(source), RequiredMeeting{"meeting", meeting->text()}});
  } else if (const Node* check = item.find("check"); check != nullptr && check->is_scalar()) {
    const auto found = checklist_item(*check);
    if (!found) return;
    // An item is a sentence of the document: a rule that names it has cited it.
    if (source.cites.empty()) source.cites.push_back({found->text, check->place(), found->at});
    all.push_back({std::move(source), RequiredCheck{found->id}});
  } else if (const Node* task = item.find("task")) {
    const Node& id = task->is_map() ? task->at("id") : *task;
    if (!expect_known(id, scope_.tasks, findings_)) return;
    std::string wanted;
    for (const TaskStatus& status : scope_.workspace.task_statuses)
      if (wanted.empty() && status.kind == TaskStatus::Kind::complete) wanted = status.name;
    if (task->find("status") != nullptr) wanted = status(task->at("status")).value_or(wanted);
    all.push_back({std::move(source), RequiredTask{TaskId(id.text()), wanted}});
  } else if (const Node* assigned = item.find("assigned"); assigned != nullptr && assigned->is_map()) {
    required_assignments(*assigned, source, all);
  } else if (const Node* request = item.find("request")) {
    const auto kinds = known("request kind", scope_.workspace.request_kinds, [](const auto& k) { return k.id; });
    if (expect_known(*request, kinds, findings_)) all.push_back({std::move(source), RequiredRequest{request->text()}});
  } else if (const Node* that = item.find("that")) {
    if (auto fact = condition(*that))
      all.push_back({std::move(source), RequiredFact{std::move(*fact), item.at("otherwise").text()}});
  }
}

std::vector<Requirement> RuleParts::requirements(const Node& list, bool about_task) const {
  std::vector<Requirement> all;
  if (!list.is_sequence()) return all;
  for (const Node& item : list.items())
    if (item.is_map()) requirement(item, about_task, all);
  return all;
}

} // namespace handrail::playbook
