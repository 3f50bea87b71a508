// Scenario files: who does what to which tenant, and what must come of it. With expectations they are tests; without,
// they are demonstration data. docs/spec/scenarios.md
#pragma once

#include "app/engine.h"
#include "core/time.h"
#include "playbook/diagnostic.h"
#include "playbook/yaml.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::app {

inline constexpr std::size_t max_scenario_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t max_scenario_steps = 10'000;

/// One file, checked for its form. What it names is looked up when it is played.
struct Scenario {
  std::string name, file;
  Instant clock{};        ///< when it begins
  PersonId registered_by; ///< who registers its tenants; empty: the first person who may
  playbook::yaml::Node root;
};

/// Nothing when a finding of severity error was added.
std::optional<Scenario> read_scenario(std::string_view text, const std::string& file,
                                      std::vector<playbook::Diagnostic>& findings);

/// The JSON Schema of scenario files: schemas/scenario.schema.json is this text.
std::string scenario_schema();

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
