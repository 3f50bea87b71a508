// What pages are made of, beside the same rows read by hand with SQLite alone.
#pragma once

#include "app/engine.h"
#include "figures.h"

#include <cstdint>
#include <filesystem>

namespace handrail::bench {

struct Reading {
  Times handrail, by_hand;
};

/// The state of a tenant drawn at random and the newest fifty lines of its history; by hand, the two queries of its
/// events that they are made of, each column taken. In turns, so that both meet the same machine.
Reading read_tenant_pages(app::Engine& engine, const std::filesystem::path& log, std::uint64_t tenants, double seconds);

/// Pages of fifty tenants of a saved view, one after the other; by hand, a table of the same columns with the one index
/// that this view needs, made in `file`.
Reading read_saved_view(app::Engine& engine, const std::filesystem::path& file, std::uint64_t tenants, double seconds);

} // namespace handrail::bench
