// decide(state, model, command, actor, now) → events or a denial. Pure: no clock, no randomness, no I/O.
#pragma once

#include "core/result.h"
#include "engagement/access.h"
#include "engagement/events.h"
#include "engagement/explain.h"
#include "engagement/state.h"
#include "playbook/workspace.h"

#include <optional>
#include <vector>

namespace handrail::engagement {

/// All of the events, or the denial and none of them. No events and no denial: all was so already.
struct Decision {
  std::vector<Event> events;
  std::optional<Denial> denial = std::nullopt;
  std::optional<TenantState> after = std::nullopt; ///< the tenant as `evolve` makes it of the events; empty without any

  bool is_allowed() const { return !denial.has_value(); }
};

/// Errors: invalid (a text too long, a number out of range, a name the workspace does not know), not_found (no such
/// engagement, task, note …), conflict (an id in use). A rule or right that refuses is a denial, not an error.
Result<Decision> decide(const TenantState& state, const playbook::Model& model, const Command& command,
                        const Actor& actor, Instant now);

} // namespace handrail::engagement
