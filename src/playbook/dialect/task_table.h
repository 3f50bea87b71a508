// Task tables: recognised by their columns, whatever stands above them. No row with a task's id is ever lost.
// § playbook-10 to § playbook-14
#pragma once

#include "playbook/languages.h"
#include "playbook/markdown/table.h"
#include "playbook/playbook.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::playbook {

/// Which cell of a row holds what; nothing where the column is missing.
struct TaskColumns {
  std::optional<std::size_t> id, name, mandatory, role, services;
  std::size_t count = 0;
  /// The letters that the heading of the M/O column introduces, folded: "(M)andatory / (O)ptional" → "m", "o".
  std::string mandatory_letter, optional_letter;
  std::string unclear_letter;     ///< "(O)bligatorio / (O)pcional" → "o"
  std::optional<bool> yes_means;  ///< "Mandatory?" is answered by yes and no
  std::vector<std::size_t> other; ///< columns that are none of these
};

/// A row of cells as a task table's heading; nothing when it heads something else.
std::optional<TaskColumns> task_columns(const Row& heading, const Languages& languages);

/// Finds the M/O column by what stands in the rows when its heading says nothing that is known.
void complete_columns(TaskColumns& columns, const std::vector<Row>& rows, const Languages& languages);

/// The columns of a table whose heading says nothing that is known, by what stands in its rows.
std::optional<TaskColumns> task_columns_by_content(const Row& heading, const std::vector<Row>& rows,
                                                   const Languages& languages);

/// "3704", "#3704", "**[3704](…)**", "Task 3704" → "3704"; "" for what is no id. Digits of any width count.
std::string task_id(std::string_view cell_text);

struct TaskTable {
  TaskColumns columns;
  Row heading;
  std::vector<Row> rows;
  std::size_t first_line = 0, last_line = 0; ///< indices of lines
};

/// The tasks of a table, in order; what is wrong with its rows becomes diagnostics.
std::vector<Task> read_tasks(const SourceText& source, const TaskTable& table, const Languages& languages,
                             std::vector<Diagnostic>& findings);

/// "A / B; C, D & E" → five. Parentheses hold together what stands within.
std::vector<std::string> split_values(std::string_view text);

/// split_values() without those that mean nothing; none at all for "N/A" and "-".
std::vector<std::string> values_of(std::string_view text, const Languages& languages);

} // namespace handrail::playbook
