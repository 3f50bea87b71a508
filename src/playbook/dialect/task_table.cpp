#include "playbook/dialect/task_table.h"

#include "core/text.h"
#include "playbook/dialect/task_cell.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/inline_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace handrail::playbook {

namespace {

/// Reads the rows of one table.
class Reader {
public:
  Reader(const SourceText& source, const TaskTable& table, const Languages& languages,
         std::vector<Diagnostic>& findings)
      : source_(source), columns_(table.columns), languages_(languages), findings_(findings) {}

  std::vector<Task> read(const Row& heading, const std::vector<Row>& rows) {
    for (const auto column : columns_.other) unread_column(heading, rows, column);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Row row = rows[i];
      i += join_wrapped(row, rows, i);
      split_merged(std::move(row));
    }
    return std::move(tasks_);
  }

private:
  const SourceLine& line(const Row& row) const { return source_.lines[row.line]; }

  void tell(const Row& row, std::string_view code, std::string message, std::string hint) {
    findings_.push_back(finding(source_, line(row), Severity::warning, code, std::move(message), std::move(hint)));
  }

  void unread_column(const Row& heading, const std::vector<Row>& rows, std::size_t column) {
    const bool says_something = std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
      return column < row.cells.size() && !row.cells[column].markdown.empty();
    });
    if (!says_something) return;
    const auto& cell = heading.cells[column];
    findings_.push_back(finding(
        source_, line(heading), cell.from, std::max(cell.to, cell.from + 1), Severity::note, "table-column-unknown",
        fmt::format("the column “{}” is none of a task table's, and what stands in it is not read",
                    text::shortened(cell_text(cell), 40)),
        "call it as other playbooks do, or add its name to the words (`--languages`)"));
  }

  std::size_t id_column() const { return columns_.id.value_or(0); }
  bool has_id(const Row& row) const {
    return id_column() < row.cells.size() && !ids_of(row.cells[id_column()]).empty();
  }

  /// A row that goes on in the next lines: it has no pipe at its end, and they have no id and the cells it lacks, or
  /// the rest of its last one.
  std::size_t join_wrapped(Row& row, const std::vector<Row>& rows, std::size_t at) {
    std::size_t joined = 0;
    while (at + joined + 1 < rows.size() && !row.closed && has_id(row)) {
      const Row& next = rows[at + joined + 1];
      if (has_id(next) || next.cells.empty() || row.cells.size() + next.cells.size() - 1 > columns_.count) break;
      if (joined == 0)
        tell(row, "table-row-wrapped", "this row of the task table goes on in the next line",
             "a table's row must stand in one line");
      joined_.push_back(std::string(row.cells.back().markdown) + " " + std::string(next.cells.front().markdown));
      row.cells.back().markdown = joined_.back();
      row.cells.insert(row.cells.end(), next.cells.begin() + 1, next.cells.end());
      row.closed = next.closed;
      ++joined;
    }
    return joined;
  }

  /// Two tasks run together in one row are two tasks: a second id stands in a cell where the first one's are used up.
  void split_merged(Row row) {
    for (std::size_t at = id_column() + 2; row.cells.size() > columns_.count && at < row.cells.size(); ++at) {
      const bool whole = is_id(cell_text(row.cells[at])) && at + 1 < row.cells.size();
      if (!whole && !has_id_at_end(row, at)) continue;
      tell(row, "table-row-merged", "two tasks stand in one row of the task table; they are read as two",
           "give each a line of its own");
      Row rest;
      rest.line = row.line;
      rest.closed = row.closed;
      rest.cells.assign(row.cells.begin() + static_cast<std::ptrdiff_t>(at), row.cells.end());
      if (whole) {
        row.cells.resize(at);
        while (row.cells.size() > columns_.count && row.cells.back().markdown.empty()) row.cells.pop_back();
      } else {
        const auto& last = row.cells[at].markdown;
        const auto blank = last.find_last_of(" \t");
        rest.cells.front().markdown = last.substr(blank + 1);
        row.cells.resize(at + 1);
        row.cells.back().markdown = text::trimmed(last.substr(0, blank));
      }
      // The cells in front of the id, if it is not the first column, are the first task's.
      rest.cells.insert(rest.cells.begin(), id_column(), Cell{});
      one_row(std::move(row));
      return split_merged(std::move(rest));
    }
    one_row(std::move(row));
  }

  static bool is_id(const std::string& text) {
    const auto id = task_id(text);
    return is_number(id) && id.size() >= 3;
  }
  /// "All Services 3705": the line's end between two rows was lost, and the pipes there with it.
  static bool has_id_at_end(const Row& row, std::size_t at) {
    const auto text = cell_text(row.cells[at]);
    const auto blank = text.find_last_of(' ');
    return blank != std::string::npos && text.size() - blank - 1 >= 4 &&
           is_number(std::string_view(text).substr(blank + 1)) && at + 2 < row.cells.size();
  }

  void one_row(Row row) {
    if (row.cells.empty() ||
        std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return cell.markdown.empty(); }))
      return;
    const auto ids = id_column() < row.cells.size() ? ids_of(row.cells[id_column()]) : std::vector<std::string>{};
    if (ids.empty()) return without_id(row);
    if (ids.size() == 1) realign(row);
    const auto names = lines_for(ids, row, columns_.name);
    if (ids.size() > 1)
      tell(row, "table-row-merged",
           fmt::format("{} tasks stand in one row of the task table; they are read as {}", ids.size(), ids.size()),
           "give each a line of its own");
    for (std::size_t i = 0; i < ids.size(); ++i) add_task(row, ids, names, i);
  }

  /// A row that says "none" is an empty table; one without an id that says something has lost it.
  void without_id(const Row& row) {
    const bool says_nothing = std::all_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
      const auto text = cell_text(cell);
      return text.empty() || languages_.is_none(text);
    });
    if (says_nothing) return;
    const auto first = cell_text(row.cells.front());
    if (languages_.is_none(first) && row.cells.size() <= 2) return;
    tell(row, "task-no-id",
         fmt::format("this row of the task table has no task id, and is not read as a task{}",
                     first.empty() ? "" : fmt::format(" (`{}` is no number)", text::shortened(first, 40))),
         "give it its id, or move the text out of the table");
  }

  /// Too many cells: a pipe within the name. Too few: the letter is missing. The M/O column shows which.
  void realign(Row& row) {
    const auto expected = columns_.count;
    if (row.cells.size() == expected) return;
    if (row.cells.size() > expected) {
      const auto extra = row.cells.size() - expected;
      const bool all_empty = std::all_of(row.cells.end() - static_cast<std::ptrdiff_t>(extra), row.cells.end(),
                                         [](const Cell& cell) { return cell.markdown.empty(); });
      if (!all_empty)
        tell(row, "table-row-too-many-cells",
             fmt::format("this row has {} cells, and the table {} columns", row.cells.size(), expected),
             "write a pipe within a cell as `\\|`");
      if (!all_empty && columns_.name && columns_.mandatory && *columns_.mandatory > *columns_.name &&
          !says_mandatory(row, *columns_.mandatory) && says_mandatory(row, *columns_.mandatory + extra))
        absorb_into_name(row, extra);
      return;
    }
    tell(row, "table-row-too-few-cells",
         fmt::format("this row has {} cells, and the table {} columns", row.cells.size(), expected),
         "leave a cell empty (`| |`) rather than out");
    if (columns_.mandatory && *columns_.mandatory < row.cells.size() &&
        !row.cells[*columns_.mandatory].markdown.empty() && !says_mandatory(row, *columns_.mandatory) && columns_.role)
      row.cells.insert(row.cells.begin() + static_cast<std::ptrdiff_t>(*columns_.mandatory), Cell{});
  }

  bool says_mandatory(const Row& row, std::size_t at) const {
    return at < row.cells.size() && read_mandatory(cell_text(row.cells[at]), columns_, languages_).has_value();
  }

  void absorb_into_name(Row& row, std::size_t extra) {
    const auto name = *columns_.name;
    auto& cell = row.cells[name];
    const auto& last = row.cells[name + extra];
    cell.to = last.to;
    cell.markdown = line(row).text.substr(cell.from, cell.to - cell.from);
    row.cells.erase(row.cells.begin() + static_cast<std::ptrdiff_t>(name) + 1,
                    row.cells.begin() + static_cast<std::ptrdiff_t>(name + extra) + 1);
  }

  /// A cell's lines, when it has one for each of several ids.
  static std::vector<std::string> lines_for(const std::vector<std::string>& ids, const Row& row,
                                            const std::optional<std::size_t>& column) {
    if (ids.size() < 2 || !column || *column >= row.cells.size()) return {};
    auto lines = lines_of(row.cells[*column]);
    return lines.size() == ids.size() ? lines : std::vector<std::string>{};
  }

  std::string text_at(const Row& row, const std::optional<std::size_t>& column) const {
    return column && *column < row.cells.size() ? cell_text(row.cells[*column]) : std::string{};
  }

  void add_task(const Row& row, const std::vector<std::string>& ids, const std::vector<std::string>& names,
                std::size_t i) {
    const Cell& cell = row.cells[id_column()];
    Task task;
    task.id = TaskId(ids[i]);
    task.at = source_.span(line(row), cell.from, cell.to);
    task.name = names.empty() ? text_at(row, columns_.name) : names[i];
    if (task.name.empty())
      tell(row, "task-no-name", fmt::format("task {} has no name", ids[i]), "name it in the table");
    task.mandatory = mandatory(row, ids, i);
    if (columns_.role && *columns_.role < row.cells.size()) {
      // Where each of several tasks has its own name, each has its own role and services too.
      const auto own = names.empty() ? names : lines_for(ids, row, columns_.role);
      const auto roles = own.empty() ? lines_of(row.cells[*columns_.role]) : std::vector{own[i]};
      for (const auto& role : roles)
        if (!languages_.is_none(role)) task.role += (task.role.empty() ? "" : " / ") + role;
    }
    if (columns_.services && *columns_.services < row.cells.size()) {
      const auto own = names.empty() ? names : lines_for(ids, row, columns_.services);
      task.services = values_of(own.empty() ? unmarked(row.cells[*columns_.services].markdown) : own[i], languages_);
    }
    tasks_.push_back(std::move(task));
  }

  bool mandatory(const Row& row, const std::vector<std::string>& ids, std::size_t i) {
    if (!columns_.mandatory) return false;
    const bool present = *columns_.mandatory < row.cells.size();
    const auto letters = lines_for(ids, row, columns_.mandatory);
    const auto text = letters.empty() ? text_at(row, columns_.mandatory) : letters[i];
    if (const auto said = read_mandatory(text, columns_, languages_)) return *said;
    const auto cell = present ? row.cells[*columns_.mandatory] : row.cells[id_column()];
    findings_.push_back(finding(
        source_, line(row), cell.from, std::max(cell.to, cell.from + 1), Severity::warning, "task-mandatory-unclear",
        text.empty()
            ? fmt::format("the table does not say whether task {} is mandatory; it is taken for optional", ids[i])
            : fmt::format("`{}` does not say whether task {} is mandatory; it is taken for optional",
                          text::shortened(text, 40), ids[i]),
        "write M or O"));
    return false;
  }

  const SourceText& source_;
  const TaskColumns& columns_;
  const Languages& languages_;
  std::vector<Diagnostic>& findings_;
  std::vector<Task> tasks_;
  std::deque<std::string> joined_; ///< texts of wrapped cells, which the cells point into
};

} // namespace

std::vector<Task> read_tasks(const SourceText& source, const TaskTable& table, const Languages& languages,
                             std::vector<Diagnostic>& findings) {
  return Reader(source, table, languages, findings).read(table.heading, table.rows);
}

} // namespace handrail::playbook
