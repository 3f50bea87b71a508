// A decision table written as Markdown → feel's decision table. docs/spec/tables.md
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

inline constexpr std::size_t max_decision_rows = 10'000;
inline constexpr std::size_t max_decision_columns = 32;
inline constexpr std::size_t max_tables = 200;

/// The table of a file, or nothing when a finding of severity error was added. Weaknesses are findings too (§
/// tables-6).
std::optional<Table> read_table(std::string_view markdown, const std::string& file, const Workspace& workspace,
                                std::vector<Diagnostic>& findings);

/// "tables/inactive-queue.md" → "inactive_queue"
std::string table_name(const std::string& file);

} // namespace handrail::playbook
