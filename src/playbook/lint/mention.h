// Where the prose names tasks: "Mark Task 3729 …", "- 3706 Disengaged …", "Tasks 3704, 3705 and 3706".
#pragma once

#include "playbook/lint/lint.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace handrail::playbook {

struct Mention {
  std::size_t leaf = 0;
  std::size_t from = 0, to = 0; ///< the id: bytes of the leaf's text
  TaskId id;
  const Task* task = nullptr; ///< null when no table of the playbook has it
  bool leads = false;         ///< the id begins a list item, and its name follows
};

using TasksById = std::unordered_map<std::string, const Task*>;
TasksById tasks_by_id(const Playbook& playbook);

std::vector<Mention> find_mentions(const LintInput& input, const std::vector<LintLeaf>& leaves, const TasksById& tasks);

/// The words of a text, folded, with their places.
struct Word {
  std::string text;
  std::size_t from = 0, to = 0;
};
/// At most `most` of them.
std::vector<Word> words_of(std::string_view text, std::size_t from = 0, std::size_t most = std::string_view::npos);

/// Are two words the same but for a slip of the pen: one letter in five, and in a word of at least four?
bool is_nearly(std::string_view a, std::string_view b);

/// How many words two lists share in the same order, letter by letter or but for a slip of the pen.
enum class Likeness { same, nearly };
std::size_t common_words(const std::vector<Word>& a, const std::vector<Word>& b, Likeness likeness = Likeness::same);

// Each in a file of its own name.
void lint_task_names(const LintInput& input, const std::vector<LintLeaf>& leaves, const TasksById& tasks,
                     const std::vector<Mention>& mentions, Findings& findings, std::vector<ForeignTask>& foreign);
void lint_copies(const LintInput& input, const std::vector<LintLeaf>& leaves, const std::vector<Mention>& mentions,
                 Findings& findings);

} // namespace handrail::playbook
