#include "playbook/dialect/task_table.h"

#include "core/text.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"
#include "playbook/markdown/inline_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>

namespace handrail::playbook {

namespace {

constexpr std::size_t longest_id = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string cell_text(const Cell& cell) { return plain_text(cell.markdown); }

// ---- the column that says whether a task is mandatory ----------------------------------------------------------

/// One half of "(M)andatory / (O)ptional": its letter, and what its word says.
struct Choice {
  std::string letter;
  std::optional<bool> mandatory;
};

Choice choice(std::string_view half, const Languages& languages) {
  Choice found;
  const auto open = half.find('(');
  const auto close = half.find(')', open == std::string_view::npos ? 0 : open);
  if (open != std::string_view::npos && close != std::string_view::npos)
    found.letter = folded_words(half.substr(open + 1, close - open - 1));
  found.mandatory = languages.mandatory(half);
  if (!found.mandatory && !found.letter.empty()) {
    // "Mandatory (M)" and "必須 (M)": the word stands before or behind the letter.
    found.mandatory = languages.mandatory(half.substr(0, open));
    if (!found.mandatory) found.mandatory = languages.mandatory(half.substr(close + 1));
  }
  if (found.letter.empty()) {
    const auto word = folded(half);
    if (!word.empty()) found.letter = word.substr(0, code_point_at(word, 0).length);
  }
  return found;
}

/// The halves of the heading, parted by a slash, a comma or a word like "or".
std::vector<std::string> halves(const std::string& heading) {
  for (const std::string_view separator :
       {"/", "|", "、", "・", ",", ";", "\\", " or ", " oder ", " ou ", " o ", " 或 ", "または", "或"}) {
    const auto at = heading.find(separator);
    if (at == std::string::npos || at == 0) continue;
    return {heading.substr(0, at), heading.substr(at + separator.size())};
  }
  // "(M)andatory (O)ptional"
  const auto second = heading.find('(', 1);
  if (second != std::string::npos && heading[0] == '(') return {heading.substr(0, second), heading.substr(second)};
  return {heading};
}

/// "Mandatory (Y/N)" → "Mandatory": how it is answered says nothing about the column.
std::string without_answers(std::string heading) {
  const auto open = heading.find('(');
  const auto slash = heading.find('/', std::min(open, heading.size()));
  if (open == std::string::npos || open == 0 || slash == std::string::npos || heading.find(')', open) < slash)
    return heading;
  return heading.substr(0, open);
}

/// Takes the heading for the M/O column's when its words say so; notes the letters.
bool read_mandatory_heading(const std::string& heading, const Languages& languages, TaskColumns& columns) {
  const auto parts = halves(without_answers(folded(heading)));
  auto first = choice(parts[0], languages);
  if (parts.size() == 1) {
    if (!first.mandatory || folded_words(heading).size() < 2) return false;
    columns.yes_means = first.mandatory;
    return true;
  }
  auto second = choice(parts[1], languages);
  if (!first.mandatory && !second.mandatory) return false;
  const bool first_is_mandatory = first.mandatory ? *first.mandatory : !*second.mandatory;
  if (first.letter == second.letter) {
    columns.unclear_letter = first.letter;
    return true;
  }
  columns.mandatory_letter = first_is_mandatory ? first.letter : second.letter;
  columns.optional_letter = first_is_mandatory ? second.letter : first.letter;
  return true;
}

/// What an M/O cell says: by the heading's letters, then by the words of all languages, then by its first word.
std::optional<bool> read_mandatory(const std::string& text, const TaskColumns& columns, const Languages& languages) {
  const auto words = folded_words(text);
  if (words.empty()) return std::nullopt;
  if (words == columns.mandatory_letter) return true;
  if (words == columns.optional_letter) return false;
  if (words == columns.unclear_letter) return std::nullopt;
  if (const auto whole = languages.mandatory(words)) return whole;
  if (const auto answer = languages.answer(words); answer && columns.yes_means) return *answer == *columns.yes_means;
  // "(M)andatory for partners", "O (see note)"; not "M/O", which leaves it open.
  if (text.find('/') != std::string::npos) return std::nullopt;
  const auto end = words.find(' ');
  if (end == std::string::npos) return std::nullopt;
  const auto first = std::string_view(words).substr(0, end);
  if (first == columns.mandatory_letter) return true;
  if (first == columns.optional_letter) return false;
  return languages.mandatory(first);
}

// ---- rows ------------------------------------------------------------------------------------------------------

/// Every id in a cell that holds nothing but ids: "3704", "3704 / 3705", "3704<br>3705".
std::vector<std::string> ids_of(const Cell& cell) {
  std::vector<std::string> ids;
  if (cell.markdown.empty()) return ids;
  const auto shown = unmarked(cell.markdown);
  auto single = task_id(shown);
  if (!single.empty()) return {std::move(single)};
  const auto text = folded(shown);
  std::string part;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (c != ' ' && c != '/' && c != ',' && c != ';' && c != '&' && c != '+') {
      part += c;
      continue;
    }
    if (part.empty()) continue;
    if (!is_number(part) || part.size() < 2 || part.size() > longest_id) return {};
    ids.push_back(std::move(part));
    part.clear();
  }
  return ids;
}

/// The parts of a cell that `<br>` parts.
std::vector<std::string> lines_of(const Cell& cell) {
  const auto text = unmarked(cell.markdown);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto part = squeezed(std::string_view(text).substr(at, end - at));
    if (!part.empty()) parts.push_back(std::move(part));
    at = end + 1;
  }
  return parts;
}

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

