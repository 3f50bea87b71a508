// What a log holds after a kill, read before anybody mends anything.
#pragma once

#include "store/store.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace handrail::testing {

struct Logged {
  std::map<std::string, int> notes; ///< by the command that wrote them: how many
  std::set<std::string> commands;   ///< every one that left something
  int registered = 0;               ///< tenants
};

/// Throws where the log cannot be read.
Logged logged_in(store::Store& log);

/// Nothing where there is no log yet. Throws where there is one that cannot be read.
std::optional<Logged> read_log(const std::filesystem::path& log);

} // namespace handrail::testing
