#include "playbook/dialect/task_columns.h"

#include "playbook/dialect/task_cell.h"
#include "playbook/markdown/fold.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

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

// ---- the others ------------------------------------------------------------------------------------------------

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

} // namespace handrail::playbook
