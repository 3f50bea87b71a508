// How many histories are recorded and looked at: a few in every run, and as many as somebody wants.
#pragma once

#include <cstdlib>

namespace handrail::linearizability {

/// `usual`, or what HANDRAIL_LINEARIZABILITY_ROUNDS says.
inline int rounds(int usual) {
  const char* wanted = std::getenv("HANDRAIL_LINEARIZABILITY_ROUNDS");
  const int given = wanted == nullptr ? 0 : std::atoi(wanted);
  return given > 0 ? given : usual;
}

} // namespace handrail::linearizability
