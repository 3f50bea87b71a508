#include "engagement/state.h"

#include <algorithm>

namespace handrail::engagement {

namespace {

template <class Things, class Id>
const typename Things::value_type* find_by_id(const Things& all, const Id& id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

} // namespace

const TaskState* Engagement::task(const TaskId& wanted, const std::optional<ServiceId>& service) const {
  if (service) {
    const auto found = service_tasks.find({wanted, *service});
    return found == service_tasks.end() ? nullptr : &found->second;
  }
  const auto found = tasks.find(wanted);
  return found == tasks.end() ? nullptr : &found->second;
}

const TaskId* Engagement::outcome(const std::string& step, const std::optional<ServiceId>& service) const {
  if (service) {
    const auto found = service_outcomes.find({step, *service});
    return found == service_outcomes.end() ? nullptr : &found->second;
  }
  const auto found = outcomes.find(step);
  return found == outcomes.end() ? nullptr : &found->second;
}

const Engagement* TenantState::engagement(const EngagementId& wanted) const { return find_by_id(engagements, wanted); }
const Request* TenantState::request(const RequestId& wanted) const { return find_by_id(requests, wanted); }
const Contact* TenantState::contact(const ContactId& wanted) const { return find_by_id(contacts, wanted); }

const Assignment* TenantState::primary(const FieldId& field, const std::optional<ServiceId>& service) const {
  for (const auto& one : assignments)
    if (one.primary && one.field == field && one.service == service) return &one;
  return nullptr;
}

const Assignment* TenantState::assignment(const FieldId& field, const Holder& holder,
                                          const std::optional<ServiceId>& service) const {
  for (const auto& one : assignments)
    if (one.field == field && one.holder == holder && one.service == service) return &one;
  return nullptr;
}

bool TenantState::is_assigned(const PersonId& person) const {
  return std::any_of(assignments.begin(), assignments.end(),
                     [&](const Assignment& one) { return one.holder == person_holder(person); });
}

} // namespace handrail::engagement
