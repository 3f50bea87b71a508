#include "workspaces/program.h"

#include "cli/command.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace handrail::testing {

Ran run_handrail(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv{"handrail"};
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  cli::Console console{out, err};
  const int status = cli::run(static_cast<int>(argv.size()), argv.data(), console);
  return {status, out.str(), err.str()};
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace handrail::testing
