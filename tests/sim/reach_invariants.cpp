// Who may know and do what, and what becomes of mail.
#include "sim/invariants.h"

#include "app/tenant_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace handrail::sim {

using namespace engagement;

namespace {

using Finding = std::optional<std::string>;
using Grants = std::map<std::string, std::set<PersonId>>;

bool holds(const TenantState& state, const PersonId& person) {
  return std::any_of(state.assignments.begin(), state.assignments.end(),
                     [&](const Assignment& one) { return one.holder == person_holder(person); });
}

/// Has rights on the customer that the tenant belongs to. § access-12
bool is_given(const Grants& grants, const TenantState& state, const PersonId& person) {
  const auto found = grants.find(state.customer);
  return !state.customer.empty() && found != grants.end() && found->second.contains(person);
}

bool has_level(const playbook::Workspace& workspace, const playbook::Person& person, playbook::AccessLevel level) {
  return std::any_of(person.roles.begin(), person.roles.end(), [&](const RoleId& id) {
    const auto* role = workspace.role(id);
    return role != nullptr && role->access == level;
  });
}

bool is_partners(const playbook::Workspace& workspace, const playbook::Person& person) {
  return !person.roles.empty() && std::all_of(person.roles.begin(), person.roles.end(), [&](const RoleId& id) {
    return workspace.role(id)->access == playbook::AccessLevel::partner;
  });
}

/// What lets somebody act without knowing of the tenant: registering it, or being asked as a team.
bool acts_otherwise(const World& world, const Answered& one, const playbook::Person& person) {
  const auto& workspace = world.model()->workspace;
  if (std::holds_alternative<RegisterTenant>(one.sent.command))
    return has_level(workspace, person, playbook::AccessLevel::assignment);
  return false;
}

/// Tenants are looked at by each of the partners' people, and by one of the others in turn.
std::vector<PersonId> lookers(const World& world, const Observed& observed) {
  const auto& people = world.model()->workspace.people;
  std::vector<PersonId> all;
  std::vector<PersonId> partners;
  for (const auto& person : people)
    if (is_partners(world.model()->workspace, person)) partners.push_back(person.id);
  all.push_back(people[observed.number % people.size()].id);
  if (!partners.empty()) all.push_back(partners[observed.number % partners.size()]);
  return all;
}

} // namespace

bool may_know_of(const World& world, const Grants& grants, const PersonId& id, const TenantState& state) {
  const auto& workspace = world.model()->workspace;
  const auto* person = workspace.person(id);
  if (person == nullptr || person->roles.empty()) return false;
  if (has_level(workspace, *person, playbook::AccessLevel::assignment) ||
      has_level(workspace, *person, playbook::AccessLevel::privileged))
    return true;
  if (holds(state, id) || is_given(grants, state, id)) return true;
  if (!is_partners(workspace, *person) || person->partner.empty()) return false;
  return std::any_of(workspace.people.begin(), workspace.people.end(), [&](const playbook::Person& colleague) {
    return colleague.partner == person->partner && holds(state, colleague.id);
  });
}

Finding only_who_may_acts(World& world, const Observed& observed) {
  if (!std::holds_alternative<Send>(observed.step)) return std::nullopt; // else states change between the commands
  for (const auto& one : observed.answers) {
    if (one.receipt() == nullptr || observed.written.empty()) continue;
    const auto* person = world.model()->workspace.person(one.sent.person);
    if (person == nullptr) return one.sent.person.text() + " is nobody, and acted";
    const auto before = observed.before.find(one.sent.tenant);
    const bool knew =
        before != observed.before.end() && may_know_of(world, observed.grants_before, person->id, before->second);
    if (!knew && !acts_otherwise(world, one, *person))
      return fmt::format("{} may not know of {}, and did: {}", person->id.text(), one.sent.tenant.text(),
                         name_of(one.sent.command));
  }
  return std::nullopt;
}

Finding partners_see_only_theirs(World& world, const Observed& observed) {
  for (const auto& [id, before] : observed.before) {
    for (const auto& person : lookers(world, observed)) {
      const auto listed = world.is_listed(static_cast<int>(observed.number), person, id);
      if (!listed) return to_string(listed.error());
      const bool may = may_know_of(world, world.grants(), person, world.tenants().at(id));
      if (*listed != may)
        return fmt::format("{} {} {}, and {}", person.text(), *listed ? "is shown" : "is not shown", id.text(),
                           may ? "may know of it" : "may not know of it");
    }
  }
  return std::nullopt;
}

Finding drafts_stay_private(World& world, const Observed& observed) {
  const bool is_drafted = std::any_of(observed.written.begin(), observed.written.end(),
                                      [](const auto& event) { return event.type == "note_drafted"; });
  if (!is_drafted) return std::nullopt;
  const auto& people = world.model()->workspace.people;
  const auto& reader = people[observed.number % people.size()].id;
  for (const auto& [id, before] : observed.before) {
    const auto entries = world.engine(0).timeline(id, reader, 0, 20);
    if (!entries) return to_string(entries.error());
    for (const auto& entry : *entries)
      if (std::holds_alternative<NoteDrafted>(entry.happened.event.change) && entry.happened.by != reader)
        return fmt::format("{} is shown a draft of {} on {}", reader.text(), entry.happened.by.text(), id.text());
  }
  return std::nullopt;
}

Finding no_mail_without_cause(World& world, const Observed& observed) {
  if (observed.taken) {
    const auto& taken = *observed.taken;
    for (std::size_t i = 0; i < taken.entries.size(); ++i) {
      const auto position = taken.entries[i].position;
      if (!taken.before[i])
        return fmt::format("a message of position {} was taken, where nobody asked for one", position);
      if (taken.before[i]->marked > 0)
        return fmt::format("the message of position {} was taken when it was marked", position);
      if (taken.before[i]->taken_until && *taken.before[i]->taken_until > taken.now)
        return fmt::format("the message of position {} was taken while somebody had it", position);
    }
  }
  for (const auto& event : observed.written) {
    if (event.message != (event.type == "message_asked"))
      return fmt::format("position {} asks for a message, or should", event.position);
    if (!event.message) continue;
    const auto waiting = world.log().messages(event.position - 1, 1);
    if (!waiting) return to_string(waiting.error());
    if (waiting->empty() || waiting->front().position != event.position)
      return fmt::format("the message of position {} is not in the outbox", event.position);
  }
  return std::nullopt;
}

} // namespace handrail::sim
