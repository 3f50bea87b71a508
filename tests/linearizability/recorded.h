// Callers at once on engines, and what each asked and was answered, with when. Also whether some order explains it.
#pragma once

#include "app/engine.h"
#include "linearizability/tenant_model.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace handrail::linearizability {

struct Load {
  int callers = 6;
  int calls_each = 40;
  int tenants = 2;
};

using Histories = std::map<TenantId, std::vector<TenantCall>>;

/// Caller i uses engine i modulo their number. What is asked follows from the seed; how it interleaves does not. Every
/// engine's clock stands at `now`.
Histories recorded(const std::vector<app::Engine*>& engines, std::uint64_t seed, const Load& load = {});

/// Empty when every tenant's history has an order that explains it; else the shortest that has none, as a text.
///
/// Tenants are looked at one by one: keys and versions are a tenant's own here, so that histories of several have an
/// order when each has. Pages and lists are looked at one without the other: a tenant's page may show a command a
/// moment before it is answered, and lists show it when it is (§ storage-6).
std::string unexplained(const Histories& histories, Instant now);

} // namespace handrail::linearizability
