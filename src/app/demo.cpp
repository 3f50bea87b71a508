#include "app/demo.h"

#include "app/engine.h"
#include "app/scenario.h"
#include "core/file.h"
#include "store/data_folder.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

std::string place(const playbook::SourceSpan& at) { return fmt::format("{}:{}", at.file, at.line); }

Error unavailable(std::string what, const fs::path& path, const std::error_code& failure) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", what, failure.message()), path.string(),
          "Check who owns the folder, or name another with --data."};
}

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

/// The log comes last: a folder without it has no data yet.
std::error_code put_in_place(const fs::path& beside, const store::DataFolder& folder, bool is_there) {
  std::error_code failure;
  if (!is_there) {
    fs::rename(beside, folder.path, failure);
    return failure;
  }
  const store::DataFolder made{beside};
  fs::rename(made.read_models(), folder.read_models(), failure);
  if (!failure) fs::rename(made.log(), folder.log(), failure);
  return failure;
}

} // namespace

Result<std::size_t> import_demo(const fs::path& data, const fs::path& workspace, const fs::path& scenario_file,
                                const std::function<void(std::size_t, std::size_t)>& progress) {
  const store::DataFolder folder{data.has_filename() ? data : data.parent_path()};
  std::error_code failure;
  if (fs::exists(folder.log(), failure)) return std::size_t{0};
  HANDRAIL_TRY(const auto scenario, read(scenario_file));
  // Beside its place first: whoever ends the program half-way finds no half of a demonstration. A folder that is there
  // already may be a mount point or where one stands, which cannot be replaced: what is made goes into it.
  const bool is_there = fs::is_directory(folder.path, failure);
  const fs::path beside = is_there ? folder.path / "demo.new" : fs::path(folder.path.string() + ".new");
  fs::remove_all(beside, failure);
  auto steps = play_into(beside, workspace, scenario, progress);
  if (steps) failure = put_in_place(beside, folder, is_there);
  std::error_code ignored;
  fs::remove_all(beside, ignored);
  if (steps && failure) return unavailable("The demonstration's data cannot be put in place", folder.path, failure);
  return steps;
}

} // namespace handrail::app
