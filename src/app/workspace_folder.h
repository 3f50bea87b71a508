// A workspace folder on disk, compiled whole.
#pragma once

#include "core/result.h"
#include "playbook/workspace.h"

#include <filesystem>
#include <memory>

namespace handrail::app {

/// Errors: invalid (it does not compile: the message says the first finding and how many there are), not_found,
/// unavailable.
Result<std::shared_ptr<const playbook::Model>> compiled_workspace(const std::filesystem::path& folder);

} // namespace handrail::app
