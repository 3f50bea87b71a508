// Effects: what completing does. docs/spec/rules.md, § rules-40 and following
#include "feel/feel.h"
#include "playbook/facts.h"
#include "playbook/rule_parts.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

using yaml::Node;

/// What completing may set: names of the tenant's facts.
KnownNames settable(const Workspace& workspace) {
  KnownNames known{"fact that can be set", {"status", "next_action", "next_action_date"}};
  for (const TenantAttribute& attribute : workspace.attributes) known.names.push_back(attribute.id);
  return known;
}

std::vector<std::string> choices_of(const Workspace& workspace, const std::string& fact) {
  if (fact == "status") return workspace.statuses;
  const TenantAttribute* attribute = workspace.attribute(fact);
  return attribute == nullptr ? std::vector<std::string>{} : attribute->choices;
}

} // namespace

/// One of the choices may stand as it is, without the quotes that FEEL puts around texts.
std::optional<Formula> RuleParts::formula_or_choice(const Node& node, const std::vector<std::string>& choices) const {
  if (!node.is_scalar() || std::find(choices.begin(), choices.end(), node.text()) == choices.end())
    return read_formula(node, scope_.facts, findings_);
  const std::string text = text_literal(node.text());
  auto compiled = feel::compile(text, scope_.facts, feel::Mode::expression);
  return Formula{{text, node.place(), std::move(compiled.expression)}, compiled.type};
}

void RuleParts::set_effects(const Node& node, const RuleSource& source, std::vector<Effect>& all) const {
  const KnownNames known = settable(scope_.workspace);
  const feel::Type* tenant = scope_.facts.find("tenant");
  for (const Node& item : node.items()) {
    if (!known.has(item.key())) {
      auto unknown = unknown_name(item, item.key_place(), item.key(), known);
      unknown.code = "unknown-fact";
      findings_.push_back(std::move(unknown));
      continue;
    }
    auto formula = formula_or_choice(item, choices_of(scope_.workspace, item.key()));
    if (!formula) continue;
    const feel::Type* wanted = tenant == nullptr ? nullptr : tenant->entry(item.key());
    if (wanted != nullptr && formula->type.kind() != feel::Type::Kind::null && !feel::overlap(formula->type, *wanted))
      add(item, formula->condition.at, "condition-type",
          fmt::format("“{}” takes a {}; this is a {}", item.key(), wanted->to_text(), formula->type.to_text()), "");
    all.push_back({source, EffectSet{item.key(), std::move(formula->condition)}});
  }
}

void RuleParts::send_effects(const Node& node, const RuleSource& source, std::vector<Effect>& all) const {
  KnownNames templates{"template", {}};
  for (const MessageTemplate& message : scope_.workspace.templates) templates.names.push_back(message.id.text());
  if (!expect_known(node.at("template"), templates, findings_)) return;
  const TemplateId message(node.at("template").text());
  const auto send_to = [&](const Node& to) {
    if (!to.is_scalar()) return;
    if (const auto audience = audience_named(scope_.workspace, to.text()))
      all.push_back({source, EffectSend{message, *audience}});
    else
      findings_.push_back(unknown_name(to, to.place(), to.text(), audiences(scope_.workspace)));
  };
  const Node& to = node.at("to");
  if (to.is_null()) all.push_back({source, EffectSend{message, scope_.workspace.message(message)->audience}});
  if (to.is_scalar()) send_to(to);
  for (const Node& one : to.items()) send_to(one);
}

void RuleParts::request_effect(const Node& node, const RuleSource& source, std::vector<Effect>& all) const {
  KnownNames kinds{"request kind", {}};
  for (const RequestKind& kind : scope_.workspace.request_kinds) kinds.names.push_back(kind.id);
  if (!expect_known(node.at("kind"), kinds, findings_)) return;
  const RequestKind& kind = *scope_.workspace.request_kind(node.at("kind").text());
  const Node* queue = node.find("queue");
  if (kind.moves_queue == (queue == nullptr))
    add(node, queue == nullptr ? node.place() : queue->key_place(), "request-queue",
        kind.moves_queue ? fmt::format("the request “{}” asks for a queue, and none is given", kind.id)
                         : fmt::format("the request “{}” moves no queue", kind.id),
        kind.moves_queue ? "add queue: and the queue's name or a formula" : "take “queue” away");
  EffectRequest request{kind.id, kind.team, std::nullopt};
  if (queue != nullptr) {
    std::vector<std::string> names;
    for (const Queue& one : scope_.workspace.queues) names.push_back(one.name);
    auto formula = formula_or_choice(*queue, names);
    if (!formula) return;
    const AssignmentField* field = scope_.workspace.field(kind.field);
    const bool named = std::find(names.begin(), names.end(), queue->text()) != names.end();
    const auto possible = named ? std::vector<std::string>{queue->text()} : formula->type.texts();
    for (const std::string& name : possible)
      if (field != nullptr && !queue_may_stand(*queue, name, *field)) break;
    request.queue = std::move(formula->condition);
  }
  all.push_back({source, std::move(request)});
}

void RuleParts::effect(const Node& item, std::vector<Effect>& all) const {
  const RuleSource source = this->source(item, item.place());
  if (const Node* assign = item.find("assign")) {
    const bool primary = assign->at("primary").as_boolean().value_or(false);
    for (const Node& one : assign->items())
      if (one.key() != "primary")
        if (const auto field_id = field(one))
          if (auto who = holder(one, *field_id, false))
            all.push_back({source, EffectAssign{*field_id, std::move(*who), primary}});
  } else if (const Node* unassign = item.find("unassign")) {
    for (const Node& one : unassign->items())
      if (const auto field_id = field(one))
        if (auto who = holder(one, *field_id, false))
          all.push_back({source, EffectUnassign{*field_id, std::move(*who)}});
  } else if (const Node* keep = item.find("keep")) {
    EffectKeep kept;
    KnownNames fields{"field", {}};
    for (const AssignmentField& field : scope_.workspace.fields) fields.names.push_back(field.id.text());
    if (keep->is_scalar() && expect_known(*keep, fields, findings_)) kept.fields.emplace_back(keep->text());
    for (const Node& one : keep->items())
      if (expect_known(one, fields, findings_)) kept.fields.emplace_back(one.text());
    all.push_back({source, std::move(kept)});
  } else if (const Node* set = item.find("set")) {
    set_effects(*set, source, all);
  } else if (const Node* send = item.find("send")) {
    send_effects(*send, source, all);
  } else if (const Node* request = item.find("request")) {
    request_effect(*request, source, all);
  } else if (const Node* start = item.find("start")) {
    if (const auto playbook = playbook_named(*start)) all.push_back({source, EffectStart{*playbook}});
  } else if (const Node* task = item.find("task")) {
    for (const Node& one : task->items()) {
      const auto id = task_of_playbook(one, one.key(), one.key_place());
      const auto wanted = status(one);
      if (id && wanted) all.push_back({source, EffectTask{*id, *wanted}});
    }
  } else if (const Node* close = item.find("close")) {
    if (close->as_boolean() == false)
      add(*close, close->place(), "rule-close", "an effect that does not close says nothing",
          "write close: true, or take it away");
    all.push_back({source, EffectClose{}});
  }
}

std::vector<Effect> RuleParts::effects(const Node& list) const {
  std::vector<Effect> all;
  if (!list.is_sequence()) return all;
  for (const Node& item : list.items())
    if (item.is_map()) effect(item, all);
  return all;
}

} // namespace handrail::playbook
