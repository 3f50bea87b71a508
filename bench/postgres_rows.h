// The figures on PostgreSQL: one node, two nodes, and checklists, each beside its reference on the same server.
#pragma once

#include "passes.h"

namespace handrail::bench {

/// Starts a server of its own, and ends it.
void measure_postgres(const Settings& settings);

} // namespace handrail::bench
