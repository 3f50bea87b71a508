// Somebody looked at a tenant, and before what they meant to do arrived, somebody else changed it: does that matter?
// § engagement-57
#pragma once

#include "engagement/commands.h"
#include "engagement/events.h"
#include "engagement/state.h"

namespace handrail::engagement {

/// Does the change alter what the command would replace, so that it was meant for something else than it would meet?
/// What a command adds (a note, a meeting, time) is never overtaken, and what the rules decide they decide anew.
bool overtakes(const Change& change, const Command& command);

/// The edit without what it leaves as whoever made it saw it: a form sends every field, changed or not.
EditTenant changed_from(const TenantState& seen, EditTenant edit);

} // namespace handrail::engagement