// ---- columns ---------------------------------------------------------------------------------------------------

/// Does one word of a longer heading name the kind? "FTC Role", "Services/Workloads".
bool has_word_for(ColumnKind kind, const std::string& heading, const Languages& languages) {
  const auto words = folded_words(heading);
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    if (languages.column(std::string_view(words).substr(at, end - at)).has(kind)) return true;
    at = end + 1;
  }
  return false;
}

/// What columns with unknown headings are: by a word of the heading, else by their place in the usual order.
void place_others(const Row& heading, const Languages& languages, TaskColumns& columns) {
  std::erase_if(columns.other, [&](std::size_t i) {
    const auto text = cell_text(heading.cells[i]);
    const bool behind_choice = columns.mandatory && i == *columns.mandatory + 1;
    if (!columns.role &&
        (has_word_for(ColumnKind::role, text, languages) || (behind_choice && columns.services == i + 1)))
      columns.role = i;
    else if (!columns.services && has_word_for(ColumnKind::services, text, languages))
      columns.services = i;
    else if (!columns.name && i == *columns.id + 1 && columns.mandatory && *columns.mandatory > i)
      columns.name = i;
    else
      return false;
    return true;
  });
}

} // namespace

void complete_columns(TaskColumns& columns, const std::vector<Row>& rows, const Languages& languages) {
  if (columns.mandatory || rows.empty()) return;
  const auto found = std::find_if(columns.other.begin(), columns.other.end(), [&](std::size_t i) {
    return std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
      return i < row.cells.size() && read_mandatory(cell_text(row.cells[i]), columns, languages).has_value();
    });
  });
  if (found == columns.other.end()) return;
  columns.mandatory = *found;
  columns.other.erase(found);
}

std::optional<TaskColumns> task_columns(const Row& heading, const Languages& languages) {
  TaskColumns columns;
  columns.count = heading.cells.size();
  if (columns.count < 2) return std::nullopt;
  bool names_tasks = false; // "Task ID", and not just "ID"
  for (std::size_t i = 0; i < columns.count; ++i) {
    const auto text = cell_text(heading.cells[i]);
    const auto kinds = languages.column(text);
    if (!columns.mandatory && read_mandatory_heading(text, languages, columns))
      columns.mandatory = i;
    else if (!columns.id && kinds.has(ColumnKind::task_id)) {
      columns.id = i;
      names_tasks = folded_words(text).size() > 2;
    } else if (!columns.name && kinds.has(ColumnKind::task_name))
      columns.name = i;
    else if (!columns.role && kinds.has(ColumnKind::role))
      columns.role = i;
    else if (!columns.services && kinds.has(ColumnKind::services))
      columns.services = i;
    else
      columns.other.push_back(i);
  }
  if (!columns.id) return std::nullopt;
  place_others(heading, languages, columns);
  if (columns.mandatory) return columns;
  const bool complete = columns.name && (columns.role || (names_tasks && columns.other.empty()));
  return complete && names_tasks ? std::optional(columns) : std::nullopt;
}

