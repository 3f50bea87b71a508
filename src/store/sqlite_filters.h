// The filters and cursors of lists, made into SQL with a place for each value. Inside the store room only.
#pragma once

#include "core/result.h"
#include "store/read_models.h"

#include <cstddef>
#include <cstdint>
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

Filters filters_of(const TenantQuery& query);
Filters filters_of(const RequestQuery& query);

/// Errors: invalid (a text too long, a page too large).
Result<void> check(const TenantQuery& query);
Result<void> check(const RequestQuery& query);

/// Where a page begins: after the tenant of that name and id.
struct TenantCursor {
  std::string id, name;
};
std::string to_text(const TenantRow& row);
Result<TenantCursor> tenant_cursor(std::string_view text);

/// The same for requests: "1788…/contoso/r-1"; no tenant's id has a slash in it.
struct RequestCursor {
  std::int64_t asked_at = 0;
  std::string tenant, request;
};
std::string to_text(const RequestPage::Entry& entry);
Result<RequestCursor> request_cursor(std::string_view text);

/// An instant as tables have it: microseconds since 1970.
std::int64_t micros(Instant at);

} // namespace handrail::store
