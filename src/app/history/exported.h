// Writes a history that can be verified without the store. § storage-37
#pragma once

#include "app/projector.h"
#include "core/result.h"
#include "store/checkpoint/checkpoint.h"
#include "store/store.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace handrail::app {

struct Exported {
  std::uint64_t events = 0;
  std::uint64_t checkpoint_events = 0; ///< that the checkpoint of a stream's history was signed for; 0 for a whole log
};

/// The whole log, up to where it ends now. `to` must not be there; what fails leaves none.
/// Errors: invalid (there is a file), unavailable.
Result<Exported> export_log(store::Store& store, const std::filesystem::path& to, const Progress& progress = {});

/// The events of one stream that a checkpoint was signed for, each with the path that proves it. `kept`: the text of a
/// checkpoint that was kept elsewhere; nothing: the newest in the log. Errors: also not_found (no such stream, no
/// checkpoint), invalid (the log is not what the checkpoint was signed for).
Result<Exported> export_stream(store::Store& store, const TenantId& stream, const std::optional<std::string>& kept,
                               const std::filesystem::path& to, const Progress& progress = {});

} // namespace handrail::app
