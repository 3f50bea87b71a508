// One playbook, read from Markdown: immutable, complete, and with the place of everything in it.
#pragma once

#include "core/id.h"
#include "core/time.h"
#include "playbook/diagnostic.h"
#include "playbook/prose.h"
#include "playbook/rules.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::playbook {

struct Task {
  TaskId id;
  std::string name;
  bool mandatory = false;
  std::string role;                  ///< as written, without markup; "" when the column is missing
  std::vector<std::string> services; ///< split; empty when the column is missing
  SourceSpan at;
};

/// A `- [ ]` item: tracked, ticked by a person, and nameable by rules.
struct ChecklistItem {
  ChecklistItemId id; ///< from its words ("tell-the-account-team-how"), unique in the playbook
  std::string text;
  SourceSpan at;
};

/// A piece of the document as it is shown. Leaf blocks carry text and HTML; lists, items and quotes carry children.
struct Block {
  enum class Kind { paragraph, heading, list, item, quote, table, code, image, rules, task_table };
  Kind kind = Kind::paragraph;
  SourceSpan at;
  std::uint32_t last_line = 0;
  int level = 0;    ///< of a heading: 1 to 6; of an ordered list: its start, 0 when unordered
  std::string text; ///< without markup, white space folded
  std::string html; ///< safe: raw HTML, scripts and dangerous links are gone
  std::optional<ChecklistItemId> checklist_item;
  std::string alert; ///< of a quote: "note", "tip", "important", "warning", "caution"; else empty
  std::size_t prose_from = 0,
              prose_to = 0; ///< its text and that of its children: bytes of the step's or section's prose
  std::vector<Block> children;
};

/// A fenced ```rules block as it is written, without the fence: what the rule compiler reads.
struct RuleFence {
  std::string text;
  SourceSpan at; ///< the first line inside the fence; line n of `text` stands at `at.line + n`, from `at.column` on
};

struct Step {
  std::string id; ///< slug of the title, unique in the playbook
  std::string title;
  SourceSpan at;
  std::vector<std::string> roles, motions, services; ///< Primary Role(s), Motions, Applies To
  std::vector<Block> blocks; ///< everything under the heading, in order, tables and rules included
  std::vector<Task> tasks;
  std::vector<ChecklistItem> checklist;
  Prose prose; ///< its text with the place of every word, for citations
  std::vector<RuleFence> rule_fences;
  StepRules rules; ///< compiled from the fences, once there is a workspace
};

/// A section that is not a step: Overview, Objectives, Key Inputs … and any other heading.
struct Section {
  enum class Kind { overview, objectives, approach, key_inputs, key_outputs, next_steps, history, other };
  Kind kind = Kind::other;
  std::string title;
  SourceSpan at;
  std::vector<Block> blocks;
  std::vector<ChecklistItem> checklist;
  Prose prose;
  std::vector<RuleFence> rule_fences;
};

/// A file whose text was put in place of an `[!INCLUDE]`. Things inside it have places in that file.
struct Include {
  std::string file;
  SourceSpan at; ///< the line that includes it, itself possibly of an included file
};

struct NextPlaybook {
  std::string title;
  std::string target; ///< the link's target as written, without anchor and query; "" when the item is no link
  SourceSpan at;
};

struct HistoryEntry {
  std::optional<Date> date;
  std::string date_text; ///< as written
  std::string author, change;
  SourceSpan at;
};

struct Coverage; // coverage/coverage.h

struct Playbook {
  PlaybookId id;
  std::string file;     ///< relative to its root
  std::string version;  ///< hash of the text it was compiled from, includes and all
  std::string language; ///< of most section headings, by its name in data/languages.yaml; may be empty
  std::string title, phase, audience, owner;
  std::optional<Date> date;
  std::vector<std::string> motions;
  std::vector<std::string> inputs, outputs;
  std::vector<NextPlaybook> next;
  std::vector<HistoryEntry> history;
  std::vector<Section> sections; ///< in document order; steps stand between by their line
  std::vector<Step> steps;
  std::vector<Include> includes;
  PlaybookRules rules;
  std::shared_ptr<const Coverage> coverage; ///< once the rules are compiled; null before

  /// The line of `file` that `at` stands on or is included from; 0 when nowhere.
  std::uint32_t line_in_file(const SourceSpan& at) const;

  const Task* find_task(const TaskId& wanted) const;
  const Step* step_of(const TaskId& wanted) const;
  /// The services that the task is done for, one after the other; null where it is done once per tenant.
  const std::vector<ServiceId>* services_of(const TaskId& wanted) const;
};

} // namespace handrail::playbook
