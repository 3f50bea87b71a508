// Which column of a task table holds what: by the headings' words, else by their place or by what stands below.
// § playbook-10 to § playbook-13
#pragma once

#include "playbook/languages.h"
#include "playbook/markdown/table.h"

#include <cstddef>
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

/// What an M/O cell says: by the heading's letters, then by the words of all languages, then by its first word.
std::optional<bool> read_mandatory(const std::string& text, const TaskColumns& columns, const Languages& languages);

} // namespace handrail::playbook
