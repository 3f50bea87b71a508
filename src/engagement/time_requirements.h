// Requirements of time, checked: attempts, waiting, and inactivity. docs/spec/rules.md, § rules-30 to § rules-32
#pragma once

#include "engagement/requirements.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// What is missing: `needs` completes "… needs …".
struct MissingTime {
  std::string needs;
  std::vector<FactRead> facts;
  std::vector<Remedy> remedies;
};

/// Each is empty when the requirement is met.
std::optional<MissingTime> missing_attempts(const playbook::RequiredAttempts& required, const Ground& ground,
                                            const Deciding& deciding);
std::optional<MissingTime> missing_time(const playbook::RequiredElapsed& required, const Ground& ground,
                                        Deciding& deciding);
std::optional<MissingTime> missing_inactivity(const playbook::RequiredInactivity& required, const Ground& ground,
                                              Deciding& deciding);

} // namespace handrail::engagement
