// `forbid … until`: guards on actions other than completing a task. § engagement-24
#pragma once

#include "engagement/deciding.h"
#include "playbook/playbook.h"

#include <vector>

namespace handrail::engagement {

/// Every change of holders that this command made, against the guards of all engagements that are open after it.
/// `until` is read from the tenant as the command would leave it.
void collect_forbidden_changes(Deciding& deciding, std::vector<Reason>& reasons);

/// The guards of the engagements that are open on starting a playbook.
void collect_forbidden_start(const PlaybookId& playbook, Deciding& deciding, std::vector<Reason>& reasons);
/// A playbook's own guards on closing an engagement that runs it.
void collect_forbidden_close(const playbook::Playbook& book, const EngagementId& engagement, Deciding& deciding,
                             std::vector<Reason>& reasons);

} // namespace handrail::engagement
