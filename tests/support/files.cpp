#include "support/files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace handrail::testing {

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace handrail::testing
