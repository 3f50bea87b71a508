// The search for the way out: best first, over states that `decide` and `evolve` make. Inside the engagement room only.
#pragma once

#include "engagement/way_out.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace handrail::engagement {

/// One move of a way that was found; words come later.
struct WayMove {
  Actor by; ///< without id: time passes
  Command command;
  std::optional<Instant> wait_until;
  bool is_correction = false;
  bool is_example = false;
  Instant at{};
  std::shared_ptr<const TenantState> before; ///< what it was decided on
};

struct WayFound {
  bool is_met = false;
  bool is_done = false; ///< nothing is left for `command`: the moves brought it about
  bool is_shortest = false;
  bool is_proof = false;      ///< nothing was found, and wherever the search ended stood a reason that lasts
  std::vector<WayMove> moves; ///< without the command itself
};

/// Searches for states in which `decide` allows `command` to `actor`. `asker` is preferred for every move.
/// `decisions` counts on, and the search ends when it comes to the limit.
WayFound search_way(const TenantState& state, const playbook::Model& model, const Command& command, const Actor& actor,
                    const Actor& asker, Instant now, const WayLimits& limits, std::size_t& decisions);

} // namespace handrail::engagement
