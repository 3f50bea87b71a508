#include "playbook/dialect/scan.h"

#include "core/text.h"
#include "playbook/compile.h"
#include "playbook/dialect/date_text.h"
#include "playbook/dialect/listing.h"
#include "playbook/dialect/task_cell.h"
#include "playbook/markdown/fence.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_blank(std::string_view line) { return text::trimmed(line).empty(); }

/// `name="value"` of a directive.
std::string attribute(std::string_view line, std::string_view name) {
  const auto at = line.find(std::string(name) + "=\"");
  if (at == none) return {};
  const auto start = at + name.size() + 2;
  return std::string(line.substr(start, std::min(line.find('"', start), line.size()) - start));
}

/// The quotes and list marks in front of a line: how deep it may nest.
std::size_t marker_depth(std::string_view line) {
  std::size_t prefix = 0;
  without_markers(line, &prefix);
  const auto markers = line.substr(0, prefix);
  return static_cast<std::size_t>(std::count_if(markers.begin(), markers.end(), [](char c) {
    return c == '>' || c == '-' || c == '*' || c == '+' || c == '.' || c == ')';
  }));
}

/// "Exchange," at the end of a row: its last cell goes on.
bool ends_in_separator(const Row& row) {
  const auto last = row.cells.empty() ? std::string_view{} : row.cells.back().markdown;
  return !last.empty() && std::string_view(",;/&").find(last.back()) != none;
}

/// Signs that a Markdown parser looks at again and again when they are not closed; more than any text has of them.
std::size_t count_hard_signs(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return c == '[' || c == '*' || c == '_' || c == '`' || c == '<' || c == '~';
  }));
}

class Scanner {
public:
  Scanner(SourceText& source, const Languages& languages, std::vector<Diagnostic>& findings)
      : source_(source), languages_(languages), findings_(findings), hidden_(source.lines.size(), false) {}

  Scan read() {
    blank_comments();
    find_code();
    for (std::size_t at = 0; at < size(); ++at) {
      if (in_code_[at]) continue;
      limit(at);
      if (hidden_[at]) continue;
      if (is_directive(at))
        at = directive(at);
      else if (has_pipe(line(at)) && !is_delimiter_row(line(at)))
        at = table(at);
      else if (line(at).find("]:") != none)
        reference(at);
    }
    write_markdown();
    return std::move(scan_);
  }

private:
  std::size_t size() const { return source_.lines.size(); }
  std::string_view line(std::size_t at) const { return source_.lines[at].text; }
  void hide(std::size_t at) { hidden_[at] = true; }

  /// A comment is blanked over all its lines. One that never ends is text.
  void blank_comments() {
    const bool none_begins = std::none_of(source_.lines.begin(), source_.lines.end(),
                                          [](const SourceLine& each) { return each.text.find("<!--") != none; });
    if (none_begins) return;
    FenceTracker fence;
    for (std::size_t at = 0; at < size(); ++at) {
      if (fence.feed(line(at))) continue;
      for (auto open = line(at).find("<!--"); open != none; open = line(at).find("<!--", open + 1))
        if (!blank_comment(at, open)) return;
    }
  }

