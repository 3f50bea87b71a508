// handrail test: scenarios, played through the real engine.
#include "app/folder_sources.h"
#include "app/scenario.h"
#include "app/workspace_folder.h"
#include "cli/command.h"
#include "cli/playbook_files.h"
#include "core/file.h"
#include "core/text.h"
#include "playbook/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

namespace handrail::cli {

namespace {

namespace fs = std::filesystem;

/// What became of one file: played, or never read.
struct Outcome {
  app::ScenarioResult result;
  std::vector<playbook::Diagnostic> findings; ///< why the file is no scenario
  std::optional<Error> error;                 ///< why it could not be played

  bool passed() const { return findings.empty() && !error && result.passed(); }
};

/// The scenario files that are named, and those in the folders that are named.
Result<std::vector<fs::path>> scenario_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) return Error{ErrorCode::not_found, "there is no such file or folder", path, ""};
      files.emplace_back(path);
      continue;
    }
    HANDRAIL_TRY(const auto names, app::files_below(path, {".yaml", ".yml"}));
    if (names.empty())
      return Error{ErrorCode::not_found, "the folder has no scenario in it", path, "Scenarios are .yaml files."};
    for (const auto& name : names) files.push_back(fs::path(path) / name);
  }
  return files;
}

/// Compiles each workspace once.
class Workspaces {
public:
  explicit Workspaces(std::string named) : named_(std::move(named)) {}

  Result<std::shared_ptr<const playbook::Model>> of(const fs::path& file) {
    fs::path folder = named_;
    if (named_.empty()) {
      HANDRAIL_TRY(folder, workspace_above(file));
    }
    const auto known = models_.find(folder);
    if (known != models_.end()) return known->second;
    auto model = app::compiled_workspace(folder);
    return models_.emplace(folder, std::move(model)).first->second;
  }

private:
  std::string named_;
  std::map<fs::path, Result<std::shared_ptr<const playbook::Model>>> models_;
};

Outcome played(const fs::path& file, Workspaces& workspaces) {
  Outcome outcome;
  outcome.result.file = file.string();
  const auto text = read_file(file, app::max_scenario_bytes);
  if (!text) {
    outcome.error = text.error();
    return outcome;
  }
  const auto scenario = app::read_scenario(*text, file.string(), outcome.findings);
  if (!scenario) return outcome;
  outcome.result.name = scenario->name;
  const auto model = workspaces.of(file);
  if (!model) {
    outcome.error = model.error();
    return outcome;
  }
  auto result = app::play_in_scratch(*scenario, *model);
  if (result)
    outcome.result = std::move(*result);
  else
    outcome.error = result.error();
  return outcome;
}