std::optional<TaskColumns> task_columns_by_content(const Row& heading, const std::vector<Row>& rows,
                                                   const Languages& languages) {
  TaskColumns columns;
  columns.count = heading.cells.size();
  if (columns.count < 3 || rows.empty()) return std::nullopt;
  const auto all_rows = [&](std::size_t column, auto holds) {
    return std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
      return column < row.cells.size() && holds(cell_text(row.cells[column]));
    });
  };
  if (!all_rows(0, [](const std::string& text) { return is_number(task_id(text)) && task_id(text).size() >= 3; }))
    return std::nullopt;
  for (std::size_t i = 1; i < columns.count && !columns.mandatory; ++i)
    if (all_rows(i,
                 [&](const std::string& text) { return text.size() <= 24 && languages.mandatory(text).has_value(); }))
      columns.mandatory = i;
  if (!columns.mandatory || *columns.mandatory == 0) return std::nullopt;
  columns.id = 0;
  if (*columns.mandatory > 1) columns.name = 1;
  if (*columns.mandatory + 1 < columns.count) columns.role = *columns.mandatory + 1;
  if (*columns.mandatory + 2 < columns.count) columns.services = *columns.mandatory + 2;
  return columns;
}

std::string task_id(std::string_view text) {
  constexpr std::size_t longest_cell = 40;
  if (text.size() > longest_cell) return {};
  auto words = folded(text);
  const auto first = words.find_first_of("0123456789");
  if (first == std::string::npos) return {};
  auto last = words.find_last_of("0123456789");
  const auto digits = std::string_view(words).substr(first, last - first + 1);
  const auto before = std::string_view(words).substr(0, first);
  const auto after = std::string_view(words).substr(last + 1);
  const auto is_mark = [](std::string_view marks) {
    return marks.find_first_not_of(" #.:*()[]-") == std::string_view::npos;
  };
  if (!is_number(digits) || digits.size() > longest_id) {
    // "FT-37.1": one word with digits in it is an id as it stands.
    const bool one_word =
        words.find(' ') == std::string::npos && words.find_first_of("/,;&+") == std::string::npos && words.size() <= 16;
    return one_word && !digits.empty() ? squeezed(text) : std::string{};
  }
  if (is_mark(before) && is_mark(after)) return std::string(digits);
  const auto word = folded_words(before);
  const bool is_prefix = !word.empty() && word.find(' ') == std::string::npos && !before.empty() &&
                         (before.back() == ' ' || before.back() == '#' || before.back() == ':');
  if (is_prefix && is_mark(after)) return std::string(digits); // "Task 3704"
  return words.find(' ') == std::string::npos ? squeezed(text) : std::string{};
}

std::vector<Task> read_tasks(const SourceText& source, const TaskTable& table, const Languages& languages,
                             std::vector<Diagnostic>& findings) {
  return Reader(source, table, languages, findings).read(table.heading, table.rows);
}

std::vector<std::string> values_of(std::string_view text, const Languages& languages) {
  if (languages.is_none(squeezed(text))) return {}; // "N/A" has a separator in it
  auto values = split_values(text);
  std::erase_if(values, [&](const std::string& value) { return languages.is_none(value); });
  return values;
}

std::vector<std::string> split_values(std::string_view text) {
  static constexpr std::array<std::string_view, 10> separators{"/", ";", ",", "&", "\n", "、", "，", "；", "／", "＆"};
  std::vector<std::string> values;
  std::size_t start = 0;
  int depth = 0;
  const auto add = [&](std::size_t end) {
    auto value = squeezed(text.substr(start, end - start));
    if (!value.empty()) values.push_back(std::move(value));
  };
  for (std::size_t at = 0; at < text.size();) {
    // Most bytes are letters: a separator begins with a sign, or with a byte beyond ASCII.
    const char c = text[at];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ') {
      ++at;
      continue;
    }
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && depth > 0) --depth;
    std::size_t width = 0;
    for (const auto separator : separators)
      if ((depth == 0 || separator == "\n") && text.substr(at, separator.size()) == separator) width = separator.size();
    if (width == 0) {
      ++at;
      continue;
    }
    add(at);
    at += width;
    start = at;
  }
  add(text.size());
  return values;
}

} // namespace handrail::playbook
