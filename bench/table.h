// The figures of a pass as a table: the work, what Handrail did, what its reference did, the ratio, and what it must
// be.
#pragma once

#include "passes.h"

#include <string>

namespace handrail::bench {

/// Parts that were not measured have no rows.
void print_table(const std::string& title, const Figures& figures);

} // namespace handrail::bench
