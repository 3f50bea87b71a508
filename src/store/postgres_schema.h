// The tables of Handrail in a PostgreSQL database: made, brought forward, and recognised. § storage-20
#pragma once

#include "core/result.h"
#include "store/postgres.h"

namespace handrail::store::postgres {

/// Makes the schema `handrail`, or brings it forward to the newest format. Several nodes may do so at once.
/// Errors: invalid (the schema is somebody else's, newer than the program, or the database's encoding is not UTF-8),
/// unavailable (also: the server is set up to lose what it confirmed).
Result<void> migrate(Connection& connection);

/// Errors: unavailable (a move into it has not ended).
Result<void> check_arrived(Connection& connection);

/// The checks of both without changing anything; a format behind the program's is refused too. Errors: also not_found.
Result<void> check_format(Connection& connection);

} // namespace handrail::store::postgres
