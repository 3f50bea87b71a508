// Completing a task, choosing an outcome, starting and closing: what playbook rules have to say about each.
#pragma once

#include "engagement/deciding.h"
#include "engagement/task_rows.h"
#include "playbook/playbook.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// The step whose outcome rule has the task among its `one_of`; null when it is no outcome.
const playbook::Step* outcome_step(const playbook::Playbook& book, const TaskId& task);

/// Do the task's step and its own rules apply to this tenant?
bool task_applies(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding);

/// Why the engagement takes no more changes; empty while it is open.
std::optional<Reason> refused_as_closed(const Engagement& engagement, const Deciding& deciding);

/// Every reason why the task cannot be completed now. § engagement-20 to § engagement-23
std::vector<Reason> reasons_against_completing(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding);
/// Sets it complete, with all effects of its rules in their order. `depth` counts effects within effects.
Verdict complete(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                 const std::optional<Because>& because = std::nullopt, int depth = 0);

/// Sets another status than complete, with the effects that its rules have for it. § engagement-28
Verdict set_status(const playbook::Playbook& book, const TaskAt& at, const playbook::TaskStatus& status,
                   std::optional<int> percent, Deciding& deciding, const std::optional<Because>& because = std::nullopt,
                   int depth = 0);

/// § engagement-26
Verdict close(const playbook::Playbook& book, const EngagementId& engagement, const std::string& reason,
              Deciding& deciding, const std::optional<Because>& because = std::nullopt);

/// § engagement-14. Refused when the playbook runs already; its own guards are checked.
Verdict start(const EngagementId& engagement, const playbook::Playbook& book, Deciding& deciding,
              const std::optional<Because>& because = std::nullopt);

} // namespace handrail::engagement
