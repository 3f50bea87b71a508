// The tenants of a set by name or by customer, from any place on.
#pragma once

#include "core/result.h"
#include "store/lists/keyed_tenants.h"
#include "store/lists/number_set.h"
#include "store/lists/tuning.h"
#include "store/sqlite.h"
#include "store/tenant_order.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace handrail::store {

class TextSequence {
public:
  /// `order` is name or customer.
  TextSequence(sqlite::Database& database, const Tuning& tuning, TenantOrder order, bool descending)
      : database_(database), tuning_(tuning), order_(order), descending_(descending) {}

  /// The next `count` tenants after a place, or from the first on; of all tenants where `set` is null. Fewer are the
  /// last ones.
  Result<NumberedPlaces> after(const NumberSet* set, const std::optional<TenantPlace>& place, std::size_t count);

private:
  /// Goes along the index from a place on, and takes those of the set: nothing when that takes more steps.
  Result<std::optional<NumberedPlaces>> walked(const NumberSet* set, const std::optional<TenantPlace>& from,
                                               std::size_t count, std::uint64_t most_steps);
  Result<NumberedPlaces> by_label(const NumberSet& set, const std::optional<TenantPlace>& place, std::size_t count);

  sqlite::Database& database_;
  const Tuning& tuning_;
  TenantOrder order_;
  bool descending_;
};

} // namespace handrail::store
