#include "cli/command.h"
#include "cli/playbook_files.h"

#include "app/folder_sources.h"
#include "playbook/compile.h"
#include "playbook/compile_workspace.h"
#include "playbook/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::cli {

namespace {

using playbook::Diagnostic;

/// "checking 12 of 300", on a terminal, in one line that is wiped at the end.
class Progress {
public:
  Progress(Console& console, std::size_t total)
      : console_(console), total_(total), shown_(console.err_is_terminal && total > 20) {}
  ~Progress() {
    if (shown_) console_.err << "\r\x1b[K" << std::flush;
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void step() {
    ++done_;
    if (shown_ && done_ % 10 == 0) console_.err << fmt::format("\rchecking {} of {} …", done_, total_) << std::flush;
  }

private:
  Console& console_;
  std::size_t total_, done_ = 0;
  bool shown_;
};

struct Checked {
  std::vector<Diagnostic> diagnostics;
  std::size_t files = 0;
};

void add(std::vector<Diagnostic>& to, std::vector<Diagnostic> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// What is found across files is found in what was read of them; their lines are looked up again.
std::vector<Diagnostic> across(const std::vector<playbook::CompileResult>& results,
                               const std::vector<PlaybookFile>& files) {
  auto findings = playbook::lint_together(results);
  for (auto& finding : findings)
    for (auto file = files.begin(); finding.source_line.empty() && file != files.end(); ++file)
      finding.source_line = playbook::source_line(*file->sources, finding.at);
  return findings;
}

Result<Checked> check_all(const NamedPaths& paths, const playbook::Languages& languages, Console& console) {
  Checked checked;
  Progress progress(console, paths.files.size());
  std::vector<playbook::CompileResult> results;
  for (const auto& file : paths.files) {
    results.push_back(playbook::compile_playbook(file.name, *file.sources, languages));
    add(checked.diagnostics, results.back().diagnostics);
    progress.step();
  }
  checked.files = results.size();
  add(checked.diagnostics, across(results, paths.files));
  for (const auto& folder : paths.workspaces) {
    const auto prefix = prefix_of(folder);
    HANDRAIL_TRY(auto names, app::files_below(folder));
    for (auto& name : names) name.insert(0, prefix);
    const app::FolderSources sources(folder, prefix);
    auto compiled = playbook::compile_workspace(sources, std::move(names), languages);
    checked.files += compiled.files;
    add(checked.diagnostics, std::move(compiled.diagnostics));
  }
  playbook::sort_diagnostics(checked.diagnostics);
  return checked;
}

void print_text(const Checked& checked, Console& console) {
  for (const auto& each : checked.diagnostics) console.out << playbook::to_text(each, console.out_is_terminal);
  if (!checked.diagnostics.empty()) console.out << "\n";
  console.out << playbook::summary(checked.diagnostics, checked.files) << "\n";
}

int refuse(const Error& error, Console& console) {
  console.err << "handrail check: " << to_string(error) << "\n";
  return error.code == ErrorCode::internal || error.code == ErrorCode::unavailable ? Exit::failure : Exit::usage;
}

int check(const Arguments& arguments, Console& console) {
  const auto extra = arguments.flags.find("languages");
  const auto languages = languages_with(extra == arguments.flags.end() ? std::vector<std::string>{} : extra->second);
  if (!languages) return refuse(languages.error(), console);
  const auto paths = named_paths(arguments.positional, arguments.has("root") ? arguments["root"] : "");
  if (!paths) return refuse(paths.error(), console);
  const auto checked = check_all(*paths, *languages, console);
  if (!checked) return refuse(checked.error(), console);
  const auto& format = arguments["format"];
  if (format == "json")
    console.out << playbook::to_json(checked->diagnostics, checked->files);
  else if (format == "sarif")
    console.out << playbook::to_sarif(checked->diagnostics, HANDRAIL_VERSION);
  else
    print_text(*checked, console);
  return playbook::has_errors(checked->diagnostics) ? Exit::failure : Exit::success;
}

} // namespace

extern const Command check_command{
    "check",
    "Find what is wrong in playbooks and workspaces",
    "Reads playbooks and says everything a careful editor would: what cannot be read or run (errors), and what "
    "misleads\n"
    "a reader (warnings, notes). Each finding has a place, the line with a caret, a hint, and a code that\n"
    "docs/spec/diagnostics.md explains. A folder is checked with all playbooks below it; one with a workspace.yaml as "
    "a\n"
    "workspace, rules, tables and templates included.\n"
    "Exit status: 0 without errors, 1 with errors, 2 when the command line is wrong.",
    "  handrail check playbooks/re-engagement.md\n"
    "  handrail check workspaces/fasttrack\n"
    "  handrail check --format sarif docs/ > findings.sarif\n",
    {{"format", "text|json|sarif", "How findings are printed", "text", false},
     {"root", "DIR", "The folder below which includes and links are looked for; by default that of each file", "",
      false},
     {"languages", "FILE", "More words to recognise playbooks by, in the format of data/languages.yaml", "", true}},
    {"PATH", "Playbooks, folders of them, or workspaces", 1, 10'000},
    check};

} // namespace handrail::cli
