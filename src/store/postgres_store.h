// The log in PostgreSQL: several programs may write to it at once, each of them as if it were alone. § storage-20
#pragma once

#include "store/postgres.h"
#include "store/store.h"

#include <memory>
#include <string>

namespace handrail::store {

/// Makes the tables when they are not there. Errors: unavailable (cannot be reached), invalid (another program's, newer
/// than this one), not_found (to read: nothing there).
Result<std::unique_ptr<Store>> open_postgres_store(const postgres::Address& address, postgres::Access access);

/// The same for a move into it, from what people know as `from`: until it has arrived nobody else may open it or
/// append. One that was broken off is gone on with. Errors: also invalid (it is not empty).
Result<std::unique_ptr<Store>> open_arriving_postgres_store(const postgres::Address& address, const std::string& from);

/// The move has ended: it is a log as any other.
Result<void> arrive(const postgres::Address& address);

} // namespace handrail::store
