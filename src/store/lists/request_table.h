// The requests that wait, in SQLite: for each team and each who asked, those that wait longest first.
#pragma once

#include "core/result.h"
#include "store/read_models.h"
#include "store/sqlite.h"

#include <cstdint>

namespace handrail::store {

/// The statements that make the tables.
extern const char* const request_tables;

/// Errors: invalid (a cursor that is none), unavailable.
Result<RequestPage> waiting_requests(sqlite::Database& database, const RequestQuery& query);

/// Writes what is different from the row before, which is null for a new tenant.
Result<void> put_requests(sqlite::Database& database, std::uint64_t number, const TenantRow* before,
                          const TenantRow& now);

} // namespace handrail::store
