// `handrail table FILE`: what the check says of a decision table; with --try, which row fires and why.
#include "cli/stored.h"
#include "core/file.h"
#include "core/text.h"
#include "feel/table_trial.h"
#include "feel/value/text_form.h"
#include "playbook/compile.h"
#include "playbook/report.h"
#include "playbook/table_file.h"
#include "playbook/workspace_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace handrail::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t largest_file_bytes = 1U << 20U; // § tables-7
constexpr std::size_t widest_cell = 40;               ///< in characters, on the terminal
constexpr std::size_t most_rows = 60;                 ///< told one by one, but for those that fire

struct Read {
  playbook::Workspace workspace;
  std::optional<playbook::Table> table;
  std::vector<playbook::Diagnostic> findings; ///< of the table alone
};

/// The folder that --workspace names, else the nearest one above the file that has a workspace.yaml; empty: none.
fs::path workspace_of(const Arguments& arguments, const fs::path& file) {
  if (arguments.has("workspace")) return arguments["workspace"];
  std::error_code error;
  for (fs::path folder = fs::absolute(file, error).parent_path(); !error; folder = folder.parent_path()) {
    if (fs::exists(folder / "workspace.yaml", error)) return folder;
    if (folder == folder.parent_path()) break;
  }
  return {};
}

Result<Read> read(const Arguments& arguments) {
  const std::string& file = arguments.positional.front();
  Read read;
  HANDRAIL_TRY(const auto text, read_file(file, largest_file_bytes));
  if (const fs::path folder = workspace_of(arguments, file); !folder.empty()) {
    HANDRAIL_TRY(const auto yaml, read_file((folder / "workspace.yaml").string(), largest_file_bytes));
    std::vector<playbook::Diagnostic> findings; // `handrail check` tells what is wrong with the workspace itself
    read.workspace = playbook::read_workspace(yaml, "workspace.yaml", findings);
  }
  read.table = playbook::read_table(text, file, read.workspace, read.findings);
  return read;
}

Error not_a(const feel::Type::Parameter& column, const std::string& given, std::string what) {
  return Error{ErrorCode::invalid,
               fmt::format("{} is {}, and “{}” is not", column.name, std::move(what), text::shortened(given, 80)),
               "--try", ""};
}

/// A value as somebody writes it, by the column's type.
Result<feel::Value> value_of(const feel::Type::Parameter& column, const std::string& given) {
  const feel::Type& type = column.type;
  if (const auto& texts = type.texts(); !texts.empty()) {
    for (const auto& text : texts)
      if (text::lowered(text) == text::lowered(given)) return feel::Value::string(text);
    Error error = not_a(column, given, fmt::format("one of {}", fmt::join(texts, ", ")));
    if (const auto near = text::did_you_mean(given, texts); !near.empty())
      error.remedy = fmt::format("Did you mean “{}”?", near);
    return error;
  }
  using Kind = feel::Type::Kind;
  if (type.kind() == Kind::boolean) {
    if (given == "true" || given == "yes") return feel::Value::boolean(true);
    if (given == "false" || given == "no") return feel::Value::boolean(false);
    return not_a(column, given, "true or false");
  }
  if (type.kind() == Kind::date) {
    if (const auto date = date_from_iso(given)) return feel::Value::date(*date);
    return not_a(column, given, "a date such as 2026-03-27");
  }
  if (type.kind() == Kind::string) return feel::Value::string(given);
  // A literal of the expression language; what is none is a text, where the column takes texts.
  const auto compiled = feel::compile(given, feel::Names(), feel::Mode::expression);
  const auto evaluated =
      compiled.expression ? feel::evaluate(*compiled.expression, feel::Value(), {}) : feel::Evaluation{};
  const bool is_literal = compiled.expression != nullptr && evaluated.problems.empty();
  if (type.kind() == Kind::number) {
    if (is_literal && evaluated.value.is_number()) return evaluated.value;
    return not_a(column, given, "a number");
  }
  return is_literal ? evaluated.value : feel::Value::string(given);
}

