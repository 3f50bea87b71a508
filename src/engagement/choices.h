// At least and at most so many of several tasks. § engagement-29
#pragma once

#include "engagement/deciding.h"
#include "engagement/task_rows.h"

#include <vector>

namespace handrail::engagement {

/// The `choose` rules in force that count the task.
std::vector<const playbook::ChoiceRule*> choices_of(const playbook::Playbook& book, const TaskAt& at,
                                                    Deciding& deciding);

/// Adds a reason for every rule by which this would be one too many.
void collect_too_many(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                      std::vector<Reason>& reasons);

/// Adds a reason for every rule of the step by which too few are complete for the engagement to close.
void collect_too_few(const playbook::Playbook& book, const playbook::Step& step, const EngagementId& engagement,
                     Deciding& deciding, std::vector<Reason>& reasons);

} // namespace handrail::engagement
