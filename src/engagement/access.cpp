#include "engagement/access.h"

#include "core/text.h"
#include "engagement/directory.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

std::string_view words_for(const Rights& rights) {
  if (!rights.any) return "none";
  if (!rights.internal) return "your partner's tenants and partner playbooks";
  if (rights.assigns_all) return "read and assign on all tenants, write on those you are assigned to";
  return rights.reads_all ? "read all tenants, write on those you are assigned to"
                          : "read and write on the tenants you are assigned to";
}

FactRead right_of(const playbook::Workspace& workspace, const Actor& actor) {
  std::vector<std::string> roles;
  for (const auto& role : actor.roles) roles.push_back(name_of(workspace, role));
  return {"your right", std::string(words_for(rights_of(workspace, actor))),
          roles.empty() ? "you have no role" : "your role as " + listed(roles)};
}

FactRead holders_of(const TenantState& state, const playbook::Workspace& workspace) {
  std::vector<std::string> holders;
  for (const auto& one : state.assignments)
    holders.push_back(fmt::format("{} {}", name_of(workspace, one.field), name_of(workspace, one.holder)));
  return {"assigned to " + state.name, listed(holders), "the tenant's assignments"};
}

Reason house_rule(RuleKind rule, std::string paragraph, std::string message, std::vector<FactRead> facts = {},
                  std::vector<Remedy> remedies = {}) {
  Reason reason;
  reason.rule = rule;
  reason.message = std::move(message);
  reason.paragraph = std::move(paragraph);
  reason.facts = std::move(facts);
  reason.remedies = std::move(remedies);
  return reason;
}

/// Roles are no matter of commands: what a role forbids stands whatever is done.
Reason lasting(Reason reason) {
  reason.lasting = true;
  return reason;
}

Reason no_role(const playbook::Workspace& workspace, const Actor& actor) {
  return lasting(
      house_rule(RuleKind::access, "§ access-1", "You have no role in this workspace, so you can do nothing in it.",
                 {right_of(workspace, actor)}, {{"Ask whoever keeps the workspace to give you a role.", {}}}));
}

/// The seat that lets somebody in: the first field made for one of their roles, else the first that takes anybody.
std::optional<Command> seat_for(const playbook::Workspace& workspace, const Actor& actor) {
  const auto command = [&](const playbook::AssignmentField& field) {
    return Assign{field.id, person_holder(actor.id),
                  field.tenant_level || workspace.services.empty() ? std::nullopt
                                                                   : std::optional(workspace.services.front().id),
                  false};
  };
  const auto is_open_to = [&](const playbook::AssignmentField& field) {
    return !field.partner || !actor.partner.empty();
  };
  for (const auto& role : actor.roles)
    for (const auto& field : workspace.fields)
      if (is_open_to(field) && std::find(field.people.begin(), field.people.end(), role) != field.people.end())
        return command(field);
  for (const auto& field : workspace.fields)
    if (is_open_to(field) && field.people.empty()) return command(field);
  return std::nullopt;
}

/// § access-3: by a field of the tenant, or through its customer (§ access-12).
bool is_assigned(const TenantState& state, const Actor& actor) {
  if (state.is_assigned(actor.id)) return true;
  return !state.customer.empty() &&
         std::find(actor.customers.begin(), actor.customers.end(), state.customer) != actor.customers.end();
}

/// A primary, for the whole tenant, of a field that must have one: the people who lead it.
bool leads(const TenantState& state, const playbook::Workspace& workspace, const PersonId& person) {
  return std::any_of(workspace.fields.begin(), workspace.fields.end(), [&](const playbook::AssignmentField& field) {
    const auto* primary = field.primary_required ? state.primary(field.id) : nullptr;
    return primary != nullptr && primary->holder == person_holder(person);
  });
}

/// The people to turn to for a change of holders.
Remedy ask_who_assigns(const TenantState& state, const playbook::Workspace& workspace) {
  std::vector<std::string> names;
  for (const auto& field : workspace.fields) {
    const auto* primary = field.primary_required ? state.primary(field.id) : nullptr;
    if (primary == nullptr || primary->holder.kind != Holder::Kind::person) continue;
    names.push_back(fmt::format("{}, the primary {}", name_of(workspace, primary->holder), field.name));
  }
  if (!names.empty())
    return {fmt::format("Ask {}, or somebody with the right to assign on all tenants.", names.front()), {}};
  return {"Ask somebody with the right to assign on all tenants.", {}};
}

/// The same, for a seat of one's own.
Remedy ask_for_a_seat(const TenantState& state, const playbook::Workspace& workspace, const Actor& actor) {
  Remedy remedy = ask_who_assigns(state, workspace);
  remedy.text.pop_back();
  remedy.text += ", to assign you.";
  remedy.command = seat_for(workspace, actor);
  remedy.by_others = true;
  return remedy;
}

