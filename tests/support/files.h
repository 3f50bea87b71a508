// Files that a test reads as they are.
#pragma once

#include <filesystem>
#include <string>

namespace handrail::testing {

/// A whole file. Fails the test when it cannot be read.
std::string read_whole(const std::filesystem::path& file);

} // namespace handrail::testing