/// Breaks a text into lines of at most `width`, at blanks where there are any.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream paragraphs{std::string(text)};
  for (std::string paragraph; std::getline(paragraphs, paragraph);) {
    std::string line;
    std::istringstream words(paragraph);
    for (std::string word; words >> word;) {
      if (!line.empty() && text::code_points(line) + 1 + text::code_points(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(line);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = text::code_points(text);
  return length >= width ? text : text + std::string(width - length, ' ');
}

void print_side_by_side(const std::vector<app::Difference>& differences, std::ostream& out) {
  constexpr std::size_t width = 48;
  std::size_t what_width = 4;
  for (const auto& one : differences) what_width = std::max(what_width, text::code_points(one.what));
  out << fmt::format("    {}   {}   {}\n", padded("", what_width), padded("expected", width), "actual");
  for (const auto& one : differences) {
    const auto left = wrapped(one.expected, width), right = wrapped(one.actual, width);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const std::string line =
          fmt::format("    {}   {}   {}", padded(i == 0 ? one.what : "", what_width),
                      padded(i < left.size() ? left[i] : "", width), i < right.size() ? right[i] : "");
      out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
    }
  }
}

void print_failure(const Outcome& outcome, std::ostream& out) {
  out << fmt::format("FAILED {}{}{}\n", outcome.result.file, outcome.result.name.empty() ? "" : ": ",
                     outcome.result.name);
  for (const auto& finding : outcome.findings) out << playbook::to_text(finding, false);
  if (outcome.error) out << fmt::format("    {}\n", to_string(*outcome.error));
  if (!outcome.result.failure) return;
  const auto& failure = *outcome.result.failure;
  out << fmt::format("  line {}: {}\n", failure.at.line, failure.step);
  print_side_by_side(failure.differences, out);
}

nlohmann::ordered_json to_json(const Outcome& outcome) {
  nlohmann::ordered_json json = {{"file", outcome.result.file},
                                 {"scenario", outcome.result.name},
                                 {"passed", outcome.passed()},
                                 {"steps", outcome.result.steps}};
  if (outcome.error) json["error"] = to_string(*outcome.error);
  if (!outcome.findings.empty()) {
    json["findings"] = nlohmann::ordered_json::array();
    for (const auto& one : outcome.findings)
      json["findings"].push_back(
          {{"line", one.at.line}, {"column", one.at.column}, {"message", one.message}, {"hint", one.hint}});
  }
  if (const auto& failure = outcome.result.failure) {
    auto differences = nlohmann::ordered_json::array();
    for (const auto& one : failure->differences)
      differences.push_back({{"what", one.what}, {"expected", one.expected}, {"actual", one.actual}});
    json["failure"] = {{"line", failure->at.line}, {"step", failure->step}, {"differences", std::move(differences)}};
  }
  return json;
}

int test(const Arguments& arguments, Console& console) {
  const auto files = scenario_files(arguments.positional);
  if (!files) {
    console.err << "handrail test: " << to_string(files.error()) << '\n';
    return Exit::usage;
  }
  Workspaces workspaces(arguments.has("workspace") ? arguments["workspace"] : "");
  const bool as_json = arguments["format"] == "json";
  auto results = nlohmann::ordered_json::array();
  std::size_t passed = 0, steps = 0;
  for (std::size_t i = 0; i < files->size(); ++i) {
    if (console.err_is_terminal)
      console.err << fmt::format("\r\x1b[K{} of {}  {}", i + 1, files->size(), (*files)[i].filename().string())
                  << std::flush;
    const Outcome outcome = played((*files)[i], workspaces);
    if (console.err_is_terminal) console.err << "\r\x1b[K" << std::flush;
    passed += outcome.passed();
    steps += outcome.result.steps;
    if (as_json)
      results.push_back(to_json(outcome));
    else if (!outcome.passed())
      print_failure(outcome, console.out);
  }
  const std::size_t failed = files->size() - passed;
  if (as_json)
    console.out << nlohmann::ordered_json{{"passed", passed}, {"failed", failed}, {"scenarios", std::move(results)}}
                       .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                << '\n';
  else
    console.out << fmt::format("{} scenario{}, {} steps: {} passed, {} failed\n", files->size(),
                               files->size() == 1 ? "" : "s", steps, passed, failed);
  return failed == 0 ? Exit::success : Exit::failure;
}

} // namespace

extern const Command test_command{
    "test",
    "Play scenarios and compare what comes of them",
    "Plays scenario files, one after the other, each on an engine and a store of its own that are thrown away "
    "afterwards. A scenario names tenants, what people do with them, what must be refused and how, and what must hold "
    "then. It ends at the first step that goes otherwise; expected and actual stand side by side. Folders are searched "
    "for .yaml files. The workspace is the nearest folder above a scenario that has a workspace.yaml. Exit status: 0 "
    "all passed, 1 some failed, 2 wrong usage.",
    "  handrail test workspaces/fasttrack/scenarios\n"
    "  handrail test scenarios/customer-declined.yaml --workspace workspaces/fasttrack\n"
    "  handrail test workspaces/fasttrack/scenarios --format json\n",
    {{"workspace", "DIR", "The workspace folder, for scenarios that stand outside of it", ""},
     {"format", "text|json", "How results are written", "text"}},
    {"SCENARIO", "Scenario files, or folders of them", 1, 10'000},
    test};

} // namespace handrail::cli
