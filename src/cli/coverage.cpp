// handrail coverage: every sentence of a playbook accounted for.
#include "app/workspace_folder.h"
#include "cli/command.h"
#include "cli/playbook_files.h"
#include "playbook/compile.h"
#include "playbook/coverage/coverage_report.h"
#include "playbook/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace handrail::cli {

namespace {

using playbook::CoveredPlaybook;
using playbook::Playbook;

int refuse(const Error& error, Console& console) {
  console.err << "handrail coverage: " << to_string(error) << "\n";
  return error.code == ErrorCode::internal || error.code == ErrorCode::unavailable ? Exit::failure : Exit::usage;
}

/// The playbooks, kept while their coverage is printed.
using Playbooks = std::vector<std::shared_ptr<const Playbook>>;

/// One file. In a workspace its rules must compile, for a rule that does not enforces nothing.
Result<std::shared_ptr<const Playbook>> playbook_file(const PlaybookFile& file, const playbook::Languages& languages) {
  if (const auto folder = workspace_above(file.name)) HANDRAIL_CHECK(app::compiled_workspace(*folder));
  auto result = playbook::compile_playbook(file.name, *file.sources, languages);
  if (result.playbook.version.empty()) // nothing was read
    return Error{ErrorCode::invalid, result.diagnostics.front().message, file.name, result.diagnostics.front().hint};
  return std::make_shared<const Playbook>(std::move(result.playbook));
}

Result<Playbooks> read_all(const NamedPaths& paths, const playbook::Languages& languages) {
  Playbooks all;
  for (const auto& file : paths.files) {
    HANDRAIL_TRY(auto one, playbook_file(file, languages));
    all.push_back(std::move(one));
  }
  for (const auto& folder : paths.workspaces) {
    HANDRAIL_TRY(const auto model, app::compiled_workspace(folder));
    for (const auto& [id, one] : model->playbooks) all.push_back(one);
  }
  return all;
}

/// The number behind --min. Errors: invalid.
Result<unsigned> least_percent(const std::string& written) {
  unsigned least = 0;
  const auto* end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, least);
  if (error == std::errc() && stop == end && least <= 100) return least;
  return Error{ErrorCode::invalid, fmt::format("“{}” is no percentage", written), "--min",
               "give a number from 0 to 100"};
}

int coverage(const Arguments& arguments, Console& console) {
  const auto least = least_percent(arguments["min"]);
  if (!least) return refuse(least.error(), console);
  const auto extra = arguments.flags.find("languages");
  const auto languages = languages_with(extra == arguments.flags.end() ? std::vector<std::string>{} : extra->second);
  if (!languages) return refuse(languages.error(), console);
  const auto paths = named_paths(arguments.positional, arguments.has("root") ? arguments["root"] : "");
  if (!paths) return refuse(paths.error(), console);
  const auto playbooks = read_all(*paths, *languages);
  if (!playbooks) {
    console.err << "handrail coverage: " << to_string(playbooks.error()) << "\n";
    return Exit::failure;
  }
  std::vector<CoveredPlaybook> covered;
  for (const auto& one : *playbooks) covered.push_back({*one, playbook::coverage_of(*one, *languages)});
  if (arguments["format"] == "json")
    console.out << playbook::to_json(covered);
  else if (covered.size() == 1)
    console.out << playbook::to_text(covered.front(), console.out_is_terminal);
  else
    console.out << playbook::to_text(covered, console.out_is_terminal);
  int status = Exit::success;
  for (const auto& [one, its] : covered) {
    if (its.totals.percent() >= *least) continue;
    console.err << fmt::format("handrail coverage: {}: {} % are accounted for, and {} % are asked for\n", one.file,
                               its.totals.percent(), *least);
    status = Exit::failure;
  }
  return status;
}

} // namespace

extern const Command coverage_command{
    "coverage",
    "Show which sentences of a playbook are enforced, and which nobody has claimed",
    "Prints a playbook sentence by sentence with a sign in the gutter: E enforced (a rule cites it), T tracked (a "
    "task, a\n"
    "checklist item, a label or a next step), · guidance, ! unclaimed: it orders something (must, only, do not, add …) "
    "and\n"
    "no rule cites it. Mark what only sounds like an order with `guidance:` in the rules block. Of a workspace or\n"
    "several playbooks the totals and the unclaimed sentences are printed. docs/spec/coverage.md says how it counts.\n"
    "Exit status: 0, 1 when a playbook is below --min or cannot be read, 2 when the command line is wrong.",
    "  handrail coverage playbooks/re-engagement.md\n"
    "  handrail coverage --min 100 workspaces/fasttrack\n"
    "  handrail coverage --format json playbooks/re-engagement.md\n",
    {{"min", "N", "Fail when less than N percent of a playbook's sentences are accounted for", "0", false},
     {"format", "text|json", "How the coverage is printed", "text", false},
     {"root", "DIR", "The folder below which includes are looked for; by default that of each file", "", false},
     {"languages", "FILE", "More words to recognise playbooks by, in the format of data/languages.yaml", "", true}},
    {"PATH", "Playbooks, folders of them, or workspaces", 1, 10'000},
    coverage};

} // namespace handrail::cli
