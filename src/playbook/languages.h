// The words that playbooks are recognised by, in every language: data/languages.yaml, read. § playbook-30
#pragma once

#include "core/result.h"
#include "playbook/coverage/order_words.h"
#include "playbook/playbook.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handrail::playbook {

enum class LabelKind { phase, motions, roles, applies_to };

/// What a column of a task table holds; the first three of a history table follow.
enum class ColumnKind { task_id, task_name, mandatory, role, services, date, author, change };

/// The kinds a column's heading may stand for: "Description" heads a task's name as well as a change.
class ColumnKinds {
public:
  void insert(ColumnKind kind) { bits_ |= 1U << static_cast<unsigned>(kind); }
  bool has(ColumnKind kind) const { return (bits_ & (1U << static_cast<unsigned>(kind))) != 0; }
  bool empty() const { return bits_ == 0; }

private:
  unsigned bits_ = 0;
};

/// The file's words by their meaning. The words of all languages are known at once: a file need not say which it is in.
class Languages {
public:
  /// Reads one more file of words in the format of data/languages.yaml. Errors: invalid, with file:line:column.
  Result<void> add(std::string_view yaml, const std::string& file);

  /// A heading's meaning. "tasks" headings (a task table's own) are no section: see is_task_heading.
  std::optional<Section::Kind> section(std::string_view heading) const;
  bool is_task_heading(std::string_view heading) const;
  /// The language in which a heading names a section; "" when it names none.
  std::string_view language_of(std::string_view heading) const;

  /// `words` is what stands before a colon.
  std::optional<LabelKind> label(std::string_view words) const;

  ColumnKinds column(std::string_view heading) const;

  /// "N/A", "None", "-" … and their like.
  bool is_none(std::string_view text) const;

  /// What an M/O cell or the word in the column's heading says; nothing when it says neither.
  std::optional<bool> mandatory(std::string_view word) const;

  /// "Yes" and "No", as a column answers that is headed by one word ("Mandatory").
  std::optional<bool> answer(std::string_view word) const;

  /// "march" → 3
  std::optional<unsigned> month(std::string_view name) const;

  /// Is it a word for "task", as it stands before a number?
  bool is_task_word(std::string_view word) const;
  /// Is it a word for "section", as it stands behind a section's name?
  bool is_section_word(std::string_view word) const;

  /// The words by which a sentence of a language orders something; of the first one when the language has none.
  const OrderWords& order_words(std::string_view language) const;

  /// The name a section is called by in the first language: for messages.
  std::string section_name(Section::Kind kind) const;

private:
  struct Reader;
  std::unordered_map<std::string, Section::Kind> sections_;
  std::unordered_map<std::string, std::string> section_languages_;
  std::unordered_map<std::string, LabelKind> labels_;
  std::unordered_map<std::string, ColumnKinds> columns_;
  std::unordered_map<std::string, bool> mandatory_, answers_;
  std::unordered_map<std::string, unsigned> months_;
  std::unordered_map<std::string, bool> task_headings_, none_, task_words_, section_words_;
  std::array<std::string, 8> section_names_;
  std::vector<std::pair<std::string, OrderWords>> order_words_; ///< by language, in the order they came
};

/// data/languages.yaml as it was when the program was built.
std::string_view built_in_languages_yaml();
Languages built_in_languages();

} // namespace handrail::playbook