bool is_colleague_of_partner(const playbook::Workspace& workspace, const Actor& actor, const Holder& holder) {
  if (actor.partner.empty() || holder.kind != Holder::Kind::person) return false;
  const auto* person = workspace.person(PersonId(holder.id));
  return person != nullptr && person->partner == actor.partner;
}

/// § access-7: a partner's people change the partner's own fields, where one of them is primary there.
std::optional<Reason> refused_to_partner(const TenantState& state, const playbook::Workspace& workspace,
                                         const Actor& actor, const playbook::AssignmentField& field,
                                         const Holder& holder) {
  const bool own = field.partner && is_colleague_of_partner(workspace, actor, holder);
  const bool primary = std::any_of(state.assignments.begin(), state.assignments.end(), [&](const Assignment& one) {
    const auto* held = workspace.field(one.field);
    return one.primary && held != nullptr && held->partner && one.holder == person_holder(actor.id);
  });
  if (own && primary) return std::nullopt;
  return house_rule(RuleKind::access, "§ access-7",
                    own ? "Only a primary of your partner's fields may change who else holds them."
                        : "A partner's people can change only their own partner's fields, with their own colleagues.",
                    {right_of(workspace, actor)}, {ask_who_assigns(state, workspace)});
}

} // namespace

Result<Actor> actor_of(const playbook::Workspace& workspace, const PersonId& id) {
  if (const auto* person = workspace.person(id))
    return Actor{person->id, person->name, person->roles, person->partner, {}};
  std::vector<std::string> ids;
  for (const auto& person : workspace.people) ids.push_back(person.id.text());
  const auto near = text::did_you_mean(id.text(), ids);
  return Error{
      ErrorCode::not_found, fmt::format("there is nobody called “{}” in the workspace", text::shortened(id.text(), 80)),
      "", near.empty() ? "The people stand in the workspace's people.yaml." : fmt::format("Did you mean “{}”?", near)};
}

Rights rights_of(const playbook::Workspace& workspace, const Actor& actor) {
  using playbook::AccessLevel;
  Rights rights;
  for (const auto& id : actor.roles) {
    const auto* role = workspace.role(id);
    if (role == nullptr) continue;
    rights.any = true;
    rights.internal |= role->access != AccessLevel::partner;
    rights.reads_all |= role->access == AccessLevel::assignment || role->access == AccessLevel::privileged;
    rights.assigns_all |= role->access == AccessLevel::assignment;
  }
  return rights;
}

std::optional<Reason> refused_to_read(const TenantState& state, const playbook::Workspace& workspace,
                                      const Actor& actor) {
  const Rights rights = rights_of(workspace, actor);
  if (!rights.any) return no_role(workspace, actor);
  if (rights.reads_all || is_assigned(state, actor)) return std::nullopt;
  const bool colleague = std::any_of(state.assignments.begin(), state.assignments.end(), [&](const Assignment& one) {
    return is_colleague_of_partner(workspace, actor, one.holder);
  });
  if (!rights.internal && colleague) return std::nullopt;
  // Nothing of the tenant is told to somebody who may not read it.
  return house_rule(RuleKind::access, rights.internal ? "§ access-3" : "§ access-6",
                    "You are not assigned to this tenant, so you cannot see it.", {right_of(workspace, actor)},
                    {{"Ask its primary, or somebody with the right to assign on all tenants, to assign you.",
                      seat_for(workspace, actor),
                      true,
                      {}}});
}

std::optional<Reason> refused_to_write(const TenantState& state, const playbook::Workspace& workspace,
                                       const Actor& actor) {
  if (auto reason = refused_to_read(state, workspace, actor)) return reason;
  if (is_assigned(state, actor)) return std::nullopt;
  return house_rule(RuleKind::access, "§ access-4",
                    fmt::format("You are not assigned to {}: you can read it, but not change it.", state.name),
                    {right_of(workspace, actor), holders_of(state, workspace)},
                    {ask_for_a_seat(state, workspace, actor)});
}

std::optional<Reason> refused_to_register(const playbook::Workspace& workspace, const Actor& actor) {
  const Rights rights = rights_of(workspace, actor);
  if (!rights.any) return no_role(workspace, actor);
  if (rights.assigns_all) return std::nullopt;
  return house_rule(RuleKind::access, "§ access-5",
                    "Registering a tenant takes the right to assign on all tenants, which you do not have.",
                    {right_of(workspace, actor)}, {{"Ask somebody who assigns tenants to register it.", {}}});
}

