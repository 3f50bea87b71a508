// The program itself, run inside the test: what it printed and how it ended.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace handrail::testing {

struct Ran {
  int status = 0;
  std::string out, err;
};

/// Runs `handrail ARGUMENTS…`.
Ran run_handrail(const std::vector<std::string>& arguments);

/// A whole file. Fails the test when it cannot be read.
std::string read_whole(const std::filesystem::path& file);

} // namespace handrail::testing
