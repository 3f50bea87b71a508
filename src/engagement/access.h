// Who may read, write and assign: docs/spec/access.md, paragraph by paragraph.
#pragma once

#include "core/result.h"
#include "engagement/explain.h"
#include "engagement/state.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// The person acting, as the workspace knows them.
struct Actor {
  PersonId id;
  std::string name;
  std::vector<RoleId> roles;
  std::string partner; ///< the partner's name, of a partner's own people
  std::vector<std::string>
      customers; ///< those on which the person was given rights (§ access-12); whoever knows adds them
};

/// Errors: not_found (nobody of that id; suggests one).
Result<Actor> actor_of(const playbook::Workspace& workspace, const PersonId& id);

/// What the person's roles give, taken together: the greater right wins. § access-2
struct Rights {
  bool any = false;         ///< has a role at all
  bool internal = false;    ///< has a role other than a partner's
  bool reads_all = false;   ///< else: only tenants one is assigned to
  bool assigns_all = false; ///< else: only as the primary of a field that must have one
};
Rights rights_of(const playbook::Workspace& workspace, const Actor& actor);

/// Each is empty when allowed, else says why not. They hold for reading pages and for commands alike.
std::optional<Reason> refused_to_read(const TenantState& state, const playbook::Workspace& workspace,
                                      const Actor& actor);
std::optional<Reason> refused_to_write(const TenantState& state, const playbook::Workspace& workspace,
                                       const Actor& actor);
std::optional<Reason> refused_to_register(const playbook::Workspace& workspace, const Actor& actor);
std::optional<Reason> refused_to_change_holder(const TenantState& state, const playbook::Workspace& workspace,
                                               const Actor& actor, const playbook::AssignmentField& field,
                                               const Holder& holder, bool leaves);
/// Giving rights on a customer, and taking them from somebody else. § access-13
std::optional<Reason> refused_to_give_customer(const playbook::Workspace& workspace, const Actor& actor,
                                               const std::string& customer);
/// Which customer a tenant belongs to says whom that customer's rights let in. § access-14
std::optional<Reason> refused_to_change_customer(const TenantState& state, const playbook::Workspace& workspace,
                                                 const Actor& actor);
/// A partner's people see the playbooks written for partners, and no others.
std::optional<Reason> refused_playbook(const playbook::Playbook& book, const playbook::Workspace& workspace,
                                       const Actor& actor);
/// The task belongs to a role that the person does not have.
std::optional<Reason> refused_task(const playbook::Task& task, const playbook::Workspace& workspace,
                                   const Actor& actor);

/// May the person see that event in a tenant's history? Drafts are their author's alone.
bool may_see(const Happened& happened, const Actor& actor);

} // namespace handrail::engagement
