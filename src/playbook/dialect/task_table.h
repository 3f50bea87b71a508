// Task tables: recognised by their columns, whatever stands above them. No row with a task's id is ever lost.
// § playbook-10 to § playbook-14
#pragma once

#include "playbook/dialect/task_columns.h"
#include "playbook/languages.h"
#include "playbook/markdown/table.h"
#include "playbook/playbook.h"

#include <vector>

namespace handrail::playbook {

struct TaskTable {
  TaskColumns columns;
  Row heading;
  std::vector<Row> rows;
  std::size_t first_line = 0, last_line = 0; ///< indices of lines
};

/// The tasks of a table, in order; what is wrong with its rows becomes diagnostics.
std::vector<Task> read_tasks(const SourceText& source, const TaskTable& table, const Languages& languages,
                             std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
