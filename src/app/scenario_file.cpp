#include "app/scenario_file.h"

#include "app/scenario_shape.h"
#include "core/text.h"

#include <fmt/format.h>

namespace handrail::app {

namespace {

namespace yaml = playbook::yaml;
using yaml::Node;

/// Three years: ten thousand such steps stay within the years that a date can have.
constexpr std::int64_t longest_advance_s = std::int64_t{3} * 366 * 86'400;

/// "P3D", "PT4H30M", "P1W": weeks, days, hours, minutes and seconds; nothing shorter, nothing longer.
std::optional<std::chrono::seconds> duration_of(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  std::int64_t seconds = 0, number = -1;
  bool in_time = false;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number) * 10 + (c - '0');
      if (number > 1'000'000) return std::nullopt;
      continue;
    }
    if (c == 'T' && !in_time && number < 0) {
      in_time = true;
      continue;
    }
    const std::string_view units = in_time ? "HMS" : "WD";
    const auto unit = units.find(c);
    if (number < 0 || unit == std::string_view::npos) return std::nullopt;
    constexpr std::int64_t date_units[] = {7 * 86'400, 86'400}, time_units[] = {3'600, 60, 1};
    seconds += number * (in_time ? time_units[unit] : date_units[unit]);
    if (seconds > longest_advance_s) return std::nullopt;
    number = -1;
  }
  if (number >= 0 || seconds == 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

/// What the shape cannot say: a step does one thing, and a command has somebody who gives it.
void check_step(const Node& step, std::size_t tenants, std::vector<playbook::Diagnostic>& findings) {
  const auto complain = [&](const Node& at, std::string message, std::string hint) {
    findings.push_back(yaml::finding(at, at.place(), "scenario-step", std::move(message), std::move(hint)));
  };
  int acts = 0;
  for (const char* key : {"do", "expect", "advance"}) acts += step.find(key) != nullptr;
  if (acts != 1) complain(step, "a step does one thing", "give it exactly one of do, expect and advance");
  if (step.find("do") != nullptr && step.at("as").is_null())
    complain(step, "nobody does this", "say who, with `as: ` and a person's id");
  if (step.find("do") == nullptr && (step.find("denied") != nullptr || step.find("as") != nullptr))
    complain(step, "`as` and `denied` belong to `do`", "take them away");
  const auto& commands = step.at("do").items();
  const bool about_a_tenant =
      step.find("advance") == nullptr && (commands.empty() || !is_about_a_customer(commands.front()));
  if (about_a_tenant && step.at("tenant").is_null() && tenants != 1)
    complain(step, "it is not said which tenant is meant", "say which, with `tenant: ` and its id");
  if (const auto* advance = step.find("advance"); advance != nullptr && !duration_of(advance->text()))
    complain(*advance, fmt::format("“{}” is no duration", text::shortened(advance->text(), 40)),
             "write P3D, PT4H30M or P1DT12H; at most three years");
}

} // namespace

std::optional<Scenario> read_scenario(std::string_view text, const std::string& file,
                                      std::vector<playbook::Diagnostic>& findings) {
  const std::size_t found_before = findings.size();
  auto root = yaml::parse(text, {file}, findings, {max_scenario_bytes, 32, 400'000});
  if (!root || !yaml::check(*root, scenario_shape(), findings)) return std::nullopt;
  const auto& steps = root->at("steps").items();
  if (steps.size() > max_scenario_steps)
    findings.push_back(yaml::finding(
        root->at("steps"), root->at("steps").place(), "scenario-step",
        fmt::format("{} steps are more than the limit of {}", steps.size(), max_scenario_steps), "split the scenario"));
  for (const auto& step : steps) check_step(step, root->at("tenants").items().size(), findings);
  const auto clock = instant_from_iso(root->at("clock").text());
  if (!clock)
    findings.push_back(yaml::finding(root->at("clock"), root->at("clock").place(), "scenario-clock",
                                     clock.error().message, "write it like 2026-03-02T09:00:00Z"));
  if (findings.size() != found_before) return std::nullopt;
  Scenario scenario{root->at("scenario").text(), file, *clock, PersonId(root->at("registered_by").text()), {}};
  scenario.root = std::move(*root);
  return scenario;
}

std::chrono::seconds advance_of(const Node& advance) {
  return duration_of(advance.text()).value_or(std::chrono::seconds(0));
}

bool is_about_a_customer(const Node& entry) {
  return entry.key() == "grant_customer" || entry.key() == "revoke_customer";
}

std::string scenario_schema() {
  return yaml::json_schema(scenario_shape(), "https://handrail.example/schemas/scenario.schema.json",
                           "Handrail scenario");
}

} // namespace handrail::app
