// The read models in an SQLite file of their own, which may be deleted at any time.
#pragma once

#include "store/lists/tuning.h"
#include "store/read_models.h"
#include "store/sqlite.h"

#include <filesystem>
#include <memory>

namespace handrail::store {

inline constexpr sqlite::Kind read_models_kind{
    "NORMAL", "Stop the server and run `handrail rebuild`: it is made anew from the log."};

/// Opens read.db. For writing, a file of another format or a damaged one is thrown away and begun anew, at position 0.
/// Errors: not_found (reading what is not there), unavailable.
Result<std::unique_ptr<ReadModels>> open_sqlite_read_models(const std::filesystem::path& file, sqlite::Access access,
                                                            const Tuning& tuning = {});

} // namespace handrail::store
