// How the log's values stand in PostgreSQL's rows.
#pragma once

#include "store/postgres.h"
#include "store/store.h"

#include <string_view>
#include <vector>

namespace handrail::store::postgres {

/// A blob of another length is damage: the rest stays zero, so that no chain holds with it.
Hash hash_at(const Rows& rows, std::size_t row, int column);

/// What `events_in` reads.
inline constexpr std::string_view event_columns =
    "SELECT position, tenant, version, command, request, actor, at, type, data, message, hash FROM event ";
std::vector<StoredEvent> events_in(const Rows& rows);

/// The newest row: older ones may be waiting to be cleaned away, and are never looked at.
inline constexpr std::string_view head_query = "SELECT position, hash, house FROM head ORDER BY position DESC LIMIT 1";
/// Errors: unavailable (there is none).
Result<Head> head_in(const Rows& rows);

} // namespace handrail::store::postgres
