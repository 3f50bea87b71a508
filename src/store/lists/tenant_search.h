// From the filters of a list to the set of its tenants. § lists-1
#pragma once

#include "core/result.h"
#include "store/lists/number_set.h"
#include "store/read_models.h"
#include "store/sqlite.h"
#include "store/tenant_text.h"

#include <cstdint>
#include <optional>

namespace handrail::store {

/// The tenants that a list may have.
struct Candidates {
  std::optional<NumberSet> set; ///< nothing: all there are
  /// Whether each has the text must be looked at in its row.
  bool look_at_text = false;
};

/// `last` is the highest number of a tenant. Where a text stands in more than `most_by_text` tenants, it is left to the
/// reader of the rows.
Result<Candidates> candidates(sqlite::Database& database, const TenantQuery& query, std::uint64_t last,
                              std::size_t most_by_text);

/// The tenants that a reader who may not see all of them sees.
Result<NumberSet> seen_tenants(sqlite::Database& database, const Seen& seen, std::uint64_t last);

} // namespace handrail::store
