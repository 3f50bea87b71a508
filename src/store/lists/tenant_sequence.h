// The tenants of a list in its order, from any place on (docs/decisions/0115-saved-views-by-sets-and-columns.md).
#pragma once

#include "core/result.h"
#include "store/lists/facets.h"
#include "store/lists/keyed_tenants.h"
#include "store/lists/number_set.h"
#include "store/lists/text_sequence.h"
#include "store/lists/tuning.h"
#include "store/read_models.h"
#include "store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace handrail::store {

class TenantSequence {
public:
  /// `set` is null for all tenants; it must outlive this. `last` is the highest number of a tenant.
  TenantSequence(sqlite::Database& database, const Tuning& tuning, TenantOrder order, bool descending,
                 const NumberSet* set, std::uint64_t last)
      : database_(database), tuning_(tuning), order_(order), descending_(descending), set_(set), last_(last),
        names_(database, tuning, TenantOrder::name, descending) {}

  /// The next `count` tenants after a place, or from the first on. Fewer are the last ones.
  /// Errors: invalid (a place that is none in this order), unavailable.
  Result<NumberedPlaces> after(const std::optional<TenantPlace>& place, std::size_t count);

private:
  Result<NumberedPlaces> by_facets(FacetKind kind, const std::optional<TenantPlace>& place, std::size_t count);
  Result<NumberedPlaces> by_column(const std::optional<TenantPlace>& place, std::size_t count);
  /// Tenants that are equal in what the list is sorted by: by name.
  Result<NumberedPlaces> named(const NumberSet& tied, const std::string& major, const std::optional<TenantPlace>& place,
                               std::size_t count);

  sqlite::Database& database_;
  const Tuning& tuning_;
  TenantOrder order_;
  bool descending_;
  const NumberSet* set_;
  std::uint64_t last_;
  TextSequence names_;
};

} // namespace handrail::store
