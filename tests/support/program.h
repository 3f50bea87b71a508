// The program's commands, run within the test. Only for tests that link the room `cli`.
#pragma once

#include "cli/command.h"

#include <sstream>
#include <string>
#include <vector>

namespace handrail::testing {

/// What a command said and how it ended.
struct Ran {
  int status = 0;
  std::string out, err;
};

/// Runs `handrail WORDS…`, on a terminal or off it.
inline Ran run_handrail(const std::vector<std::string>& words, bool terminal = false) {
  std::vector<const char*> arguments{"handrail"};
  for (const auto& word : words) arguments.push_back(word.c_str());
  std::ostringstream out, err;
  cli::Console console{out, err, terminal, false};
  const int status = cli::run(static_cast<int>(arguments.size()), arguments.data(), console);
  return {status, out.str(), err.str()};
}

} // namespace handrail::testing
