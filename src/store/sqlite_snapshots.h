// Snapshots in a SQLite file of their own, which may be deleted at any time.
#pragma once

#include "core/result.h"
#include "store/snapshots.h"
#include "store/sqlite.h"

#include <filesystem>
#include <memory>

namespace handrail::store {

inline constexpr sqlite::Kind snapshots_kind{"NORMAL", "It is only a cache: stop the server and delete it."};

/// The file is made when it is not there; one of another format, or damaged, is thrown away first.
/// Errors: unavailable (it cannot be written).
Result<std::unique_ptr<Snapshots>> open_sqlite_snapshots(const std::filesystem::path& file);

} // namespace handrail::store
