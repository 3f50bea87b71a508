#include "app/demo.h"

#include "app/engine.h"
#include "app/new_data.h"
#include "app/scenario.h"
#include "core/file.h"
#include "store/data_folder.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

std::string place(const playbook::SourceSpan& at) { return fmt::format("{}:{}", at.file, at.line); }

Result<Scenario> read(const fs::path& file) {
  HANDRAIL_TRY(const auto text, read_file(file, max_scenario_bytes));
  std::vector<playbook::Diagnostic> findings;
  auto scenario = read_scenario(text, file.string(), findings);
  if (scenario) return std::move(*scenario);
  for (const auto& finding : findings)
    if (finding.severity == playbook::Severity::error)
      return Error{ErrorCode::invalid, finding.message, place(finding.at), finding.hint};
  return Error{ErrorCode::internal, "The demonstration cannot be read, and nothing says why", file.string(), ""};
}

Result<std::size_t> play_into(const fs::path& data, const fs::path& workspace, const Scenario& scenario,
                              const std::function<void(std::size_t, std::size_t)>& progress) {
  ManualClock clock(scenario.clock);
  RandomIds ids(clock);
  Options options;
  options.data = data;
  HANDRAIL_TRY(const auto engine, Engine::open(options, clock, ids));
  HANDRAIL_CHECK(engine->publish(workspace));
  const auto result = play(scenario, *engine, clock, progress);
  if (result.passed()) return result.steps;
  const auto& failure = *result.failure;
  const auto why = failure.differences.empty() ? std::string("it did not go as the file has it")
                                               : failure.differences.front().actual;
  return Error{ErrorCode::invalid, fmt::format("The demonstration stops at \"{}\": {}", failure.step, why),
               place(failure.at), "`handrail test` on the file says more."};
}

} // namespace

Result<std::size_t> import_demo(const fs::path& data, const fs::path& workspace, const fs::path& scenario_file,
                                const std::function<void(std::size_t, std::size_t)>& progress) {
  std::size_t steps = 0;
  const auto fill = [&](const store::DataFolder& folder) -> Result<void> {
    HANDRAIL_TRY(const auto scenario, read(scenario_file));
    HANDRAIL_TRY(steps, play_into(folder.path, workspace, scenario, progress));
    return {};
  };
  HANDRAIL_TRY(const bool made, make_data(data, fill));
  return made ? steps : 0;
}

} // namespace handrail::app