/// --try NAME=VALUE, for each column; one that is not given is null.
Result<std::vector<feel::Value>> values_of(const Arguments& arguments, const feel::TableSource& source) {
  std::vector<feel::Value> values(source.parameters.size());
  std::vector<std::string> names;
  for (const auto& parameter : source.parameters) names.push_back(parameter.name);
  std::vector<bool> is_given(names.size());
  for (const auto& pair : arguments.flags.at("try")) {
    const auto equals = pair.find('=');
    const std::string name(text::trimmed(std::string_view(pair).substr(0, equals)));
    const auto found = std::find(names.begin(), names.end(), name);
    if (equals == std::string::npos || found == names.end()) {
      const auto near = text::did_you_mean(name, names);
      return Error{ErrorCode::invalid,
                   equals == std::string::npos ? fmt::format("“{}” has no value", text::shortened(pair, 80))
                                               : fmt::format("the table has no input “{}”", text::shortened(name, 80)),
                   "--try",
                   near.empty() || equals == std::string::npos
                       ? fmt::format("Its inputs are {}; write {}=VALUE.", fmt::join(names, ", "), names.front())
                       : fmt::format("Did you mean “{}”?", near)};
    }
    const auto place = static_cast<std::size_t>(found - names.begin());
    if (is_given[place])
      return Error{ErrorCode::invalid, fmt::format("“{}” is given twice", name), "--try",
                   "One value can be tried at a time."};
    is_given[place] = true;
    HANDRAIL_TRY(values[place], value_of(source.parameters[place],
                                         std::string(text::trimmed(std::string_view(pair).substr(equals + 1)))));
  }
  return values;
}

std::string_view policy_words(const feel::TableSource& source) {
  using feel::Aggregation;
  using feel::HitPolicy;
  switch (source.policy) {
    case HitPolicy::unique: return "U: one row at most fires";
    case HitPolicy::any: return "A: all rows that fire give the same";
    case HitPolicy::first: return "F: the first row that fires counts";
    case HitPolicy::priority: return "P: of the rows that fire, the one of the highest priority counts";
    case HitPolicy::rule_order: return "R: all rows that fire, in their order";
    case HitPolicy::output_order: return "O: all rows that fire, by priority";
    case HitPolicy::collect: break;
  }
  switch (source.aggregation) {
    case Aggregation::none: return "C: all rows that fire";
    case Aggregation::sum: return "C+: the sum of the rows that fire";
    case Aggregation::smallest: return "C<: the smallest of the rows that fire";
    case Aggregation::largest: return "C>: the largest of the rows that fire";
    case Aggregation::count: return "C#: how many rows fire";
  }
  return "";
}

std::string cell(const std::string& text) {
  const auto trimmed = text::trimmed(text);
  return text::shortened(trimmed.empty() ? "-" : trimmed, widest_cell);
}

std::string padded(const std::string& text, std::size_t width) {
  const auto length = text::code_points(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

/// What became of the row under the hit policy.
std::string_view state_of(const feel::TableTrial::Row& row) {
  if (row.counts) return "fires";
  return row.fires ? "would fire, does not count" : "";
}

std::string result_of(const feel::TableTrial& trial) {
  std::vector<std::size_t> rows;
  for (const auto row : trial.decision.rows) rows.push_back(row + 1);
  const std::string value = feel::literal_form(trial.decision.value);
  if (!trial.decision.problems.empty()) return fmt::format("No result: {}.", trial.decision.problems.front().message);
  if (rows.empty()) return fmt::format("No row fires: the result is {}.", value);
  return fmt::format("{} {} {}: the result is {}.", rows.size() == 1 ? "Row" : "Rows", fmt::join(rows, ", "),
                     rows.size() == 1 ? "fires" : "fire", value);
}

void print_trial(const feel::TableSource& source, const feel::TableTrial& trial, Console& console) {
  auto& out = console.out;
  out << fmt::format("{}, hit policy {}\n\n", source.name, policy_words(source));
  for (std::size_t i = 0; i < source.inputs.size(); ++i)
    out << fmt::format("  {} = {}\n", source.inputs[i].expression,
                       trial.inputs[i].is_null() ? "null (not given)" : feel::literal_form(trial.inputs[i]));
  out << "\n";
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < source.inputs.size(); ++i) {
    std::size_t width = text::code_points(source.inputs[i].expression);
    for (const auto& row : source.rows) width = std::max(width, text::code_points(cell(row.tests[i])));
    widths.push_back(width);
  }
  out << "   row";
  for (std::size_t i = 0; i < widths.size(); ++i) out << "    " << padded(source.inputs[i].expression, widths[i]);
  for (const auto& output : source.outputs) out << "   → " << output.name;
  out << "\n";
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < source.rows.size(); ++i) {
    const auto& row = trial.rows[i];
    if (i >= most_rows && !row.fires) {
      ++left_out;
      continue;
    }
    out << fmt::format(" {} {:>3}", row.counts ? "▸" : " ", i + 1);
    for (std::size_t column = 0; column < widths.size(); ++column)
      out << fmt::format("  {} {}", row.holds[column] ? "✓" : "✗",
                         padded(cell(source.rows[i].tests[column]), widths[column]));
    for (const auto& result : source.rows[i].results) out << "   → " << cell(result);
    if (!state_of(row).empty()) out << "   (" << state_of(row) << ")";
    out << "\n";
  }
  if (left_out > 0) out << fmt::format("       … and {} rows more that do not fire\n", left_out);
  out << "\n" << result_of(trial) << "\n";
}

