#include "app/seed/cast.h"

#include <algorithm>

namespace handrail::app::seed {

namespace {

bool fits(const playbook::AssignmentField& field, const playbook::Person& person) {
  if (field.partner || !person.partner.empty()) return false;
  return field.people.empty() || std::any_of(person.roles.begin(), person.roles.end(), [&](const RoleId& role) {
           return std::find(field.people.begin(), field.people.end(), role) != field.people.end();
         });
}

} // namespace

Result<std::unique_ptr<Cast>> Cast::of(const playbook::Model& model) {
  const auto& workspace = model.workspace;
  std::unique_ptr<Cast> cast(new Cast(workspace));
  for (const auto& person : workspace.people) {
    HANDRAIL_TRY(auto actor, engagement::actor_of(workspace, person.id));
    const auto* kept = &cast->people_.emplace(person.id, std::move(actor)).first->second;
    if (engagement::rights_of(workspace, *kept).assigns_all) cast->assigners_.push_back(kept);
    for (const auto& field : workspace.fields)
      if (fits(field, person)) cast->holders_[field.id].push_back(kept);
  }
  for (const auto& field : workspace.fields) {
    if (!field.tenant_level || field.partner) continue;
    if (field.primary_required)
      cast->primary_fields_.push_back(&field);
    else if (!cast->holders(field.id).empty())
      cast->other_fields_.push_back(&field);
  }
  if (!cast->assigners_.empty()) return cast;
  return Error{ErrorCode::invalid, "Nobody in this workspace may register tenants", "people.yaml",
               "Give somebody a role with the access `assignment`."};
}

const engagement::Actor* Cast::person(const PersonId& id) const {
  const auto found = people_.find(id);
  return found == people_.end() ? nullptr : &found->second;
}

const std::vector<const engagement::Actor*>& Cast::holders(const FieldId& field) const {
  static const std::vector<const engagement::Actor*> nobody;
  const auto found = holders_.find(field);
  return found == holders_.end() ? nobody : found->second;
}

std::vector<std::string> Cast::queues(const playbook::AssignmentField& field, const std::string& region) const {
  std::vector<std::string> fitting;
  for (const auto& name : field.queues) {
    const auto* queue = workspace_.queue(name);
    if (queue != nullptr && (queue->region.empty() || queue->region == region)) fitting.push_back(name);
  }
  return fitting;
}

} // namespace handrail::app::seed
