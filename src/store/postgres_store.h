// The log in PostgreSQL: several programs may write to it at once, each of them as if it were alone. § storage-20
#pragma once

#include "store/postgres.h"
#include "store/store.h"

#include <memory>

namespace handrail::store {

/// Makes the tables when they are not there. Errors: unavailable (cannot be reached), invalid (another program's, newer
/// than this one), not_found (to read: nothing there).
Result<std::unique_ptr<Store>> open_postgres_store(const postgres::Address& address, postgres::Access access);

} // namespace handrail::store
