// A scenario's words for a command, made into the command.
#pragma once

#include "app/id_source.h"
#include "core/result.h"
#include "engagement/commands.h"
#include "engagement/customer.h"
#include "engagement/state.h"
#include "playbook/workspace.h"
#include "playbook/yaml.h"

#include <optional>

namespace handrail::app {

/// What words are read against: the tenant as it stands, and who speaks.
struct ScenarioPlace {
  const engagement::TenantState& state;
  const playbook::Model& model;
  PersonId actor;
  IdSource& ids;
};

/// `entry` is the one entry of a step's `do`; its key says which command. Errors: invalid, not_found (what it names).
Result<engagement::Command> command_of(const playbook::yaml::Node& entry, const ScenarioPlace& place);

/// The same for commands on a customer; nothing when the entry is none of these.
std::optional<engagement::CustomerCommand> customer_command_of(const playbook::yaml::Node& entry,
                                                               const PersonId& actor);

/// A tenant of the file as the command that registers it. Errors: invalid.
Result<engagement::RegisterTenant> registration_of(const playbook::yaml::Node& tenant, const TenantId& id,
                                                   const playbook::Model& model, IdSource& ids);

/// The engagement of a playbook: the open one, else the newest. Null when there is none.
const engagement::Engagement* engagement_of(const engagement::TenantState& state, const PlaybookId& playbook);

} // namespace handrail::app
