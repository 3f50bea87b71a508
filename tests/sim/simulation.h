// A whole run from a seed: steps are drawn and taken until something is broken or there were enough; and a history is
// played again, and made as short as it can be and still break the same.
#pragma once

#include "sim/invariants.h"
#include "sim/step.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace handrail::sim {

/// What a simulation stands on and is broken by; made anew for each run.
struct Means {
  std::function<std::unique_ptr<LogPlace>()> place = sqlite_place;
  std::function<std::unique_ptr<Fault>()> fault = [] { return std::unique_ptr<Fault>(); };
};

struct Plan {
  Setting setting;
  std::size_t tenants = 10; ///< at most
  std::size_t steps = 200;
};
/// How the n-th of many runs is laid out: house, nodes, tenants and length come from the seed.
Plan plan_of(std::uint64_t seed);

struct Run {
  History history; ///< up to the step that broke something
  std::optional<Broken> broken;
  bool broke_at_end = false; ///< by no step: it was found when all was looked at
  store::Head head;          ///< the log's, in the end
  std::size_t accepted = 0, refused = 0, events = 0, tenants = 0;
};

/// Draws and takes steps.
Run simulate(const Plan& plan, const Means& means = {});
enum class Looks { also_at_the_end, only_after_steps };
/// Takes the steps of a history.
Run replay(const History& history, const Means& means = {}, Looks looks = Looks::also_at_the_end);

/// A shorter history that breaks the same invariant; `replays` at most are tried.
History shortest(const Run& failed, const Means& means = {}, std::size_t replays = 2000);

/// Folders of this process stand in memory, where the system has such a place: a simulation is not about disks.
void stand_in_memory();

/// What is told of a failure: the seed, the invariant, what was seen, and the history, to be pasted back.
std::string report(const Run& failed, const History& shortest);

} // namespace handrail::sim
