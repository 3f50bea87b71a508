// evolve(state, event) → state. Total: an event that was written is never refused.
#pragma once

#include "engagement/state.h"

namespace handrail::engagement {

TenantState evolve(TenantState state, const Happened& happened);

} // namespace handrail::engagement
