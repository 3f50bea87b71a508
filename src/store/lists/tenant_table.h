// The tenants' rows in SQLite, and the index of their text.
#pragma once

#include "core/result.h"
#include "store/lists/number_set.h"
#include "store/read_models.h"
#include "store/sqlite.h"
#include "store/tenant_text.h"

#include <cstdint>
#include <optional>
#include <string>

namespace handrail::store {

/// The statements that make the tables.
extern const char* const tenant_tables;

/// A row with its tenant's number.
struct NumberedTenant {
  std::uint64_t number = 0;
  TenantRow row;
};

// ---- reading -------------------------------------------------------------------------------------------------------

/// The highest number; tenants have the numbers from 1 on without a hole.
Result<std::uint64_t> last_number(sqlite::Database& database);

Result<std::optional<NumberedTenant>> tenant_of(sqlite::Database& database, const TenantId& id);
/// Errors: unavailable (the tables contradict each other).
Result<TenantRow> tenant_at(sqlite::Database& database, std::uint64_t number);
/// Only what the row is sorted by and searched for.
Result<TenantRow> tenant_head_at(sqlite::Database& database, std::uint64_t number);

/// Adds the tenants whose searched text has each three letters of the text in a row: those in which it stands, and a
/// few others. Gives up after `limit` of them: then the answer is false. Texts of three letters or more only.
Result<bool> add_by_text(sqlite::Database& database, const SearchedFor& text, std::size_t limit, NumberSet& set);

// ---- writing -------------------------------------------------------------------------------------------------------

/// `before` is null for a new tenant. Its name and customer are for TextIndexWriter.
Result<void> put_tenant(sqlite::Database& database, std::uint64_t number, const TenantRow* before,
                        const TenantRow& now);

} // namespace handrail::store
