// Makes the read models anew from the log, and says whether they came out as they were.
#pragma once

#include "app/projector.h"
#include "core/result.h"
#include "store/data_folder.h"

#include <cstddef>
#include <string>
#include <vector>

namespace handrail::app {

struct Rebuilt {
  store::Position position = 0;
  std::size_t rows = 0;
  bool had_read_models = false;       ///< there was something whole to compare with
  std::vector<std::string> different; ///< tenants whose row is another now: at most `most_named`
  std::size_t differences = 0;

  static constexpr std::size_t most_named = 20;
};

/// The old tables stand until the new ones are whole. Nobody else may write meanwhile.
/// Errors: unavailable (in use by another process, disk full, the log damaged), not_found (no log).
Result<Rebuilt> rebuild(const store::DataFolder& folder, const Progress& progress = {});

} // namespace handrail::app
