#include "app/scenario.h"

#include "app/scenario_command.h"
#include "app/scenario_expectation.h"
#include "app/scenario_shape.h"
#include "core/text.h"
#include "engagement/access.h"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

namespace handrail::app {

namespace {

namespace eng = engagement;
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
      step.find("advance") == nullptr && (commands.empty() || !customer_command_of(commands.front(), {}));
  if (about_a_tenant && step.at("tenant").is_null() && tenants != 1)
    complain(step, "it is not said which tenant is meant", "say which, with `tenant: ` and its id");
  if (const auto* advance = step.find("advance"); advance != nullptr && !duration_of(advance->text()))
    complain(*advance, fmt::format("“{}” is no duration", text::shortened(advance->text(), 40)),
             "write P3D, PT4H30M or P1DT12H; at most three years");
}

/// The step's lines as the file has them: one line of it is enough to find one's way.
std::string shown(const Node& step) { return std::string(text::trimmed(step.line_of(step.place()))); }

Difference difference(std::string what, std::string expected, std::string actual) {
  return {std::move(what), std::move(expected), std::move(actual)};
}

/// One run of one scenario.
class Play {
public:
  Play(const Scenario& scenario, Engine& engine, ManualClock& clock)
      : scenario_(scenario), engine_(engine), clock_(clock) {}

  ScenarioResult run(const std::function<void(std::size_t, std::size_t)>& progress) {
    ScenarioResult result{scenario_.name, scenario_.file, 0, std::nullopt};
    clock_.set(scenario_.clock);
    const auto& tenants = scenario_.root.at("tenants").items();
    const auto& steps = scenario_.root.at("steps").items();
    for (const auto& tenant : tenants) {
      auto differences = registered(tenant);
      if (differences.empty()) continue;
      result.failure = ScenarioFailure{tenant.place(), tenant.key(), std::move(differences)};
      return result;
    }
    for (const auto& step : steps) {
      ++result.steps;
      auto differences = taken(step);
      if (progress) progress(result.steps, steps.size());
      if (differences.empty()) continue;
      result.failure = ScenarioFailure{step.place(), shown(step), std::move(differences)};
      return result;
    }
    return result;
  }

private:
  using Differences = std::vector<Difference>;

  Differences registered(const Node& tenant) {
    const auto model = engine_.model();
    const TenantId id(tenant.key());
    auto command = registration_of(tenant, id, *model, engine_.ids());
    if (!command) return {difference("the tenant", "can be read", to_string(command.error()))};
    const auto answer = engine_.submit({id, eng::Command(std::move(*command)), registrar(model->workspace), {}, {}});
    return compared_answer(Node(), answer);
  }

  PersonId registrar(const playbook::Workspace& workspace) const {
    if (!scenario_.registered_by.empty()) return scenario_.registered_by;
    for (const auto& person : workspace.people) {
      const auto actor = eng::actor_of(workspace, person.id);
      if (actor && !eng::refused_to_register(workspace, *actor)) return person.id;
    }
    return {};
  }

  TenantId tenant_of(const Node& step) const {
    if (!step.at("tenant").is_null()) return TenantId(step.at("tenant").text());
    const auto& tenants = scenario_.root.at("tenants").items();
    return tenants.empty() ? TenantId() : TenantId(tenants.front().key());
  }

  Differences taken(const Node& step) {
    if (const auto* advance = step.find("advance")) {
      clock_.advance(*duration_of(advance->text()));
      return {};
    }
    const TenantId tenant = tenant_of(step);
    const auto state = engine_.tenant(tenant);
    if (const auto* expected = step.find("expect")) {
      if (!state) return {difference("the tenant " + tenant.text(), "is there", to_string(state.error()))};
      return compared_state(*expected, **state, *engine_.model(), clock_.now());
    }
    const Node& entry = step.at("do").items().front();
    const eng::TenantState nobody;
    const PersonId actor(step.at("as").text());
    if (auto command = customer_command_of(entry, actor))
      return compared_answer(step.at("denied"), engine_.change_customer({std::move(*command), actor, {}}));
    auto command = command_of(entry, {state ? **state : nobody, *engine_.model(), actor, engine_.ids()});
    if (!command) return compared_answer(step.at("denied"), Result<Answer>(command.error()));
    const auto* registration = std::get_if<eng::RegisterTenant>(&*command);
    return compared_answer(
        step.at("denied"),
        engine_.submit({registration != nullptr ? registration->tenant : tenant, *command, actor, {}, {}}));
  }

  const Scenario& scenario_;
  Engine& engine_;
  ManualClock& clock_;
};

/// A folder under the system's temporary one, gone with the object.
class ScratchFolder {
public:
  ScratchFolder() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "handrail-scenario-XXXXXX").string();
    if (!error && ::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored; // nothing can be done about it, and nothing depends on it
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

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

std::string scenario_schema() {
  return yaml::json_schema(scenario_shape(), "https://handrail.example/schemas/scenario.schema.json",
                           "Handrail scenario");
}

ScenarioResult play(const Scenario& scenario, Engine& engine, ManualClock& clock,
                    const std::function<void(std::size_t, std::size_t)>& progress) {
  return Play(scenario, engine, clock).run(progress);
}

Result<ScenarioResult> play_in_scratch(const Scenario& scenario, const std::shared_ptr<const playbook::Model>& model) {
  const ScratchFolder folder;
  if (folder.path().empty())
    return Error{ErrorCode::unavailable, "no folder can be made for the scenario's data", "",
                 "Set TMPDIR to a folder that can be written to."};
  ManualClock clock(scenario.clock);
  CountedIds ids("id");
  Options options;
  options.data = folder.path();
  HANDRAIL_TRY(auto engine, Engine::open(options, clock, ids));
  HANDRAIL_CHECK(engine->publish(model));
  return play(scenario, *engine, clock);
}

} // namespace handrail::app
