// Effects: what completing does. docs/spec/rules.md, § rules-40 and following
#include "playbook/rule_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

using yaml::Node;

std::vector<std::string> choices_of(const Workspace& workspace, const std::string& fact) {
  if (fact == "status") return workspace.statuses;
  const TenantAttribute* attribute = workspace.attribute(fact);
  return attribute == nullptr ? std::vector<std::string>{} : attribute->choices;
}

// Each of these reads the value of one key of an effect into as many effects as it makes.
using Effects = std::vector<Effect>;

void read_assign(const Node& assign, const RuleParts& parts, const RuleSource& source, Effects& all) {
  const bool primary = assign.at("primary").as_boolean().value_or(false);
  for (const Node& item : assign.items()) {
    if (item.key() == "primary") continue;
    const auto field = parts.field(item);
    if (!field) continue;
    if (auto who = parts.holder(item, *field, false))
      all.push_back({source, EffectAssign{*field, std::move(*who), primary}});
  }
}

void read_unassign(const Node& unassign, const RuleParts& parts, const RuleSource& source, Effects& all) {
  for (const Node& item : unassign.items()) {
    const auto field = parts.field(item);
    if (!field) continue;
    if (auto who = parts.holder(item, *field, false)) all.push_back({source, EffectUnassign{*field, std::move(*who)}});
  }
}

void read_keep(const Node& keep, const RuleParts& parts, const RuleSource& source, Effects& all) {
  EffectKeep kept;
  if (keep.is_scalar() && parts.is_known(keep, parts.scope().fields)) kept.fields.emplace_back(keep.text());
  for (const Node& item : keep.items())
    if (parts.is_known(item, parts.scope().fields)) kept.fields.emplace_back(item.text());
  all.push_back({source, std::move(kept)});
}

void read_set(const Node& set, const RuleParts& parts, const RuleSource& source, Effects& all) {
  const KnownNames& known = parts.scope().settable;
  const feel::Type* tenant = parts.scope().facts.find("tenant");
  for (const Node& item : set.items()) {
    if (!known.has(item.key())) {
      auto unknown = unknown_name(item, item.key_place(), item.key(), known, parts.findings());
      unknown.code = "unknown-fact";
      parts.add(std::move(unknown));
      continue;
    }
    auto formula = parts.formula_or_choice(item, choices_of(parts.workspace(), item.key()));
    if (!formula) continue;
    const feel::Type* wanted = tenant == nullptr ? nullptr : tenant->entry(item.key());
    if (wanted != nullptr && formula->type.kind() != feel::Type::Kind::null && !feel::overlap(formula->type, *wanted))
      parts.add(item, formula->condition.at, "condition-type",
                fmt::format("“{}” takes a {}; this is a {}", item.key(), wanted->to_text(), formula->type.to_text()));
    all.push_back({source, EffectSet{item.key(), std::move(formula->condition)}});
  }
}

void read_send(const Node& send, const RuleParts& parts, const RuleSource& source, Effects& all) {
  const Workspace& workspace = parts.workspace();
  if (!parts.is_known(send.at("template"), parts.scope().templates)) return;
  const TemplateId message(send.at("template").text());
  const auto send_to = [&](const Node& to) {
    if (!to.is_scalar()) return;
    if (const auto audience = audience_named(workspace, to.text()))
      all.push_back({source, EffectSend{message, *audience}});
    else
      parts.add(unknown_name(to, to.place(), to.text(), parts.scope().audiences, parts.findings()));
  };
  const Node& to = send.at("to");
  if (to.is_null()) all.push_back({source, EffectSend{message, workspace.message(message)->audience}});
  send_to(to);
  for (const Node& one : to.items()) send_to(one);
}

/// Every queue that may be asked for must be allowed in the field that accepting puts it in.
void check_queues(const Node& queue, const std::vector<std::string>& possible, const RequestKind& kind,
                  const RuleParts& parts) {
  const AssignmentField* field = parts.workspace().field(kind.field);
  for (const std::string& name : possible)
    if (field != nullptr && !parts.queue_may_stand(queue, name, *field)) return;
}

void read_request(const Node& node, const RuleParts& parts, const RuleSource& source, Effects& all) {
  if (!parts.is_known(node.at("kind"), parts.scope().request_kinds)) return;
  const RequestKind& kind = *parts.workspace().request_kind(node.at("kind").text());
  const Node* queue = node.find("queue");
  if (kind.moves_queue && queue == nullptr)
    parts.add(node, node.place(), "request-queue",
              fmt::format("the request “{}” asks for a queue, and none is given", kind.id),
              "add queue: and the queue's name or a formula");
  if (!kind.moves_queue && queue != nullptr)
    parts.add(node, queue->key_place(), "request-queue", fmt::format("the request “{}” moves no queue", kind.id),
              "take “queue” away");
  EffectRequest request{kind.id, kind.team, std::nullopt};
  if (queue != nullptr) {
    const KnownNames& queues = parts.scope().queues;
    auto formula = parts.formula_or_choice(*queue, queues.names);
    if (!formula) return;
    check_queues(*queue, queues.has(queue->text()) ? std::vector<std::string>{queue->text()} : formula->type.texts(),
                 kind, parts);
    request.queue = std::move(formula->condition);
  }
  all.push_back({source, std::move(request)});
}

void read_task(const Node& task, const RuleParts& parts, const RuleSource& source, Effects& all) {
  for (const Node& item : task.items()) {
    const auto id = parts.task_of_playbook(item, item.key(), item.key_place());
    const auto status = parts.status(item);
    if (id && status) all.push_back({source, EffectTask{*id, *status}});
  }
}

void read_effect(const Node& item, const RuleParts& parts, Effects& all) {
  const RuleSource source = parts.source(item, item.place());
  for (const Node& value : item.items()) {
    if (value.key() == "assign") read_assign(value, parts, source, all);
    if (value.key() == "unassign") read_unassign(value, parts, source, all);
    if (value.key() == "keep") read_keep(value, parts, source, all);
    if (value.key() == "set") read_set(value, parts, source, all);
    if (value.key() == "send") read_send(value, parts, source, all);
    if (value.key() == "request") read_request(value, parts, source, all);
    if (value.key() == "task") read_task(value, parts, source, all);
    if (value.key() == "start")
      if (const auto playbook = parts.playbook_named(value)) all.push_back({source, EffectStart{*playbook}});
    if (value.key() == "close") {
      if (value.as_boolean() == false)
        parts.add(value, value.place(), "rule-close", "an effect that does not close says nothing",
                  "write close: true, or take it away");
      all.push_back({source, EffectClose{}});
    }
  }
}

} // namespace

std::vector<Effect> read_effects(const Node& list, const RuleParts& parts) {
  std::vector<Effect> all;
  if (!list.is_sequence()) return all;
  for (const Node& item : list.items())
    if (item.is_map()) read_effect(item, parts, all);
  return all;
}

} // namespace handrail::playbook
