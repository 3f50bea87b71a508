// How often a process or a disk dies in a test: a few times in every run, and as often as somebody wants.
#pragma once

#include <cstdlib>

namespace handrail::testing {

/// `usual`, or what HANDRAIL_CRASH_ROUNDS says.
inline int crash_rounds(int usual) {
  const char* wanted = std::getenv("HANDRAIL_CRASH_ROUNDS");
  const int rounds = wanted == nullptr ? 0 : std::atoi(wanted);
  return rounds > 0 ? rounds : usual;
}

} // namespace handrail::testing
