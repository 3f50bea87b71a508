// Separation of duties: who did one thing does not do the other. § rules-34
#pragma once

#include "engagement/deciding.h"
#include "engagement/task_rows.h"

#include <vector>

namespace handrail::engagement {

/// A rule of another task says that its person must not be the one of this task: whoever comes second is refused.
void collect_own_deeds(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                       std::vector<Reason>& reasons);

} // namespace handrail::engagement
