// Tenants by a key that a column has: the least ones, and those that share one.
#pragma once

#include "core/result.h"
#include "store/lists/column_table.h"
#include "store/lists/number_set.h"
#include "store/lists/text_index.h"
#include "store/sqlite.h"
#include "store/tenant_order.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace handrail::store {

using NumberedPlaces = std::vector<NumberedPlace>;

/// What of a column's cells is the key, and which way it goes. Lower keys come first.
struct Key {
  Column column = Column::name;
  unsigned shift = 0; ///< bits below that are not looked at
  bool descending = false;

  Cell of(Cell cell) const { return descending ? ~(cell >> shift) : cell >> shift; }
};

/// The tenants of a set, in an order: the first `count` after a place. Reads the row of each.
Result<NumberedPlaces> sorted_places(sqlite::Database& database, const NumberSet& set, TenantOrder order,
                                     bool descending, const std::optional<TenantPlace>& after, std::size_t count);

/// Lists tenants that have the same key, after a place or from their first on.
using ListTied = std::function<Result<NumberedPlaces>(const NumberSet& tied, Cell key,
                                                      const std::optional<TenantPlace>& after, std::size_t count)>;

/// Where a list goes on: among those of a key, after a place.
struct KeyedPlace {
  Cell key = 0;
  TenantPlace place;
};

/// The first `count` tenants of a set in the order of a key, those of a key as `list_tied` has them. `order` sorts
/// those whose key few others have.
Result<NumberedPlaces> keyed_places(sqlite::Database& database, const Key& key, const NumberSet& set, TenantOrder order,
                                    const std::optional<KeyedPlace>& after, std::size_t count,
                                    const ListTied& list_tied);

} // namespace handrail::store
