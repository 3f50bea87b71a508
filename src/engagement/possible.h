// What may be done now: every action, allowed or with the denial it would meet, and what completing it would do.
#pragma once

#include "engagement/decide.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// One line of "before and after".
struct PreviewLine {
  enum class Sign { plus, minus, changes };
  Sign sign = Sign::changes;
  std::string text; ///< "RM ★ FTCQ Intent NonActionable"

  bool operator==(const PreviewLine&) const = default;
};

struct Action {
  Command command;                  ///< what it would be; what only the person can know is left empty
  std::string label;                ///< "Complete 3713 Customer Declined"
  EngagementId engagement;          ///< empty for actions on the tenant itself
  TaskId task;                      ///< empty when it is no task's
  std::optional<ServiceId> service; ///< of a task that is done once per service
  std::optional<Denial> denial;     ///< empty: allowed now
  std::vector<PreviewLine> preview; ///< what it would do beyond the obvious, shown also when it is denied
};

/// Every action that makes sense on the tenant as it stands: each task's completion or outcome, in each of its rows,
/// and each other status of it that sets something off; each checklist item, closing each engagement, starting each
/// playbook, leaving each field one holds, answering each open request, and writing, assigning and editing in general.
std::vector<Action> can(const TenantState& state, const playbook::Model& model, const Actor& actor, Instant now);

/// Does the action complete a task? Others of a task set a status that sets something off.
bool completes(const Action& action, const playbook::Workspace& workspace);

/// What the events would do, in words; the change that the person asked for itself is left out.
std::vector<PreviewLine> preview(const std::vector<Event>& events, const playbook::Model& model);

} // namespace handrail::engagement
