// The log in one SQLite file: write-ahead log, every commit synced.
#pragma once

#include "store/sqlite.h"
#include "store/store.h"

#include <filesystem>
#include <memory>

namespace handrail::store {

inline constexpr sqlite::Kind log_kind{"FULL", "Run `handrail verify` to see where, and restore a backup."};

/// Opens log.db; for writing it is made, or brought forward to this program's format (§ storage-8).
/// Errors: not_found (reading what is not there), invalid (no log, or newer than the program), unavailable.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file, sqlite::Access access);

} // namespace handrail::store
