#include "playbook/table_file.h"

#include "core/text.h"
#include "feel/decision_table.h"
#include "feel/reserved.h"
#include "feel/type.h"
#include "playbook/facts.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace handrail::playbook {

namespace {

using feel::Type;

/// A cell's text and the byte of the line it begins at.
struct Cell {
  std::string text;
  std::size_t offset = 0;
};

struct Line {
  std::string_view text;
  std::uint32_t number = 0; ///< from 1
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back({line, static_cast<std::uint32_t>(lines.size() + 1)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The text without the marks of code and of strong text around all of it.
Cell unmarked(std::string_view raw, std::size_t offset) {
  std::string_view inner = text::trimmed(raw);
  if (!inner.empty()) offset += static_cast<std::size_t>(inner.data() - raw.data());
  for (const std::string_view mark : {"`", "**"}) {
    const bool marked = inner.size() >= 2 * mark.size() && inner.substr(0, mark.size()) == mark &&
                        inner.substr(inner.size() - mark.size()) == mark;
    if (!marked || inner.find(mark, mark.size()) != inner.size() - mark.size()) continue;
    inner = inner.substr(mark.size(), inner.size() - 2 * mark.size());
    offset += mark.size();
  }
  std::string text;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size() && inner[i + 1] == '|') continue;
    text += inner[i];
  }
  return {std::move(text), offset};
}

/// A row's cells; a line that is no row has none. A pipe behind a backslash parts nothing.
std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos || line[first] != '|') return cells;
  std::size_t from = first + 1;
  for (std::size_t i = from; i < line.size(); ++i) {
    if (line[i] != '|' || line[i - 1] == '\\') continue;
    cells.push_back(unmarked(line.substr(from, i - from), from));
    from = i + 1;
  }
  if (!text::trimmed(line.substr(std::min(from, line.size()))).empty())
    cells.push_back(unmarked(line.substr(from), from));
  return cells;
}

bool is_delimiter(const std::vector<Cell>& cells) {
  return !cells.empty() && std::all_of(cells.begin(), cells.end(), [](const Cell& cell) {
    return !cell.text.empty() && cell.text.find_first_not_of(":-") == std::string::npos;
  });
}

