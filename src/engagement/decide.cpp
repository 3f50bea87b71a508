#include "engagement/decide.h"

#include "engagement/assignments.h"
#include "engagement/forbids.h"
#include "engagement/handlers.h"

#include <fmt/format.h>

namespace handrail::engagement {

Result<Decision> decide(const TenantState& state, const playbook::Model& model, const Command& command,
                        const Actor& actor, Instant now) {
  if (!state.is_registered() && !std::holds_alternative<RegisterTenant>(command)) {
    // § access-3: who may not read every tenant is not told which there are.
    if (auto reason = refused_to_read(state, model.workspace, actor)) return Decision{{}, Denial{{std::move(*reason)}}};
    return Error{ErrorCode::not_found, "there is no such tenant", state.id.text(), "Register it first."};
  }

  Deciding deciding(state, model, actor, now);
  HANDRAIL_TRY(auto reasons, std::visit([&](const auto& one) { return handle(one, deciding); }, command));
  if (reasons.empty()) {
    // What must hold of the whole, whichever command or effect touched it.
    collect_forbidden_changes(deciding, reasons);
    collect_lost_primaries(deciding, reasons);
  }
  if (!reasons.empty()) return Decision{{}, Denial{std::move(reasons)}};
  return std::move(deciding).decision();
}

Result<EngagementId> belonging(const EngagementId& named, const TaskId& task, const Deciding& deciding) {
  if (named.empty() && task.empty()) {
    const Engagement* only = nullptr;
    for (const auto& one : deciding.state().engagements) {
      if (!one.is_open()) continue;
      if (only != nullptr) return EngagementId(); // several: it counts for each of them
      only = &one;
    }
    return only == nullptr ? EngagementId() : only->id;
  }
  auto found = deciding.engagement(named, task);
  if (found) return (*found)->id;
  // A task that runs nowhere may still be written about: the note then stands on the tenant alone.
  if (named.empty() && found.error().code == ErrorCode::not_found) return EngagementId();
  return found.error();
}

} // namespace handrail::engagement