  bool blank_comment(std::size_t at, std::size_t open) {
    auto last = at;
    auto close = line(at).find("-->", open + 4);
    while (close == none && ++last < size()) close = line(last).find("-->");
    if (close == none) {
      findings_.push_back(finding(source_, source_.lines[at], open, open + 4, Severity::warning, "comment-unclosed",
                                  "the comment that begins here never ends; it is read as text", "end it with `-->`"));
      return false;
    }
    for (auto i = at; i <= last; ++i) {
      std::string text(line(i));
      const auto from = i == at ? open : 0;
      const auto to = i == last ? close + 3 : text.size();
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to), ' ');
      source_.lines[i].text = source_.keep(std::move(text));
    }
    return true;
  }

  void find_code() {
    in_code_.resize(size());
    FenceTracker fence;
    std::size_t opened = 0;
    for (std::size_t at = 0; at < size(); ++at) {
      const bool was_open = fence.is_open();
      in_code_[at] = fence.feed(line(at));
      if (!was_open && fence.is_open()) opened = at;
    }
    if (fence.is_open())
      findings_.push_back(finding(source_, source_.lines[opened], Severity::warning, "fence-unclosed",
                                  "the code that begins here never ends: everything behind it is taken for code",
                                  "end it with a line of ``` alone"));
  }

  /// Keeps from the Markdown parser what would make it slow or deep; everything else is read.
  void limit(std::size_t at) {
    if (marker_depth(line(at)) > max_nesting) {
      hide(at);
      tell_limit(told_depth_, at, "limit-nesting",
                 fmt::format("quotes and lists stand within each other more than {} deep here; the line is left out",
                             max_nesting),
                 "write it flat");
    }
    paragraph_bytes_ = is_blank(line(at)) ? 0 : paragraph_bytes_ + line(at).size();
    hard_signs_ = is_blank(line(at)) ? 0 : hard_signs_ + count_hard_signs(line(at));
    if (paragraph_bytes_ > max_paragraph_bytes || hard_signs_ > max_paragraph_signs) {
      hide(at);
      tell_limit(
          told_paragraph_, at, "limit-paragraph",
          fmt::format(
              "this paragraph has more than {} bytes or {} brackets and emphasis signs; the rest of it is left out",
              max_paragraph_bytes, max_paragraph_signs),
          "part it by an empty line");
    }
  }
  void tell_limit(bool& told, std::size_t at, std::string_view code, std::string message, std::string hint) {
    if (!told)
      findings_.push_back(
          finding(source_, source_.lines[at], 0, 1, Severity::error, code, std::move(message), std::move(hint)));
    told = true;
  }

  bool is_directive(std::size_t at) const { return without_markers(line(at)).substr(0, 3) == ":::"; }

  /// Hides a directive. An image's may go on over several lines, up to its closing `:::`.
  std::size_t directive(std::size_t at) {
    const auto text = text::trimmed(without_markers(line(at)));
    const bool is_image = text::lowered(text.substr(3, 16)).find("image") != none && text.find("image-end") == none;
    std::string whole(text);
    auto last = at;
    constexpr std::size_t most_lines = 8;
    const auto is_closed = [&] { return whole.size() > 6 && whole.substr(whole.size() - 3) == ":::"; };
    while (is_image && !is_closed() && last + 1 < size() && last - at < most_lines && !is_blank(line(last + 1)))
      whole += " " + std::string(text::trimmed(line(++last)));
    for (auto i = at; i <= last; ++i) hide(i);
    if (is_image) scan_.images.push_back({at, attribute(whole, "source"), attribute(whole, "alt-text")});
    return last;
  }

  void reference(std::size_t at) {
    const auto text = text::trimmed(line(at));
    const auto close = text.find("]:");
    constexpr std::size_t most = 1'000;
    if (text[0] != '[' || close == none || close < 2 || scan_.references.size() >= most) return;
    auto target = text::trimmed(text.substr(close + 2));
    target = target.substr(0, target.find(' '));
    if (target.size() > 1 && target.front() == '<' && target.back() == '>')
      target = target.substr(1, target.size() - 2);
    if (!target.empty()) scan_.references.emplace(folded(text.substr(1, close - 1)), std::string(target));
  }

  /// The table whose heading this line is, if it is one. Gives the last line that was read.
  std::size_t table(std::size_t at) {
    auto heading = split_row(line(at), at);
    const bool delimited = at + 1 < size() && !in_code_[at + 1] && is_delimiter_row(line(at + 1));
    auto columns = task_columns(heading, languages_);
    const bool of_changes = is_history({heading, {}}, languages_);
    if (!delimited && !of_changes && !(columns && (columns->name || columns->role))) return at;
    auto next = at + (delimited ? 2 : 1);
    auto rows = rows_from(next, heading.cells.size());
    if (columns) complete_columns(*columns, rows, languages_);
    if (!columns && delimited) columns = columns_without_heading(heading, rows);
    if (!columns && is_too_large(heading, rows)) return hide_table(at, next - 1);
    if (!columns) {
      if (!delimited && (!of_changes || rows.empty())) return at;
      if (!delimited) tell_no_delimiter(at, "this table");
      if (of_changes) detached_changes(heading, rows, next);
      scan_.plain_tables.push_back({std::move(heading), std::move(rows)});
      return next - 1;
    }
    if (!delimited) {
      // Without rows it is a sentence with a pipe in it.
      if (rows.empty()) return at;
      tell_no_delimiter(at, "this task table");
    }
    TaskTable found{*columns, std::move(heading), std::move(rows), at, next - 1};
    detached_rows(found);
    for (auto i = at; i <= found.last_line; ++i) hide(i);
    const auto last = found.last_line;
    scan_.task_tables.push_back(std::move(found));
    return last;
  }

  void tell_no_delimiter(std::size_t at, std::string_view what) {
    findings_.push_back(
        finding(source_, source_.lines[at], Severity::warning, "table-no-delimiter",
                fmt::format("{} has no line of dashes under its heading, and shows as text elsewhere", what),
                "put `| --- | --- |` under the heading, with a dash for each column"));
  }

  /// Rows of the history that an empty line has cut off: as wide as its heading, with a date.
  void detached_changes(const Row& heading, std::vector<Row>& rows, std::size_t& next) {
    while (true) {
      auto at = next;
      while (at < size() && is_blank(line(at))) ++at;
      if (at >= size() || in_code_[at] || !has_pipe(line(at)) || (at + 1 < size() && is_delimiter_row(line(at + 1))))
        return;
      const auto row = split_row(line(at), at);
      const bool is_dated = std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
        return read_date(plain_text(cell.markdown), languages_).has_value();
      });
      if (row.cells.size() != heading.cells.size() || !is_dated) return;
      findings_.push_back(finding(source_, source_.lines[at], Severity::warning, "table-row-detached",
                                  "an empty line cuts this row off from its table; it is read as part of it",
                                  "take the empty line out"));
      next = at;
      auto more = rows_from(next, heading.cells.size());
      rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
  }

  /// By what stands in the rows. The heading is a row too when it has a task's id.
  std::optional<TaskColumns> columns_without_heading(const Row& heading, std::vector<Row>& rows) const {
    auto all = rows;
    all.insert(all.begin(), heading);
    auto columns = task_columns_by_content(heading, all, languages_);
    if (!columns) return task_columns_by_content(heading, rows, languages_);
    rows = std::move(all);
    return columns;
  }

  /// The Markdown parser fills every row up to the heading's width: a few bytes could become millions of cells.
  static bool is_too_large(const Row& heading, const std::vector<Row>& rows) {
    return heading.cells.size() > max_prose_table_columns || heading.cells.size() * rows.size() > max_prose_table_cells;
  }
  std::size_t hide_table(std::size_t first, std::size_t last) {
    for (auto at = first; at <= last; ++at) hide(at);
    findings_.push_back(finding(source_, source_.lines[first], Severity::error, "limit-table",
                                fmt::format("a table has at most {} columns and {} cells; this one is left out",
                                            max_prose_table_columns, max_prose_table_cells),
                                "split it"));
    return last;
  }

  /// Rows of `width` cells up to an empty line or the next block; `next` is then the line behind them.
  std::vector<Row> rows_from(std::size_t& next, std::size_t width) const {
    std::vector<Row> rows;
    std::size_t filled = 0; ///< cells of the row that began last, in however many lines
    for (; next < size() && !in_code_[next] && !is_blank(line(next)); ++next) {
      const auto trimmed = text::trimmed(line(next));
      if (trimmed[0] == '#' || is_directive(next)) break;
      const auto is_lone_id = [&] { return !rows.empty() && !task_id(plain_text(trimmed)).empty(); };
      const bool may_go_on = !rows.empty() && !rows.back().closed && (filled < width || ends_in_separator(rows.back()));
      if (!has_pipe(line(next)) && !may_go_on && !is_lone_id()) break;
      if (is_delimiter_row(line(next))) continue;
      auto row = split_row(line(next), next);
      filled = may_go_on ? filled + row.cells.size() - 1 : row.cells.size();
      rows.push_back(std::move(row));
    }
    return rows;
  }

  /// Rows that an empty line has cut off from their table: they begin with an id.
  void detached_rows(TaskTable& table) {
    while (true) {
      auto next = table.last_line + 1;
      while (next < size() && is_blank(line(next))) ++next;
      if (next >= size() || next == table.last_line + 1 || in_code_[next] || !has_pipe(line(next))) return;
      const auto row = split_row(line(next), next);
      const auto id = table.columns.id.value_or(0);
      if (row.cells.size() < 2 || id >= row.cells.size() || task_id(plain_text(row.cells[id].markdown)).empty() ||
          task_columns(row, languages_))
        return;
      if (next + 1 < size() && is_delimiter_row(line(next + 1))) return;
      findings_.push_back(finding(source_, source_.lines[next], Severity::warning, "table-row-detached",
                                  "an empty line cuts this row off from its task table; it is read as part of it",
                                  "take the empty line out"));
      const auto rows = rows_from(next, table.columns.count);
      table.rows.insert(table.rows.end(), rows.begin(), rows.end());
      table.last_line = next - 1;
    }
  }

  /// `##Heading`, which authors mean as one, gets its blank; setting a table's line apart leaves an empty one.
  void write_markdown() {
    std::size_t bytes = 0;
    for (const auto& each : source_.lines) bytes += each.text.size() + 2;
    scan_.markdown.reserve(bytes);
    for (std::size_t at = 0; at < size(); ++at) {
      if (!hidden_[at]) {
        const auto text = line(at);
        const auto signs = text.substr(0, 2) == "##" ? std::min(text.find_first_not_of('#'), text.size()) : 0;
        if (!in_code_[at] && signs >= 2 && signs <= 6 && signs < text.size() && text[signs] != ' ' &&
            text[signs] != '\t') {
          scan_.markdown += text.substr(0, signs);
          scan_.markdown += ' ';
          scan_.markdown += text.substr(signs);
          findings_.push_back(
              finding(source_, source_.lines[at], Severity::warning, "heading-no-blank",
                      "a blank is missing between the signs and the heading, which shows as text elsewhere",
                      "write `## Heading`"));
        } else {
          scan_.markdown += text;
        }
      }
      scan_.markdown += '\n';
    }
  }

  SourceText& source_;
  const Languages& languages_;
  std::vector<Diagnostic>& findings_;
  std::vector<bool> hidden_, in_code_;
  std::size_t paragraph_bytes_ = 0, hard_signs_ = 0;
  bool told_depth_ = false, told_paragraph_ = false;
  Scan scan_;
};

} // namespace

Scan scan(SourceText& source, const Languages& languages, std::vector<Diagnostic>& findings) {
  return Scanner(source, languages, findings).read();
}

} // namespace handrail::playbook
