// Finding people, queues, roles and fields by the names that rules, files and forms use, and naming them back.
#pragma once

#include "core/result.h"
#include "engagement/holder.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::engagement {

/// A queue's name, a person's id or a person's name; nothing when it is none of these.
std::optional<Holder> holder_named(const playbook::Workspace& workspace, std::string_view name);

/// "Tara Okonkwo", or the id of somebody who is no longer in the workspace.
std::string name_of(const playbook::Workspace& workspace, const PersonId& person);
std::string name_of(const playbook::Workspace& workspace, const Holder& holder);
std::string name_of(const playbook::Workspace& workspace, const FieldId& field);
std::string name_of(const playbook::Workspace& workspace, const RoleId& role);
std::string name_of(const playbook::Workspace& workspace, const ServiceId& service);

/// Is the holder a person who has the role? A queue has none.
bool has_role(const playbook::Workspace& workspace, const Holder& holder, const RoleId& role);

/// The roles that a text such as "FastTrack Manager / TM" means, by id, name or alias; case aside. Words that are no
/// role are left out.
std::vector<RoleId> roles_named(const playbook::Workspace& workspace, std::string_view text);

/// The status that a task has before anybody set it, and the one that completes it. Empty when the workspace has none.
std::string initial_status(const playbook::Workspace& workspace);
std::string complete_status(const playbook::Workspace& workspace);

/// "Tara, Diego and 4 others"; "nobody" for none.
std::string listed(const std::vector<std::string>& names, std::size_t at_most = 5);

} // namespace handrail::engagement
