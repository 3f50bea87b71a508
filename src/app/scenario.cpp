#include "app/scenario.h"

#include "app/scenario_command.h"
#include "app/scenario_expectation.h"
#include "core/text.h"
#include "engagement/access.h"

#include <cstdlib>
#include <system_error>

namespace handrail::app {

namespace {

namespace eng = engagement;
using playbook::yaml::Node;

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
      clock_.advance(advance_of(*advance));
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
