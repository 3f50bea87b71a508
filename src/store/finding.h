// What a check of stored data found.
#pragma once

#include <string>

namespace handrail::store {

/// One thing that is wrong with what is stored.
struct Finding {
  std::string where;   ///< "log.db, event 3 of contoso (position 17)"
  std::string message; ///< in a sentence

  bool operator==(const Finding&) const = default;
};

} // namespace handrail::store