bool is_plain_name(std::string_view name) {
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

/// `"small", "large"` → the texts; nothing when it is not such a list.
std::optional<std::vector<std::string>> quoted_list(std::string_view list) {
  std::vector<std::string> texts;
  for (std::string_view rest = text::trimmed(list); !rest.empty();) {
    const auto close = rest.find('"', 1);
    if (rest.front() != '"' || close == std::string_view::npos) return std::nullopt;
    texts.emplace_back(rest.substr(1, close - 1));
    rest = text::trimmed(rest.substr(close + 1));
    if (rest.empty()) break;
    if (rest.front() != ',') return std::nullopt;
    rest = text::trimmed(rest.substr(1));
  }
  return texts.empty() ? std::nullopt : std::make_optional(std::move(texts));
}

/// Reads one file. Columns of the source count without the first, which names the rows.
class TableReader {
public:
  TableReader(std::string file, const Workspace& workspace, std::vector<Diagnostic>& findings)
      : file_(std::move(file)), workspace_(workspace), findings_(findings) {}

  std::optional<Table> read(std::string_view markdown) {
    const std::size_t before = findings_.size();
    source_.name = table_name(file_);
    lines_ = lines_of(markdown);
    if (!text::is_utf8(markdown) || markdown.find('\0') != std::string_view::npos) {
      add({}, 0, 1, "table-text", "this is no text in UTF-8",
          "save the file as UTF-8 text, or take it out of the folder");
      return std::nullopt;
    }
    if (!is_plain_name(source_.name))
      add({}, 0, 1, "table-name", fmt::format("“{}” cannot be the name of a function", source_.name),
          "name the file with letters, digits, “-” and “_”, a letter first");
    else if (feel::is_reserved(source_.name) || fact_names(workspace_, {}).find(source_.name) != nullptr)
      add({}, 0, 1, "table-name", fmt::format("“{}” is a word that conditions have already", source_.name),
          "give the file another name");
    if (!find_header() || !columns() || !rows() || findings_.size() != before) return std::nullopt;
    narrow_outputs();
    auto compiled = feel::compile_table(source_, {});
    for (const feel::TableProblem& problem : compiled.problems) report(problem);
    if (!compiled.table) return std::nullopt;
    for (const feel::TableFinding& weakness : feel::check_table(*compiled.table)) report(weakness);
    return Table{source_.name, std::move(compiled.table), place(lines_[header_], 0, lines_[header_].text.size())};
  }

private:
  bool find_header() {
    bool in_fence = false;
    for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
      const auto start = text::trimmed(lines_[i].text).substr(0, 3);
      if (start == "```" || start == "~~~") in_fence = !in_fence;
      if (in_fence) continue;
      head_ = cells_of(lines_[i].text);
      if (head_.empty() || !feel::read_hit_policy(head_.front().text, source_.policy, source_.aggregation)) continue;
      if (!is_delimiter(cells_of(lines_[i + 1].text))) continue;
      header_ = i;
      return true;
    }
    add({}, 0, 1, "table-missing", "no table here has a hit policy in its first header cell",
        "write U, A, F, P, R, O or C (C+, C<, C>, C#) there: § tables-2");
    return false;
  }

  bool columns() {
    if (head_.size() > max_decision_columns)
      add(lines_[header_], head_[max_decision_columns].offset, 1, "table-limit",
          fmt::format("a table has at most {} columns", max_decision_columns), "");
    for (std::size_t i = 1; i < head_.size(); ++i) column(head_[i]);
    if (source_.inputs.empty() || source_.outputs.empty())
      add(lines_[header_], head_.front().offset, 1, "table-columns",
          "a decision table has one or more inputs, and one or more outputs",
          "begin the header of each output with “→”");
    return !source_.inputs.empty() && !source_.outputs.empty();
  }

  void column(const Cell& head) {
    std::string_view rest = head.text;
    bool output = false;
    for (const std::string_view arrow : {"→", "->"}) {
      if (rest.substr(0, arrow.size()) != arrow) continue;
      output = true;
      rest = text::trimmed(rest.substr(arrow.size()));
    }
    const auto colon = rest.find(':');
    const std::string name(text::trimmed(rest.substr(0, colon)));
    if (!is_plain_name(name))
      add(lines_[header_], head.offset, head.text.size(), "table-columns",
          fmt::format("“{}” cannot be the name of a column", name), "use letters, digits and “_”, a letter first");
    const Type type = colon == std::string_view::npos ? type_by_name(name)
                                                      : type_written(head, text::trimmed(rest.substr(colon + 1)));
    if (!output && !source_.outputs.empty())
      add(lines_[header_], head.offset, head.text.size(), "table-columns", "an input stands behind an output",
          "put the outputs last");
    if (!output) {
      source_.inputs.push_back({name, type});
      return;
    }
    feel::TableOutput result{name, type, {}, ""};
    for (const auto& text : type.texts()) result.values.push_back(text_literal(text));
    source_.outputs.push_back(std::move(result));
  }

  Type type_by_name(const std::string& name) const {
    const TenantAttribute* attribute = workspace_.attribute(name);
    if (name == "status" && attribute == nullptr) return Type::one_of(workspace_.statuses);
    if (attribute == nullptr) return Type::any();
    return attribute_type(workspace_, *attribute);
  }

  Type type_written(const Cell& head, std::string_view written) {
    if (written == "text") return Type::string();
    if (written == "number") return Type::number();
    if (written == "boolean") return Type::boolean();
    if (written == "date") return Type::date();
    if (written == "any") return Type::any();
    if (auto texts = quoted_list(written)) return Type::one_of(std::move(*texts));
    std::vector<std::string> queues;
    for (const Queue& queue : workspace_.queues) queues.push_back(queue.name);
    if (written == "queue") return Type::one_of(std::move(queues));
    add(lines_[header_], head.offset, head.text.size(), "table-type",
        fmt::format("“{}” is not a type", text::shortened(written, 40)),
        "write text, number, boolean, date, queue, any, or the texts it can be in quotes: § tables-4");
    return Type::any();
  }

  bool rows() {
    for (std::size_t i = header_ + 2; i < lines_.size(); ++i) {
      auto cells = cells_of(lines_[i].text);
      if (cells.empty()) break;
      if (source_.rows.size() >= max_decision_rows) {
        add(lines_[i], 0, 1, "table-limit", fmt::format("a table has at most {} rows", max_decision_rows),
            "split the table");
        return false;
      }
      if (cells.size() != head_.size())
        add(lines_[i], cells.front().offset, 1, "table-row",
            fmt::format("this row has {} cells, the header has {}", cells.size(), head_.size()),
            "write “-” in a cell that matches everything");
      else
        row(cells);
      rows_.push_back({i, std::move(cells)});
    }
    return true;
  }

  void row(const std::vector<Cell>& cells) {
    feel::TableRow row;
    const std::size_t inputs = source_.inputs.size();
    for (std::size_t i = 0; i < inputs; ++i)
      row.tests.push_back(with_quotes(cells[i + 1].text, source_.inputs[i].type));
    for (std::size_t i = 0; i < source_.outputs.size(); ++i)
      row.results.push_back(with_quotes(cells[inputs + i + 1].text, source_.outputs[i].type));
    source_.rows.push_back(std::move(row));
  }

  /// A table gives no other texts than those in its cells: whoever uses it need not reckon with the rest of the type.
  void narrow_outputs() {
    for (std::size_t i = 0; i < source_.outputs.size(); ++i) {
      std::vector<std::string> given;
      bool all_known = true;
      for (const feel::TableRow& row : source_.rows) {
        const auto& texts = source_.outputs[i].type.texts();
        const auto known = std::find_if(texts.begin(), texts.end(),
                                        [&](const auto& text) { return text_literal(text) == row.results[i]; });
        all_known = all_known && known != texts.end();
        if (all_known && std::find(given.begin(), given.end(), *known) == given.end()) given.push_back(*known);
      }
      if (all_known && !given.empty()) source_.outputs[i].type = Type::one_of(std::move(given));
    }
  }

  /// Texts that the column's type names may stand without quotes, one or several with commas between.
  static std::string with_quotes(const std::string& cell, const Type& type) {
    const auto& texts = type.texts();
    const auto known = [&](std::string_view text) {
      return std::find(texts.begin(), texts.end(), text) != texts.end();
    };
    if (known(cell)) return text_literal(cell);
    std::string all;
    for (std::string_view rest = cell; !texts.empty();) {
      const auto comma = rest.find(',');
      const auto part = text::trimmed(rest.substr(0, comma));
      if (!known(part)) return cell;
      all += (all.empty() ? "" : ", ") + text_literal(part);
      if (comma == std::string_view::npos) return all;
      rest.remove_prefix(comma + 1);
    }
    return cell;
  }

  SourceSpan place(const Line& line, std::size_t offset, std::size_t length) const {
    const auto before = line.text.substr(0, std::min(offset, line.text.size()));
    const auto inside = line.text.substr(before.size(), length);
    return {file_, std::max<std::uint32_t>(1, line.number), static_cast<std::uint32_t>(text::code_points(before)) + 1,
            std::max<std::uint32_t>(1, static_cast<std::uint32_t>(text::code_points(inside)))};
  }

  void add(const Line& line, std::size_t offset, std::size_t length, std::string code, std::string message,
           std::string hint, Severity severity = Severity::error) {
    findings_.push_back({std::move(code),
                         severity,
                         place(line, offset, length),
                         std::move(message),
                         std::move(hint),
                         std::string(line.text),
                         {}});
  }

  void report(const feel::TableProblem& problem) {
    const bool head = problem.row == feel::TableProblem::header_row || problem.row >= rows_.size();
    const Line& line = lines_[head ? header_ : rows_[problem.row].line];
    const auto& cells = head ? head_ : rows_[problem.row].cells;
    const Cell& cell = cells[std::min(problem.column + 1, cells.size() - 1)];
    const bool needs_hint = !head && problem.problem.hint.empty();
    add(line, cell.offset, std::max<std::size_t>(1, cell.text.size()), "table-cell", problem.problem.message,
        needs_hint ? text_meant(problem.column, cell.text) : problem.problem.hint);
  }

  /// A column of certain texts has one that is misspelt, one of any texts has one without quotes: it was read as a
  /// name.
  std::string text_meant(std::size_t column, const std::string& written) const {
    const std::size_t inputs = source_.inputs.size();
    if (column >= inputs + source_.outputs.size()) return {};
    const Type& type = column < inputs ? source_.inputs[column].type : source_.outputs[column - inputs].type;
    if (!type.texts().empty()) return yaml::suggestion(written, type.texts());
    const bool is_quoted = written.find('"') != std::string::npos;
    return type.kind() == Type::Kind::string && !is_quoted ? fmt::format("a text stands in quotes: \"{}\"", written)
                                                           : "";
  }

  void report(const feel::TableFinding& weakness) {
    const bool in_row = !weakness.rows.empty() && weakness.rows.back() < rows_.size();
    const Line& line = lines_[in_row ? rows_[weakness.rows.back()].line : header_];
    using Kind = feel::TableFinding::Kind;
    const char* code = weakness.kind == Kind::overlap       ? "table-overlap"
                       : weakness.kind == Kind::gap         ? "table-gap"
                       : weakness.kind == Kind::unreachable ? "table-unreachable"
                                                            : "table-unchecked";
    add(line, line.text.find('|') + 1, 1, code, weakness.message,
        weakness.example.empty() ? "" : "for example " + weakness.example,
        weakness.kind == Kind::left_out ? Severity::note : Severity::warning);
    for (std::size_t i = 0; i + 1 < weakness.rows.size(); ++i)
      if (weakness.rows[i] < rows_.size())
        findings_.back().related.push_back(place(lines_[rows_[weakness.rows[i]].line], 0, line.text.size()));
  }

  struct Row {
    std::size_t line;
    std::vector<Cell> cells;
  };

  std::string file_;
  const Workspace& workspace_;
  std::vector<Diagnostic>& findings_;
  std::vector<Line> lines_;
  std::size_t header_ = 0;
  std::vector<Cell> head_;
  std::vector<Row> rows_;
  feel::TableSource source_;
};

} // namespace

std::string table_name(const std::string& file) {
  const auto slash = file.rfind('/');
  std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  if (const auto dot = name.rfind('.'); dot != std::string::npos) name.resize(dot);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::optional<Table> read_table(std::string_view markdown, const std::string& file, const Workspace& workspace,
                                std::vector<Diagnostic>& findings) {
  return TableReader(file, workspace, findings).read(markdown);
}

} // namespace handrail::playbook
