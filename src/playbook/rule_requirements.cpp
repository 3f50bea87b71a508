// Requirements: what must hold. docs/spec/rules.md, § rules-20 and following
#include "playbook/rule_parts.h"

namespace handrail::playbook {

namespace {

using yaml::Node;

std::optional<ChecklistItem> checklist_item(const Node& node, const RuleParts& parts) {
  const auto& checklist = parts.index().checklist;
  auto found = checklist.find(node.text());
  if (found == checklist.end()) found = checklist.find(folded_item(node.text()));
  if (found != checklist.end()) return *found->second;
  const KnownNames& known = parts.index().checklist_words;
  auto unknown = unknown_name(node, node.place(), node.text(), known, parts.findings());
  if (known.names.empty()) unknown.hint = "this playbook has no checklist items; write one as “- [ ] …”";
  parts.add(std::move(unknown));
  return std::nullopt;
}

// Each of these reads the value of one key of a requirement into as many requirements as it makes.
using Requirements = std::vector<Requirement>;

void read_note(const Node& note, const RuleParts& parts, bool about_task, const RuleSource& source, Requirements& all) {
  if (auto required = read_required_note(note, parts, about_task)) all.push_back({source, std::move(*required)});
}

void read_email(const Node& email, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  if (parts.is_known(email, parts.scope().templates)) all.push_back({source, RequiredEmail{TemplateId(email.text())}});
}

void read_check(const Node& check, const RuleParts& parts, RuleSource source, Requirements& all) {
  if (!check.is_scalar()) return;
  const auto item = checklist_item(check, parts);
  if (!item) return;
  // An item is a sentence of the document: a rule that names it has cited it (§ rules-11).
  if (source.cites.empty()) source.cites.push_back({item->text, check.place(), item->at});
  all.push_back({std::move(source), RequiredCheck{item->id}});
}

void read_task(const Node& task, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  const Node& id = task.is_map() ? task.at("id") : task;
  if (!parts.is_known(id, parts.scope().tasks)) return;
  std::string wanted;
  for (const TaskStatus& status : parts.workspace().task_statuses)
    if (wanted.empty() && status.kind == TaskStatus::Kind::complete) wanted = status.name;
  if (task.find("status") != nullptr) wanted = parts.status(task.at("status")).value_or(wanted);
  all.push_back({source, RequiredTask{TaskId(id.text()), wanted}});
}

void read_assigned(const Node& assigned, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  const bool primary = assigned.at("primary").as_boolean().value_or(false);
  bool names_a_field = false;
  for (const Node& item : assigned.items()) {
    if (item.key() == "primary") continue;
    names_a_field = true;
    const auto field = parts.field(item);
    if (!field) continue;
    RequiredAssignment assignment{*field, primary, item.text() == "somebody else", std::nullopt};
    if (item.text() != "anyone" && !assignment.not_actor) assignment.holder = parts.holder(item, *field, true);
    all.push_back({source, std::move(assignment)});
  }
  if (!names_a_field)
    parts.add(assigned, assigned.place(), "yaml-missing-key", "“assigned” names no field",
              "write FIELD: anyone, or who must hold it");
}

void read_request(const Node& request, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  if (parts.is_known(request, parts.scope().request_kinds)) all.push_back({source, RequiredRequest{request.text()}});
}

void read_requirement(const Node& item, const RuleParts& parts, bool about_task, Requirements& all) {
  const RuleSource source = parts.source(item, item.place());
  if (item.find("otherwise") != nullptr && item.find("that") == nullptr)
    parts.add(item, item.at("otherwise").key_place(), "rule-otherwise",
              "“otherwise” belongs to “that”; any other requirement explains itself", "take it away");
  for (const Node& value : item.items()) {
    if (value.key() == "note") read_note(value, parts, about_task, source, all);
    if (value.key() == "email") read_email(value, parts, source, all);
    if (value.key() == "call" || value.key() == "meeting")
      all.push_back({source, RequiredMeeting{value.key(), value.text()}});
    if (value.key() == "check") read_check(value, parts, source, all);
    if (value.key() == "task") read_task(value, parts, source, all);
    if (value.key() == "assigned") read_assigned(value, parts, source, all);
    if (value.key() == "request") read_request(value, parts, source, all);
    if (auto timed = read_time_requirement(value, parts, source)) all.push_back(std::move(*timed));
    if (value.key() == "that")
      if (auto fact = parts.condition(value))
        all.push_back({source, RequiredFact{std::move(*fact), item.at("otherwise").text()}});
  }
}

} // namespace

std::optional<RequiredNote> read_required_note(const Node& note, const RuleParts& parts, bool about_task) {
  if (!parts.is_known(note.at("category"), parts.scope().note_categories)) return std::nullopt;
  const std::string& category = note.at("category").text();
  const bool about = about_task && parts.workspace().note_category(category)->about_task;
  return RequiredNote{category, note.at("begins").text(), note.at("stating").text(), about};
}

std::vector<Requirement> read_requirements(const Node& list, const RuleParts& parts, bool about_task) {
  std::vector<Requirement> all;
  if (!list.is_sequence()) return all;
  for (const Node& item : list.items())
    if (item.is_map()) read_requirement(item, parts, about_task, all);
  return all;
}

} // namespace handrail::playbook
