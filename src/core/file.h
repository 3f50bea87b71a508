// Reading and writing whole files, with a limit and with errors a person can act on.
#pragma once

#include "core/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace handrail {

/// The bytes of a regular file of at most `limit_bytes`. Errors: not_found, invalid (too large, a directory),
/// unavailable.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit_bytes);

/// Replaces a file in one step: a reader sees the old bytes or the new, never a part. Errors: unavailable.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

} // namespace handrail
