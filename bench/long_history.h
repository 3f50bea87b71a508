// How long a tenant with a long history takes to open after a start.
#pragma once

#include "figures.h"

#include <cstddef>
#include <filesystem>

namespace handrail::bench {

struct LongHistory {
  Clock::duration with_snapshot{}, without{};
};

/// Writes such a tenant into a folder of its own, a sixth of its events notes, which are kept, and opens it after two
/// starts.
LongHistory open_long_history(const std::filesystem::path& folder, std::size_t events);

} // namespace handrail::bench
