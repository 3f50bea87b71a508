// The log as one file elsewhere, and back: each copy is read through before it counts. § storage-29
#pragma once

#include "app/verification.h"
#include "core/result.h"
#include "store/data_folder.h"
#include "store/sqlite_copy.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace handrail::app {

/// How far a copy and its check got.
struct CopyProgress {
  store::sqlite::CopyProgress copying; ///< bytes
  Progress checking;                   ///< events
};

/// What a file with a log holds.
struct LogCopy {
  store::Head head;
  std::size_t tenants = 0;
  std::uint64_t bytes = 0;
};

/// Copies the log of a data folder into a file, as it stands at one moment; a server may be at work on it. The file is
/// there only when every event in it was read and is as it was written.
/// Errors: invalid (there is such a file already), not_found (no log), unavailable (disk full, damaged, not writable).
Result<LogCopy> backup(const store::DataFolder& from, const std::filesystem::path& to,
                       const CopyProgress& progress = {});

/// Puts such a file into a data folder that holds nothing yet; lists are made from it at the next start. `known`: a
/// head noted earlier, which the file must contain. Errors: invalid (the folder holds something already; the file is no
/// log, newer than this program, or not as it was written), not_found, unavailable.
Result<LogCopy> restore(const std::filesystem::path& from, const store::DataFolder& to,
                        const std::optional<store::Head>& known = {}, const CopyProgress& progress = {});

} // namespace handrail::app
