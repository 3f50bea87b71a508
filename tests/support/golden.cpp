#include "support/golden.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace handrail::testing {

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

/// The first line where two texts part, so that a long difference can be read.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream left(expected), right(actual);
  std::string a, b;
  for (int line = 1;; ++line) {
    const bool more_a = static_cast<bool>(std::getline(left, a));
    const bool more_b = static_cast<bool>(std::getline(right, b));
    if (!more_a && !more_b) return "they differ in the final line end";
    if (!more_a) a = "(end)";
    if (!more_b) b = "(end)";
    if (a != b) return fmt::format("line {}\n  expected: {}\n  actual:   {}", line, a, b);
  }
}

} // namespace

::testing::AssertionResult matches_golden(const std::string& name, const std::string& actual) {
  const fs::path path = fs::path("tests/golden") / name;
  const char* mode = std::getenv("HANDRAIL_GOLDEN");
  if (mode != nullptr && std::string(mode) == "write") {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return ::testing::AssertionSuccess();
  }
  const std::string expected = contents(path);
  if (expected == actual) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << path.string() << ": " << first_difference(expected, actual)
                                       << "\n(HANDRAIL_GOLDEN=write writes the file anew)\n--- actual ---\n"
                                       << actual;
}

} // namespace handrail::testing
