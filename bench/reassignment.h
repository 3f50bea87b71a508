// One order that reassigns a place in many tenants, beside as many raw rows.
#pragma once

#include "app/engine.h"

#include <cstdint>
#include <filesystem>

namespace handrail::bench {

struct Reassignment {
  double handrail_seconds = 0; ///< each tenant decided by the rules, with a history of its own, durable and listed
  double raw_seconds = 0;      ///< an event row and an indexed state row for each, 256 in one synced transaction
};

/// Of the first `count` tenants of an EngineBed, from who holds them to somebody else and back: the mean of both. The
/// raw rows go to `file`, with `present` tenants there.
Reassignment reassign(app::Engine& engine, std::uint64_t count, std::uint64_t present,
                      const std::filesystem::path& file);

} // namespace handrail::bench
