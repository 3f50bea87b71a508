// Scenario files, read and checked for their form. docs/spec/scenarios.md
#pragma once

#include "core/id.h"
#include "core/time.h"
#include "playbook/diagnostic.h"
#include "playbook/yaml.h"

#include <chrono>
#include <cstddef>
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

/// How far a step's `advance` sets the clock forward; it was checked when the file was read.
std::chrono::seconds advance_of(const playbook::yaml::Node& advance);

/// Is a step's command one on a whole customer, and not on a tenant?
bool is_about_a_customer(const playbook::yaml::Node& entry);

/// The JSON Schema of scenario files: schemas/scenario.schema.json is this text.
std::string scenario_schema();

} // namespace handrail::app