Json as_json(const feel::TableSource& source, const feel::TableTrial& trial) {
  Json inputs = Json::object(), rows = Json::array();
  for (std::size_t i = 0; i < source.inputs.size(); ++i)
    inputs[source.inputs[i].expression] = feel::literal_form(trial.inputs[i]);
  for (std::size_t i = 0; i < source.rows.size(); ++i) {
    Json cells = Json::array();
    for (std::size_t column = 0; column < source.inputs.size(); ++column)
      cells.push_back({{"test", cell(source.rows[i].tests[column])}, {"holds", bool(trial.rows[i].holds[column])}});
    rows.push_back({{"row", i + 1},
                    {"fires", trial.rows[i].fires},
                    {"counts", trial.rows[i].counts},
                    {"cells", std::move(cells)},
                    {"results", source.rows[i].results}});
  }
  Json problems = Json::array();
  for (const auto& problem : trial.decision.problems) problems.push_back(problem.message);
  return {{"table", source.name},
          {"inputs", std::move(inputs)},
          {"result", feel::literal_form(trial.decision.value)},
          {"rows", std::move(rows)},
          {"problems", std::move(problems)}};
}

int check(const Read& read, const Arguments& arguments, Console& console) {
  if (arguments["format"] == "json") {
    console.out << playbook::to_json(read.findings, 1);
  } else {
    for (const auto& finding : read.findings) console.out << playbook::to_text(finding, console.out_is_terminal);
    if (read.table) {
      const auto& source = feel::source_of(*read.table->decision);
      console.out << fmt::format("{}, hit policy {}\n{}, {}, {}\n", source.name, policy_words(source),
                                 counted(source.rows.size(), "row", "rows"),
                                 counted(source.inputs.size(), "input", "inputs"),
                                 counted(source.outputs.size(), "output", "outputs"));
      if (read.findings.empty()) console.out << "No two rows are at odds, each can fire, and every input has its row\n";
    }
  }
  return playbook::has_errors(read.findings) ? Exit::failure : Exit::success;
}

int table(const Arguments& arguments, Console& console) {
  const auto found = read(arguments);
  if (!found) {
    console.err << fmt::format("handrail table: {}\n", to_string(found.error()));
    return Exit::usage;
  }
  if (!arguments.has("try") || !found->table) return check(*found, arguments, console);
  const auto& source = feel::source_of(*found->table->decision);
  const auto values = values_of(arguments, source);
  if (!values) return fail(console, "table", values.error());
  const auto trial = feel::try_table(*found->table->decision, *values, {SystemClock().now(), "UTC"});
  if (arguments["format"] == "json")
    console.out << as_json(source, trial).dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  else
    print_trial(source, trial, console);
  return trial.decision.rows.empty() || !trial.decision.problems.empty() ? Exit::failure : Exit::success;
}

} // namespace

extern const Command table_command{
    "table",
    "Check a decision table, or try it with values",
    "Without --try, prints what the check says of the table: rows that overlap, inputs that no row covers (with one\n"
    "example each), rows that never fire, and what is wrong in a cell. With --try, shows which row fires and why: "
    "each\n"
    "cell with ✓ or ✗. Values are read by the column's type; a column that is not given is null.\n"
    "The names of attributes and queues are those of the workspace that the file lies in.\n"
    "Exit status: 0 without errors, or when a row fires; 1 with errors, or when no row fires or rows contradict each\n"
    "other; 2 when a name or value makes no sense.",
    "  handrail table workspaces/fasttrack/tables/inactive_queue.md --try region=EMEA\n"
    "  handrail table workspaces/fasttrack/tables/rfa_eligibility.md --try rfa_kind=migration --try paid_seats=480\n"
    "  handrail table workspaces/fasttrack/tables/rfa_eligibility.md\n",
    {{"try", "NAME=VALUE", "An input and its value", "", true},
     {"workspace", "DIR", "The folder with workspace.yaml; by default the nearest above the file", ""},
     {"format", "text|json", "How to print it", "text"}},
    {"FILE", "The table's Markdown file", 1, 1},
    table};

} // namespace handrail::cli
