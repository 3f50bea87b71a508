// What the cells of a task table hold: ids, lines, lists of names.
#pragma once

#include "playbook/languages.h"
#include "playbook/markdown/table.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

bool is_number(std::string_view text);
/// Without marks.
std::string cell_text(const Cell& cell);

/// "3704", "#3704", "**[3704](…)**", "Task 3704" → "3704"; "" for what is no id. Digits of any width count.
std::string task_id(std::string_view cell_text);

/// Every id in a cell that holds nothing but ids: "3704", "3704 / 3705", "3704<br>3705".
std::vector<std::string> ids_of(const Cell& cell);
/// The parts of a cell that `<br>` parts.
std::vector<std::string> lines_of(const Cell& cell);

/// "A / B; C, D & E" → five. Parentheses hold together what stands within.
std::vector<std::string> split_values(std::string_view text);

/// split_values() without those that mean nothing; none at all for "N/A" and "-".
std::vector<std::string> values_of(std::string_view text, const Languages& languages);

} // namespace handrail::playbook
