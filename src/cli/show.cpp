#include "cli/command.h"
#include "cli/playbook_files.h"

#include "core/control_character.h"
#include "playbook/compile.h"
#include "playbook/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>

namespace handrail::cli {

namespace {

using Json = nlohmann::ordered_json;
using playbook::Playbook;

Json date_json(const std::optional<Date>& date) { return date ? Json(to_iso(*date)) : Json(nullptr); }

Json steps_json(const Playbook& shown) {
  Json steps = Json::array();
  for (const auto& step : shown.steps) {
    Json tasks = Json::array();
    for (const auto& task : step.tasks)
      tasks.push_back({{"id", task.id.text()},
                       {"name", task.name},
                       {"mandatory", task.mandatory},
                       {"role", task.role},
                       {"services", task.services},
                       {"line", shown.line_in_file(task.at)}});
    steps.push_back({{"title", step.title},
                     {"line", shown.line_in_file(step.at)},
                     {"roles", step.roles},
                     {"motions", step.motions},
                     {"services", step.services},
                     {"tasks", std::move(tasks)}});
  }
  return steps;
}

std::string to_json(const Playbook& shown) {
  Json next = Json::array();
  for (const auto& each : shown.next) next.push_back({{"title", each.title}, {"target", each.target}});
  Json history = Json::array();
  for (const auto& each : shown.history)
    history.push_back({{"date", date_json(each.date)}, {"author", each.author}, {"change", each.change}});
  const Json all{{"id", shown.id.text()},         {"title", shown.title},          {"phase", shown.phase},
                 {"motions", shown.motions},      {"audience", shown.audience},    {"owner", shown.owner},
                 {"date", date_json(shown.date)}, {"inputs", shown.inputs},        {"outputs", shown.outputs},
                 {"next", std::move(next)},       {"history", std::move(history)}, {"steps", steps_json(shown)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

void print_list(std::ostream& out, std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  out << "\n" << title << "\n";
  for (const auto& item : items) out << "  - " << item << "\n";
}

void print_steps(std::ostream& out, const Playbook& shown) {
  for (const auto& step : shown.steps) {
    out << fmt::format("\n{}  (line {})\n", step.title, shown.line_in_file(step.at));
    if (!step.roles.empty())
      out << "  by " << joined(step.roles) << (step.services.empty() ? "" : ", for " + joined(step.services)) << "\n";
    for (const auto& task : step.tasks)
      out << fmt::format("  {:>6} {} {}{}{}\n", task.id.text(), task.mandatory ? "M" : "O", task.name,
                         task.role.empty() ? "" : " · " + task.role,
                         task.services.empty() ? "" : " · " + joined(task.services));
    for (const auto& item : step.checklist) out << "     [ ] " << item.text << "\n";
  }
}

void print_text(std::ostream& out, const Playbook& shown) {
  out << shown.title << "\n";
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out << fmt::format("  {:<9} {}\n", name, value);
  };
  line("phase", shown.phase);
  line("motions", joined(shown.motions));
  line("audience", shown.audience);
  line("owner", shown.owner);
  line("date", shown.date ? to_iso(*shown.date) : "");
  print_list(out, "Key inputs", shown.inputs);
  print_steps(out, shown);
  print_list(out, "Key outputs", shown.outputs);
  if (!shown.next.empty()) out << "\nNext\n";
  for (const auto& next : shown.next)
    out << "  - " << next.title << (next.target.empty() ? "" : " → " + next.target) << "\n";
  if (!shown.history.empty()) out << "\nHistory\n";
  for (const auto& entry : shown.history)
    out << fmt::format("  {:<10}  {}: {}\n", entry.date ? to_iso(*entry.date) : entry.date_text, entry.author,
                       entry.change);
}

/// A terminal obeys control characters, whoever wrote them into the playbook.
void print_safely(std::ostream& out, const Playbook& shown) {
  std::ostringstream text;
  print_text(text, shown);
  out << text::without_control_characters(text.str(), "\n");
}

int show(const Arguments& arguments, Console& console) {
  const auto refuse = [&](const Error& error) {
    console.err << "handrail show: " << to_string(error) << "\n";
    return static_cast<int>(Exit::usage);
  };
  const auto extra = arguments.flags.find("languages");
  const auto languages = languages_with(extra == arguments.flags.end() ? std::vector<std::string>{} : extra->second);
  if (!languages) return refuse(languages.error());
  const auto& path = arguments.positional.front();
  std::error_code ignored; // what is wrong with the name is said when the file is read
  if (std::filesystem::is_directory(path, ignored))
    return refuse({ErrorCode::invalid, "this is a folder", path, "name one playbook"});
  const auto paths = named_paths(arguments.positional, arguments.has("root") ? arguments["root"] : "");
  if (!paths) return refuse(paths.error());
  const auto& file = paths->files.front();
  const auto result = playbook::compile_playbook(file.name, *file.sources, *languages);
  const bool failed = playbook::has_errors(result.diagnostics);
  for (const auto& each : result.diagnostics)
    if (each.severity == playbook::Severity::error) console.err << playbook::to_text(each, console.err_is_terminal);
  if (failed && result.playbook.version.empty()) return Exit::failure; // nothing was read
  if (arguments["format"] == "json")
    console.out << to_json(result.playbook);
  else
    print_safely(console.out, result.playbook);
  return failed ? Exit::failure : Exit::success;
}

} // namespace

extern const Command show_command{
    "show",
    "Print a playbook as it is understood",
    "Reads one playbook, with or without rules and without a workspace, and prints what was understood: head, steps "
    "with\n"
    "their tasks, inputs, outputs, next playbooks and history. `--format json` is for programs; its members are in\n"
    "docs/spec/playbook.md. Errors go to the other stream; `handrail check` prints every finding.\n"
    "Exit status: 0, 1 when the playbook has errors, 2 when the command line is wrong.",
    "  handrail show playbooks/re-engagement.md\n"
    "  handrail show --format json playbooks/re-engagement.md\n",
    {{"format", "text|json", "How the playbook is printed", "text", false},
     {"root", "DIR", "The folder below which includes are looked for; by default the file's own", "", false},
     {"languages", "FILE", "More words to recognise playbooks by, in the format of data/languages.yaml", "", true}},
    {"PLAYBOOK.md", "The playbook's file", 1, 1},
    show};

} // namespace handrail::cli
