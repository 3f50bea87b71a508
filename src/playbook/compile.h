// Markdown in, an immutable Playbook and everything there is to say about it out. docs/spec/playbook.md
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/languages.h"
#include "playbook/playbook.h"
#include "playbook/sources.h"

#include <span>
#include <string>
#include <vector>

namespace handrail::playbook {

/// Every limit of the reader, named in its messages and in docs/spec/playbook.md (§ playbook-40).
inline constexpr std::size_t max_file_bytes = 1'048'576;     ///< of one file
inline constexpr std::size_t max_expanded_bytes = 4'194'304; ///< of a playbook with its includes
inline constexpr std::size_t max_line_bytes = 16'384;
inline constexpr std::size_t max_paragraph_bytes = 65'536; ///< lines without a blank one between them
inline constexpr std::size_t max_paragraph_signs = 8'000;  ///< `[ * _ ~ < and backticks in a paragraph
inline constexpr std::size_t max_prose_table_columns = 64;
inline constexpr std::size_t max_prose_table_cells = 50'000; ///< of one table that is no task table
inline constexpr std::size_t max_nesting = 48;               ///< quotes and lists within each other
inline constexpr std::size_t max_include_depth = 8;
inline constexpr std::size_t max_includes = 256;
inline constexpr std::size_t max_tasks = 2'000;
inline constexpr std::size_t max_diagnostics = 1'000; ///< of one playbook; the last one says how many more

/// The names a workspace knows. An empty list means that it does not say, and nothing is held against it.
struct Vocabulary {
  std::vector<std::string> phases, motions, roles, services;
};

/// A task that the prose of a playbook names and none of its tables has: another playbook may.
struct ForeignTask {
  TaskId id;
  std::string source_line;
  SourceSpan at;
};

struct CompileResult {
  Playbook playbook;                   ///< what could be read, whatever the diagnostics say
  std::vector<Diagnostic> diagnostics; ///< sorted by place; rules are not looked at here
  std::vector<ForeignTask> foreign_tasks;
};

/// Reads, checks and lints one playbook. `path` is its name in `sources`. Never fails: a file that cannot be read is a
/// diagnostic of its own.
CompileResult compile_playbook(const std::string& path, const Sources& sources, const Languages& languages,
                               const Vocabulary* vocabulary = nullptr);

/// What can only be seen across files: one task id with two names, an id that none of them has, a next step that no
/// file is. Sorted by place.
std::vector<Diagnostic> lint_together(std::span<const CompileResult> playbooks);

/// Sorts by file, line, column and code, and drops what is there twice.
void sort_diagnostics(std::vector<Diagnostic>& diagnostics);

/// Is any of them an error?
bool has_errors(std::span<const Diagnostic> diagnostics);

} // namespace handrail::playbook
