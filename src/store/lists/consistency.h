// Do the indexes, sets and columns of the lists say what the tenants' rows say? § storage-10
#pragma once

#include "core/result.h"
#include "store/finding.h"
#include "store/sqlite.h"

#include <vector>

namespace handrail::store {

/// What contradicts the rows; at most a hundred findings. The index of three letters is not looked at: it cannot be
/// read without what it was made of.
Result<std::vector<Finding>> contradictions(sqlite::Database& database);

} // namespace handrail::store
