// Playing scenarios: who does what to which tenant, and what must come of it. With expectations they are tests;
// without, they are demonstration data. docs/spec/scenarios.md
#pragma once

#include "app/engine.h"
#include "app/scenario_file.h"
#include "core/time.h"
#include "playbook/diagnostic.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::app {

/// What was expected of a step and what came of it.
struct Difference {
  std::string what, expected, actual;

  bool operator==(const Difference&) const = default;
};

/// The first step that did not go as expected; a scenario ends there.
struct ScenarioFailure {
  playbook::SourceSpan at;
  std::string step; ///< the step as the file has it
  std::vector<Difference> differences;
};

struct ScenarioResult {
  std::string name, file;
  std::size_t steps = 0; ///< that were played, the failed one included
  std::optional<ScenarioFailure> failure;

  bool passed() const { return !failure.has_value(); }
};

/// Plays a scenario on an engine whose clock is `clock`: sets it to the scenario's time, registers the tenants, and
/// takes step after step. `progress` is told the steps done and their number.
ScenarioResult play(const Scenario& scenario, Engine& engine, ManualClock& clock,
                    const std::function<void(std::size_t, std::size_t)>& progress = {});

/// Plays it on an engine of its own, in a folder that is gone afterwards, with ids that are the same each time.
/// Errors: unavailable (no folder can be made).
Result<ScenarioResult> play_in_scratch(const Scenario& scenario, const std::shared_ptr<const playbook::Model>& model);

} // namespace handrail::app
