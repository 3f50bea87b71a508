// Missing sections, dates that contradict each other, task ids that occur twice.
#include "playbook/lint/lint.h"

#include "core/text.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace handrail::playbook {

namespace {

using Kind = Section::Kind;

constexpr std::array wanted_sections{Kind::overview,    Kind::objectives, Kind::approach, Kind::key_inputs,
                                     Kind::key_outputs, Kind::next_steps, Kind::history};

/// The line that stands for the whole playbook: its title's, or the file's first.
const SourceLine* title_line(const LintInput& input) {
  if (input.outline.title_heading)
    return &input.document.source.lines[input.document.blocks[*input.outline.title_heading].first_line];
  if (!input.document.own_lines.empty()) return &input.document.own_lines.front();
  return nullptr;
}

bool is_playbook(const LintInput& input) {
  if (!input.playbook.steps.empty()) return true;
  return std::any_of(input.outline.chapters.begin(), input.outline.chapters.end(),
                     [](const Chapter& each) { return each.section != Kind::other || !each.labels.empty(); });
}

void missing_sections(const LintInput& input, const SourceLine& line, Findings& findings) {
  for (const auto kind : wanted_sections) {
    const bool present = std::any_of(input.outline.chapters.begin(), input.outline.chapters.end(),
                                     [&](const Chapter& each) { return each.section == kind; });
    if (!present)
      findings.push_back(finding(input.document.source, line, Severity::warning, "section-missing",
                                 fmt::format("the playbook has no section “{}”", input.languages.section_name(kind)),
                                 "add it, and write N/A where there is nothing to say"));
  }
  if (input.playbook.steps.empty())
    findings.push_back(finding(input.document.source, line, Severity::warning, "steps-missing",
                               "the playbook has no step", "give each step a heading under Approach"));
}

void missing_head(const LintInput& input, const SourceLine& line, Findings& findings) {
  if (!input.document.head.present())
    findings.push_back(finding(input.document.source, input.document.own_lines.front(), Severity::warning,
                               "front-matter-missing", "the playbook has no front matter",
                               "begin the file with title, owner, audience and date between `---` lines"));
  if (input.outline.title.empty())
    findings.push_back(finding(input.document.source, line, Severity::note, "title-missing",
                               fmt::format("no heading of level 1 gives the title; it is read as “{}”",
                                           text::shortened(input.playbook.title, 60)),
                               "write it as `# Title`"));
}

void stale_date(const LintInput& input, Findings& findings) {
  const auto& date = input.playbook.date;
  if (!date) return;
  const HistoryEntry* newest = nullptr;
  for (const auto& entry : input.playbook.history)
    if (entry.date && (newest == nullptr || *entry.date > *newest->date)) newest = &entry;
  if (newest == nullptr || *newest->date <= *date) return;
  const auto* entry = input.document.head.find("ms.date");
  if (entry == nullptr) entry = input.document.head.find("date");
  if (entry == nullptr) return;
  auto found = finding(
      input.document.source, input.document.own_lines[entry->line], entry->from, entry->to, Severity::warning,
      "date-older-than-history",
      fmt::format("the front matter says {}, but the history has a change of {}", to_iso(*date), to_iso(*newest->date)),
      fmt::format("set it to {}", to_iso(*newest->date)));
  found.related.push_back(newest->at);
  findings.push_back(std::move(found));
}

std::string line_of(const LintInput& input, const SourceSpan& at) {
  for (const auto& line : input.document.source.lines)
    if (line.number == at.line && input.document.source.files()[line.file] == at.file) return std::string(line.raw);
  return {};
}

/// A section that tells of changes in another form than a table.
void unread_history(const LintInput& input, Findings& findings) {
  if (!input.playbook.history.empty()) return;
  for (const auto& section : input.playbook.sections) {
    const bool has_table = std::any_of(section.blocks.begin(), section.blocks.end(),
                                       [](const Block& block) { return block.kind == Block::Kind::table; });
    const auto text = squeezed(section.prose.text());
    if (section.kind != Kind::history || has_table || text.empty() || input.languages.is_none(text)) continue;
    findings.push_back({"history-no-table",
                        Severity::warning,
                        section.at,
                        "this section has no table of changes, and none of them could be read",
                        "write them as `| Date | Who Changed | What Changed |`",
                        line_of(input, section.at),
                        {}});
  }
}

void duplicate_ids(const LintInput& input, Findings& findings) {
  std::map<TaskId, const Task*> first;
  for (const auto& step : input.playbook.steps) {
    for (const auto& task : step.tasks) {
      const auto [known, is_new] = first.emplace(task.id, &task);
      if (is_new) continue;
      const bool renamed = folded_words(known->second->name) != folded_words(task.name);
      Diagnostic found{renamed ? "task-two-names" : "task-duplicate-id",
                       Severity::warning,
                       task.at,
                       {},
                       {},
                       line_of(input, task.at),
                       {known->second->at}};
      found.message = renamed ? fmt::format("task {} is “{}” here and “{}” elsewhere", task.id.text(),
                                            text::shortened(task.name, 60), text::shortened(known->second->name, 60))
                              : fmt::format("task {} stands in a table twice", task.id.text());
      found.hint = renamed ? "give them ids of their own, or one name"
                           : "list it once; the steps that share it can name it in their text";
      findings.push_back(std::move(found));
    }
  }
}

} // namespace

void lint_structure(const LintInput& input, Findings& findings) {
  const auto* line = title_line(input);
  if (line == nullptr) {
    const auto is_unread = [](const Diagnostic& each) { return each.code == "source-utf16"; };
    if (std::none_of(findings.begin(), findings.end(), is_unread))
      findings.push_back(
          {"file-empty", Severity::error, {input.playbook.file, 1, 1, 1}, "the file is empty", "", "", {}});
    return;
  }
  if (!is_playbook(input)) {
    findings.push_back(finding(input.document.source, *line, Severity::warning, "playbook-unrecognised",
                               "this does not look like a playbook: it has no section, label or task table of one",
                               "name the files that are playbooks, or add their words (`--languages`)"));
    return;
  }
  missing_head(input, *line, findings);
  missing_sections(input, *line, findings);
  stale_date(input, findings);
  unread_history(input, findings);
  duplicate_ids(input, findings);
}

} // namespace handrail::playbook
