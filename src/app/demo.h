// The demonstration's tenants, in a data folder that begins with them.
#pragma once

#include "core/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>

namespace handrail::app {

/// Plays a scenario at its own times into a new data folder, which appears whole or not at all. A folder that has a log
/// already is left as it is. Called before an engine opens the folder. Returns the number of steps played.
/// Errors: invalid (the scenario or the workspace has a fault; says where), not_found, unavailable.
Result<std::size_t> import_demo(const std::filesystem::path& data, const std::filesystem::path& workspace,
                                const std::filesystem::path& scenario,
                                const std::function<void(std::size_t, std::size_t)>& progress = {});

} // namespace handrail::app
