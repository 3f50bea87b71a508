// The files of a data folder, written anew without the room that deleted and moved rows left. § storage-30
#pragma once

#include "app/backup.h"
#include "core/result.h"
#include "store/data_folder.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace handrail::app {

struct Compacted {
  std::string file; ///< "log.db"
  std::uint64_t before_bytes = 0, after_bytes = 0;
};

/// Packs every database file of the folder. The log that is packed is read through, and put in the old one's place when
/// its head is the same. `progress` is told the file's name and the bytes. Nobody may write meanwhile.
/// Errors: not_found (no log), unavailable (in use, not enough room, damaged).
Result<std::vector<Compacted>>
compact(const store::DataFolder& folder,
        const std::function<void(const std::string& file, std::uint64_t done, std::uint64_t all)>& progress = {});

} // namespace handrail::app
