// A pass is this program run once more, as the disk is or with slower syncs; it says its figures, a line each.
#pragma once

#include "figures.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace handrail::bench {

struct Settings {
  std::uint64_t tenants = 1'000'000;
  std::uint64_t postgres_tenants = 100'000;
  std::uint64_t seeded_tenants = 50'000; ///< of the log that is replayed
  double seconds = 5;
  std::filesystem::path folder; ///< with the tenants; made when it is empty, and then taken away at the end
  bool one_pass = false;
  std::string only; ///< a part's name: to look at one alone
};

using Figures = std::map<std::string, double>;

/// Runs `program` for one pass, with each sync 1 ms longer or not. Ends the program where a pass fails.
Figures pass(const Settings& settings, const std::string& program, bool slow_sync);

/// Says a figure of this pass.
void tell(const std::string& name, double figure);
/// "NAME_p50_us" and so on.
void tell(const std::string& name, Times& times);

/// What is being measured, on a terminal.
void progress(std::string_view what);

} // namespace handrail::bench
