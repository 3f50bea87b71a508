// The filters of the requests that wait, made into SQL with a place for each value. Inside the store room only.
#pragma once

#include "store/read_models.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::store {

/// The conditions of a list, and what stands in their places.
struct Filters {
  std::string where = "WHERE 1";
  std::vector<std::string> values;

  void add(std::string_view condition, std::string value);
  /// `tenant` is the column with the tenant's id.
  void add_seen(std::string_view tenant, const Seen& seen);
};

Filters filters_of(const RequestQuery& query);

} // namespace handrail::store
