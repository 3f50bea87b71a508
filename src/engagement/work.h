// Work on a tenant: what people did, and when it was done last. docs/spec/rules.md, § rules-32
#pragma once

#include "engagement/state.h"

#include <functional>
#include <optional>
#include <string>

namespace handrail::engagement {

struct Work {
  std::string what; ///< "a call (outreach)"
  Mark mark;
};

/// The last work on the tenant, or in one engagement; of that which `counts`, where it is given. Nothing when there was
/// none.
std::optional<Work> last_work(const TenantState& state, const Engagement* engagement = nullptr,
                              const std::function<bool(const Mark&)>& counts = {});

} // namespace handrail::engagement