std::optional<Reason> refused_to_change_holder(const TenantState& state, const playbook::Workspace& workspace,
                                               const Actor& actor, const playbook::AssignmentField& field,
                                               const Holder& holder, bool leaves) {
  if (auto reason = refused_to_read(state, workspace, actor)) return reason;
  if (leaves && holder == person_holder(actor.id)) return std::nullopt; // one's own seat
  const Rights rights = rights_of(workspace, actor);
  if (rights.assigns_all) return std::nullopt;
  if (!rights.internal) return refused_to_partner(state, workspace, actor, field, holder);
  if (!leads(state, workspace, actor.id))
    return house_rule(
        RuleKind::access, "§ access-8",
        fmt::format("You are not the primary of {}, so you cannot change who else works on it.", state.name),
        {right_of(workspace, actor), holders_of(state, workspace)}, {ask_who_assigns(state, workspace)});
  if (holder.kind == Holder::Kind::person) return std::nullopt;
  for (const auto& kind : workspace.request_kinds) {
    if (!kind.moves_queue || kind.field != field.id) continue;
    const std::string team = name_of(workspace, kind.team);
    return house_rule(RuleKind::duties, "§ access-9",
                      fmt::format("Moving a tenant between queues is the work of the {}: you ask, they move it.", team),
                      {right_of(workspace, actor)},
                      {{fmt::format("Ask the {} for the move to {}.", team, holder.id),
                        MakeRequest{{}, kind.id, leaves ? "" : holder.id, {}, {}}}});
  }
  return std::nullopt;
}

std::optional<Reason> refused_to_give_customer(const playbook::Workspace& workspace, const Actor& actor,
                                               const std::string& customer) {
  const Rights rights = rights_of(workspace, actor);
  if (!rights.any) return no_role(workspace, actor);
  if (rights.assigns_all) return std::nullopt;
  return house_rule(RuleKind::access, "§ access-13",
                    fmt::format("Rights on {} reach all its tenants: giving or taking them needs the right to assign "
                                "on all tenants, which you do not have.",
                                customer),
                    {right_of(workspace, actor)},
                    {{"Ask somebody who assigns tenants, or be assigned to the one tenant you need.", {}}});
}

std::optional<Reason> refused_to_change_customer(const TenantState& state, const playbook::Workspace& workspace,
                                                 const Actor& actor) {
  if (rights_of(workspace, actor).assigns_all || leads(state, workspace, actor.id)) return std::nullopt;
  return house_rule(
      RuleKind::access, "§ access-14",
      fmt::format("Moving {} to another customer changes who reaches it, and you may not change that.", state.name),
      {right_of(workspace, actor),
       {"customer", state.customer.empty() ? "not filled in" : state.customer, "the tenant's details"}},
      {ask_who_assigns(state, workspace)});
}

std::optional<Reason> refused_playbook(const playbook::Playbook& book, const playbook::Workspace& workspace,
                                       const Actor& actor) {
  const Rights rights = rights_of(workspace, actor);
  if (!rights.any) return no_role(workspace, actor);
  if (rights.internal || text::lowered(text::trimmed(book.audience)) == "partner") return std::nullopt;
  return lasting(house_rule(
      RuleKind::access, "§ access-6",
      fmt::format("{} is an internal playbook; a partner's people work with partner playbooks.", book.title),
      {right_of(workspace, actor), {"audience", book.audience.empty() ? "not said" : book.audience, book.file}},
      {{"Ask your contact at the centre to take this step.", {}}}));
}

std::optional<Reason> refused_task(const playbook::Task& task, const playbook::Workspace& workspace,
                                   const Actor& actor) {
  const auto wanted = roles_named(workspace, task.role);
  const auto has = [&](const std::vector<RoleId>& roles, const RoleId& role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  if (wanted.empty()) return std::nullopt;
  if (std::any_of(wanted.begin(), wanted.end(), [&](const RoleId& role) { return has(actor.roles, role); }))
    return std::nullopt;

  std::vector<std::string> yours, people;
  for (const auto& role : actor.roles) yours.push_back(name_of(workspace, role));
  for (const auto& person : workspace.people)
    if (std::any_of(wanted.begin(), wanted.end(), [&](const RoleId& role) { return has(person.roles, role); }))
      people.push_back(person.name);
  Reason reason =
      house_rule(RuleKind::role, "§ access-10",
                 fmt::format("{} {} is a task of the {}; you are {}.", task.id.text(), task.name, task.role,
                             yours.empty() ? "without a role" : listed(yours)),
                 {{"the task's role", task.role, "the task's row in the playbook"}, right_of(workspace, actor)},
                 {{people.empty() ? "Nobody in the workspace has that role."
                                  : fmt::format("Ask somebody who has it: {}.", listed(people, 3)),
                   {}}});
  reason.at = task.at;
  return lasting(std::move(reason));
}

bool may_see(const Happened& happened, const Actor& actor) {
  const auto& change = happened.event.change;
  const bool is_private = std::holds_alternative<NoteDrafted>(change) || std::holds_alternative<DraftDiscarded>(change);
  return !is_private || happened.by == actor.id;
}

} // namespace handrail::engagement
