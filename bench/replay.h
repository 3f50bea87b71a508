// How fast a log becomes states and lists again, beside reading its rows.
#pragma once

#include <filesystem>

namespace handrail::bench {

struct Replay {
  double rows_per_second = 0;   ///< SQLite alone: each column of each event
  double states_per_second = 0; ///< events read and evolved into their tenants' states
  double lists_per_second = 0;  ///< events of a log whose lists are made anew, as `handrail rebuild` does
};

/// Of an invented organisation in a folder, which is left as it is.
Replay replay(const std::filesystem::path& data, const std::filesystem::path& beside);

} // namespace handrail::bench
