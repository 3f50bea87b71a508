// Requirements: what must hold. docs/spec/rules.md, § rules-20 and following
#include "playbook/rule_parts.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>

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
  std::optional<ServiceId> service;
  if (task.find("service") != nullptr) service = parts.service(task.at("service"));
  all.push_back({source, RequiredTask{TaskId(id.text()), wanted, std::move(service)}});
}

/// A role narrows who may be meant; it says nothing of a holder who is named.
void expect_role_fits(const Node& node, const RequiredAssignment& assignment, const RuleParts& parts) {
  const std::string role = parts.workspace().role(*assignment.role)->name;
  if (assignment.holder)
    return parts.add(
        node, node.place(), "holder-not-allowed",
        fmt::format("the holder of the field {} is named, and not by the role {}", assignment.field.text(), role),
        "write FIELD: anyone, or leave out “role”");
  const auto& people = parts.workspace().field(assignment.field)->people;
  if (people.empty() || std::find(people.begin(), people.end(), *assignment.role) != people.end()) return;
  std::vector<std::string> roles;
  for (const RoleId& id : people) roles.push_back(id.text());
  parts.add(node, node.place(), "holder-not-allowed",
            fmt::format("people with the role {} may not stand in the field {}", role, assignment.field.text()),
            "it is for people with the role " + yaml::alternatives(roles));
}

void read_assigned(const Node& assigned, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  const bool primary = assigned.at("primary").as_boolean().value_or(false);
  std::optional<RoleId> role;
  if (const Node* named = assigned.find("role")) role = parts.role(*named);
  bool names_a_field = false;
  for (const Node& item : assigned.items()) {
    if (item.key() == "primary" || item.key() == "role") continue;
    names_a_field = true;
    const auto field = parts.field(item);
    if (!field) continue;
    RequiredAssignment assignment{*field, primary, item.text() == "somebody else", role, std::nullopt};
    if (item.text() != "anyone" && !assignment.not_actor) assignment.holder = parts.holder(item, *field, true);
    if (role) expect_role_fits(assigned.at("role"), assignment, parts);
    all.push_back({source, std::move(assignment)});
  }
  if (!names_a_field)
    parts.add(assigned, assigned.place(), "yaml-missing-key", "“assigned” names no field",
              "write FIELD: anyone, or who must hold it");
}

void read_request(const Node& request, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  if (parts.is_known(request, parts.scope().request_kinds)) all.push_back({source, RequiredRequest{request.text()}});
}

/// What a number is called where its author does not say: the attribute's name for `tenant.seats`.
std::string label_of(const std::string& formula, const Workspace& workspace) {
  constexpr std::string_view prefix = "tenant.";
  if (formula.rfind(prefix, 0) == 0)
    if (const TenantAttribute* attribute = workspace.attribute(formula.substr(prefix.size()))) return attribute->name;
  return formula;
}

/// § rules-33
void read_total(const Node& total, const RuleParts& parts, const RuleSource& source, const std::string& otherwise,
                Requirements& all) {
  RequiredTotal required;
  required.otherwise = otherwise;
  for (const Node& item : total.at("of").items())
    if (auto formula = parts.number(item)) required.of.push_back({item.key(), std::move(*formula)});
  if (total.at("of").is_map() && total.at("of").items().empty())
    parts.add(total, total.at("of").place(), "empty-list", "a total of nothing says nothing", "name its numbers");
  auto equals = parts.number(total.at("equals"));
  if (!equals) return;
  std::string label = label_of(equals->text, parts.workspace());
  required.equals = {std::move(label), std::move(*equals)};
  all.push_back({source, std::move(required)});
}

/// § rules-34
void read_by(const Node& by, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  const Node& other = by.at("other_than");
  if (const Node* task = other.find("task"); task != nullptr && parts.is_known(*task, parts.scope().tasks))
    all.push_back({source, RequiredOther{TaskId(task->text()), {}}});
  if (const Node* request = other.find("request");
      request != nullptr && parts.is_known(*request, parts.scope().request_kinds))
    all.push_back({source, RequiredOther{{}, request->text()}});
}

/// § rules-35
void read_told(const Node& told, const RuleParts& parts, const RuleSource& source, Requirements& all) {
  if (!told.at("who").is_scalar()) return;
  const auto audience = audience_named(parts.workspace(), told.at("who").text());
  if (!audience)
    return parts.add(unknown_name(told.at("who"), told.at("who").place(), told.at("who").text(),
                                  parts.scope().audiences, parts.findings()));
  RequiredTold required;
  required.who = *audience;
  const auto& kinds = parts.workspace().contact_kinds;
  required.is_role = std::find(kinds.begin(), kinds.end(), *audience) == kinds.end();
  const auto ways = yaml::texts(told.at("by"));
  const auto is_way = [&](std::string_view way) {
    return ways.empty() || std::find(ways.begin(), ways.end(), way) != ways.end();
  };
  required.email = is_way("email");
  required.call = is_way("call");
  required.meeting = is_way("meeting");
  if (const Node* message = told.find("template")) {
    if (!parts.is_known(*message, parts.scope().templates)) return;
    required.message = TemplateId(message->text());
    if (!required.email)
      parts.add(told, message->key_place(), "told-template", "a template is of use only where an e-mail counts",
                "add email to “by”, or take the template away");
    if (const auto* known = parts.workspace().message(required.message); known->audience != required.who)
      parts.add(told, message->place(), "told-template",
                fmt::format("the template “{}” is for the {}, not for the {}", message->text(), known->audience,
                            required.who),
                "name a template for them, or correct who must be told");
  }
  all.push_back({source, std::move(required)});
}

void read_requirement(const Node& item, const RuleParts& parts, bool about_task, Requirements& all) {
  const RuleSource source = parts.source(item, item.place());
  if (item.find("otherwise") != nullptr && item.find("that") == nullptr && item.find("total") == nullptr)
    parts.add(item, item.at("otherwise").key_place(), "rule-otherwise",
              "“otherwise” belongs to “that” and “total”; any other requirement explains itself", "take it away");
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
    if (value.key() == "total") read_total(value, parts, source, item.at("otherwise").text(), all);
    if (value.key() == "by") read_by(value, parts, source, all);
    if (value.key() == "told") read_told(value, parts, source, all);
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
