// What of a tenant somebody who may read it is told, and who is named to them: § access-16 and § access-17.
#pragma once

#include "engagement/access.h"
#include "engagement/deadlines.h"
#include "engagement/events.h"
#include "playbook/playbook.h"

#include <optional>
#include <vector>

namespace handrail::engagement {

/// May the person know of that engagement? Not of one whose playbook they do not see; of none at all, always.
bool sees_engagement(const TenantState& state, const EngagementId& engagement, const playbook::Model& model,
                     const Actor& actor);

/// May that person be named to the reader where somebody can be chosen?
bool may_name(const playbook::Person& person, const playbook::Workspace& workspace, const Actor& reader);

/// The deadlines of the engagements that the person may know of, the soonest first.
std::vector<Deadline> deadlines(const TenantState& state, const playbook::Model& model, Instant now,
                                const Actor& reader);

/// An event of the tenant's history as the person may read it: nothing of other people's drafts and of engagements that
/// they may not know of, and no rule of these.
std::optional<Happened> as_seen_by(const Actor& actor, Happened happened, const TenantState& state,
                                   const playbook::Model& model);

} // namespace handrail::engagement
