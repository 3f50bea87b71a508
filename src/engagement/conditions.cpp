#include "engagement/conditions.h"

#include "core/text.h"
#include "engagement/directory.h"
#include "feel/feel.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

/// What of the tenant a fact's path means to a person: "Seats" for tenant.seats.
const playbook::TenantAttribute* attribute_of(const playbook::Workspace& workspace, std::string_view path) {
  constexpr std::string_view prefix = "tenant.";
  if (path.substr(0, prefix.size()) != prefix) return nullptr;
  path.remove_prefix(prefix.size());
  return workspace.attribute(path.substr(0, path.find('.')));
}

std::string source_of(const playbook::Workspace& workspace, const std::string& path) {
  if (const auto* attribute = attribute_of(workspace, path)) return fmt::format("the tenant's {}", attribute->name);
  const std::string head = path.substr(0, path.find('.'));
  if (head == "tenant") return "the tenant's record";
  if (head == "fields") return "the tenant's assignments";
  if (head == "contacts") return "the tenant's contacts";
  if (head == "engagement") return "this engagement";
  if (head == "me") return "the person acting";
  return "the workspace";
}

/// Follows "fields.RM.primary" into the values. Names may hold dots and blanks, so the longest entry that fits is
/// taken.
feel::Value value_at(const feel::Value& from, std::string_view path) {
  if (path.empty()) return from;
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0; end = path.rfind('.', end - 1)) {
    const auto& entry = from.entry(path.substr(0, end));
    if (!entry.is_null()) return end == path.size() ? entry : value_at(entry, path.substr(end + 1));
  }
  return {};
}

/// What changes a fact that is no attribute; without text where nothing does that a form could offer.
Remedy remedy_for(const std::string& path, const playbook::Workspace& workspace) {
  if (path == "tenant.status") return {"Set another status.", SetStatus{}};
  if (path.starts_with("tenant.next_action")) return {"Set the next action.", SetNextAction{}};
  if (!path.starts_with("fields.")) return {};
  for (const auto& field : workspace.fields) {
    const std::string prefix = fmt::format("fields.{}", field.id.text());
    if (path != prefix && !path.starts_with(prefix + ".")) continue;
    Assign assign;
    assign.field = field.id;
    assign.primary = path.ends_with(".primary");
    return {assign.primary ? fmt::format("Make somebody else the primary {}.", field.name)
                           : fmt::format("Assign somebody in the {} field.", field.name),
            assign};
  }
  return {};
}

std::string shown(const feel::Value& value) {
  if (value.is_null()) return "not filled in";
  if (value.is_list() && value.as_list().empty()) return "none";
  constexpr std::size_t limit = 120;
  return text::shortened(value.is_string() ? value.as_string() : value.to_text(), limit);
}

} // namespace

Judgement judge(const playbook::Condition& condition, Deciding& deciding, const EngagementId& engagement) {
  Judgement judgement;
  if (condition.expression == nullptr) {
    judgement.problem = fmt::format("the condition “{}” did not compile", condition.text);
    return judgement;
  }
  const feel::Value& facts = deciding.facts(engagement);
  const std::string& zone = deciding.workspace.zone;
  const auto evaluation =
      feel::evaluate(*condition.expression, facts, {deciding.now, zone.empty() ? std::string_view("UTC") : zone});
  judgement.value = evaluation.value;
  if (!evaluation.problems.empty()) judgement.problem = evaluation.problems.front().message;

  for (const auto& path : feel::paths_read(*condition.expression)) {
    const feel::Value value = value_at(facts, path);
    if (value.is_function()) continue;
    judgement.facts.push_back({path, shown(value), source_of(deciding.workspace, path)});
    if (const auto* attribute = attribute_of(deciding.workspace, path); attribute != nullptr && value.is_null())
      judgement.unknown.push_back(attribute->id);
  }
  return judgement;
}

bool applies(const std::optional<playbook::Condition>& when, Deciding& deciding, const EngagementId& engagement) {
  return !when || judge(*when, deciding, engagement).holds();
}

std::vector<Remedy> remedies_for(const Judgement& judgement, const Deciding& deciding) {
  std::vector<Remedy> remedies;
  for (const auto& fact : judgement.facts) {
    const auto* attribute = attribute_of(deciding.workspace, fact.name);
    if (attribute == nullptr) {
      if (auto remedy = remedy_for(fact.name, deciding.workspace);
          !remedy.text.empty() &&
          std::none_of(remedies.begin(), remedies.end(), [&](const Remedy& one) { return one.text == remedy.text; }))
        remedies.push_back(std::move(remedy));
      continue;
    }
    EditTenant edit;
    edit.attributes[attribute->id] = "";
    const bool is_unknown =
        std::find(judgement.unknown.begin(), judgement.unknown.end(), attribute->id) != judgement.unknown.end();
    remedies.push_back({is_unknown ? fmt::format("Fill in {} on the tenant.", attribute->name)
                                   : fmt::format("If {} is wrong, correct it on the tenant.", attribute->name),
                        edit});
  }
  return remedies;
}

std::optional<Holder> holder_of(const playbook::Holder& holder, Deciding& deciding, const EngagementId& engagement,
                                Judgement* judgement) {
  if (const auto* named = std::get_if<playbook::HolderByName>(&holder))
    return holder_named(deciding.workspace, named->name);
  if (std::holds_alternative<playbook::HolderActor>(holder)) return person_holder(deciding.actor.id);
  Judgement result = judge(std::get<playbook::HolderByFormula>(holder).formula, deciding, engagement);
  std::optional<Holder> found;
  if (result.value.is_string()) found = holder_named(deciding.workspace, result.value.as_string());
  if (judgement != nullptr) *judgement = std::move(result);
  return found;
}

} // namespace handrail::engagement
