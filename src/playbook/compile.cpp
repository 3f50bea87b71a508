#include "playbook/compile.h"

#include "core/text.h"
#include "playbook/dialect/body.h"
#include "playbook/dialect/date_text.h"
#include "playbook/dialect/document.h"
#include "playbook/dialect/listing.h"
#include "playbook/dialect/outline.h"
#include "playbook/lint/lint.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>

namespace handrail::playbook {

namespace {

using Kind = Section::Kind;

std::string stem(const std::string& path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

/// Names the text a playbook was compiled from, so that an engagement can be pinned to it.
std::string version_of(const Document& document) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash_state state{};
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  const auto add = [&](std::string_view bytes) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size()); // NOLINT: the C API's type of bytes
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>("\n"), 1); // NOLINT
  };
  for (const auto& line : document.own_lines) add(line.raw);
  if (!document.includes.empty())
    for (const auto& line : document.source.lines) add(line.raw);
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::string hex;
  for (const auto byte : hash) fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  return hex;
}

void append_unique(std::vector<std::string>& to, const std::vector<std::string>& values) {
  for (const auto& value : values)
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

/// Makes the playbook out of a document's chapters.
class Assembler {
public:
  Assembler(const Document& document, const Outline& outlined, const Languages& languages, Playbook& playbook,
            std::vector<Diagnostic>& findings)
      : document_(document), outline_(outlined), languages_(languages), playbook_(playbook), findings_(findings) {}

  void assemble() {
    read_head();
    for (const auto& chapter : outline_.chapters) read_chapter(chapter);
    if (playbook_.history.empty()) read_history_by_columns();
  }

private:
  void read_head() {
    const auto& head = document_.head;
    playbook_.title = outline_.title.empty() ? std::string(head["title"]) : outline_.title;
    if (playbook_.title.empty()) playbook_.title = std::string(playbook_.id.text());
    for (const std::string_view key : {"ft.owner", "ms.author", "author"})
      if (playbook_.owner.empty()) playbook_.owner = std::string(head[key]);
    playbook_.audience = std::string(head["ft.audience"]);
    if (playbook_.audience.empty())
      playbook_.audience = audience_of_kind(std::string(head["ms.topic"]) + " " + std::string(head["ms.custom"]));
    for (const std::string_view key : {"ms.date", "date"}) {
      const auto* entry = head.find(key);
      if (entry == nullptr) continue;
      playbook_.date = read_date(entry->value, languages_);
      if (!playbook_.date)
        findings_.push_back(finding(document_.source, document_.own_lines[entry->line], entry->from, entry->to,
                                    Severity::warning, "date-unreadable",
                                    fmt::format("`{}` is no date that can be read", text::shortened(entry->value, 40)),
                                    "write it as 2020-03-27"));
      break;
    }
  }

  /// "internal-playbook" → "internal"
  static std::string audience_of_kind(const std::string& kinds) {
    const auto lower = text::lowered(kinds);
    constexpr std::string_view suffix = "-playbook";
    const auto end = lower.find(suffix);
    if (end == std::string::npos) return {};
    const auto start = lower.find_last_of(" ,;", end) == std::string::npos ? 0 : lower.find_last_of(" ,;", end) + 1;
    return lower.substr(start, end - start);
  }

  void read_chapter(const Chapter& chapter) {
    read_labels(chapter);
    auto tasks = tasks_of(chapter);
    // A section that holds tasks is a step, too: no task is without one.
    const bool is_section =
        chapter.section && (tasks.empty() || (*chapter.section != Kind::approach && *chapter.section != Kind::other));
    if (!chapter.section || !tasks.empty()) add_step(chapter, std::move(tasks), is_section);
    if (is_section) add_section(chapter);
  }

  void read_labels(const Chapter& chapter) {
    for (const auto& label : chapter.labels) {
      if (label.kind == LabelKind::phase && playbook_.phase.empty()) playbook_.phase = label.text;
      // A step's motions are its own; the playbook's stand before the first step.
      if (label.kind == LabelKind::motions && chapter.section && playbook_.steps.empty())
        append_unique(playbook_.motions, label.values);
    }
  }

  std::pair<std::size_t, std::size_t> lines_of(const Chapter& chapter) const {
    if (chapter.begin == chapter.end) return {1, 0};
    const auto next = chapter.end < document_.blocks.size() ? document_.blocks[chapter.end].first_line
                                                            : document_.source.lines.size();
    return {document_.blocks[chapter.begin].first_line, next == 0 ? 0 : next - 1};
  }

  std::vector<Task> tasks_of(const Chapter& chapter) {
    std::vector<Task> tasks;
    const auto last = lines_of(chapter).second;
    for (; next_table_ < document_.scan.task_tables.size(); ++next_table_) {
      const auto& table = document_.scan.task_tables[next_table_];
      if (table.first_line > last) break;
      auto more = read_tasks(document_.source, table, languages_, findings_);
      task_count_ += more.size();
      if (task_count_ > max_tasks) {
        findings_.push_back(finding(
            document_.source, document_.source.lines[table.first_line], Severity::error, "limit-tasks",
            fmt::format("a playbook has at most {} tasks; the others are left out", max_tasks), "split the playbook"));
        next_table_ = document_.scan.task_tables.size();
        break;
      }
      std::move(more.begin(), more.end(), std::back_inserter(tasks));
    }
    return tasks;
  }

  SourceSpan place_of(const Chapter& chapter) const {
    if (chapter.heading) {
      const auto& block = document_.blocks[*chapter.heading];
      const auto& leaf = document_.leaf(block);
      const auto start = leaf.place(0);
      return document_.source.span(start.line, start.byte, document_.source.lines[start.line].text.size());
    }
    const auto [first, last] = lines_of(chapter);
    return first <= last ? document_.source.span(document_.source.lines[first]) : SourceSpan{};
  }

  void add_step(const Chapter& chapter, std::vector<Task> tasks, bool tasks_only) {
    Step step;
    step.title = chapter.title.empty() ? playbook_.title : chapter.title;
    step.id = step_names_.unique(slug(step.title, 12));
    step.at = place_of(chapter);
    step.tasks = std::move(tasks);
    for (const auto& label : chapter.labels) {
      if (label.kind == LabelKind::roles)
        append_unique(step.roles, label.values);
      else if (label.kind == LabelKind::applies_to)
        append_unique(step.services, label.values);
      else if (label.kind == LabelKind::motions && !chapter.section)
        append_unique(step.motions, label.values);
    }
    if (!tasks_only) {
      auto body = read_body(document_, chapter.begin, chapter.end, item_names_);
      step.blocks = std::move(body.blocks);
      step.checklist = std::move(body.checklist);
      step.prose = std::move(body.prose);
      step.rule_fences = std::move(body.rule_fences);
    }
    playbook_.steps.push_back(std::move(step));
  }

  void add_section(const Chapter& chapter) {
    const auto kind = *chapter.section;
    if (kind == Kind::key_inputs) add_items(chapter, playbook_.inputs);
    if (kind == Kind::key_outputs) add_items(chapter, playbook_.outputs);
    if (kind == Kind::next_steps)
      for (auto& next : read_next(document_, chapter.begin, chapter.end, languages_))
        playbook_.next.push_back(std::move(next));
    if (kind == Kind::history) {
      const auto [first, last] = lines_of(chapter);
      for (auto& entry : read_history(document_, first, last, languages_, findings_))
        playbook_.history.push_back(std::move(entry));
    }
    auto body = read_body(document_, chapter.begin, chapter.end, item_names_);
    playbook_.sections.push_back({kind, chapter.title, place_of(chapter), std::move(body.blocks),
                                  std::move(body.checklist), std::move(body.prose), std::move(body.rule_fences)});
  }

  void add_items(const Chapter& chapter, std::vector<std::string>& items) {
    for (auto& item : read_items(document_, chapter.begin, chapter.end, languages_)) items.push_back(std::move(item));
  }

  /// A table of changes without the heading that belongs above it.
  void read_history_by_columns() {
    for (const auto& table : document_.scan.plain_tables)
      if (is_history(table, languages_))
        for (auto& entry : read_history(document_, table.heading.line, table.heading.line, languages_, findings_))
          playbook_.history.push_back(std::move(entry));
  }

  const Document& document_;
  const Outline& outline_;
  const Languages& languages_;
  Playbook& playbook_;
  std::vector<Diagnostic>& findings_;
  Names step_names_, item_names_;
  std::size_t next_table_ = 0, task_count_ = 0;
};

/// The language that most headings of sections are in; names differ between languages by right.
std::string language_of(const Outline& outlined, const Languages& languages) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& chapter : outlined.chapters)
    if (chapter.section && *chapter.section != Kind::other) ++counts[languages.language_of(chapter.title)];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string{} : std::string(most->first);
}

/// The one line that is shown for all that is left out.
void limit_diagnostics(std::vector<Diagnostic>& findings, const std::string& path) {
  if (findings.size() <= max_diagnostics) return;
  // Errors stay: what stops a playbook must not be hidden by what only embellishes it.
  std::stable_partition(findings.begin(), findings.end(),
                        [](const Diagnostic& each) { return each.severity == Severity::error; });
  const auto dropped = findings.size() - max_diagnostics;
  findings.resize(max_diagnostics);
  sort_diagnostics(findings);
  findings.push_back({"limit-diagnostics",
                      Severity::warning,
                      {path, findings.back().at.line, 1, 1},
                      fmt::format("{} more findings are not shown", dropped),
                      "mend these first",
                      "",
                      {}});
}

} // namespace

CompileResult compile_playbook(const std::string& path, const Sources& sources, const Languages& languages,
                               const Vocabulary* vocabulary) {
  CompileResult result;
  auto& playbook = result.playbook;
  playbook.id = PlaybookId(stem(path));
  playbook.file = path;
  auto bytes = sources.read(path);
  if (!bytes) {
    const auto& why = bytes.error();
    result.diagnostics.push_back(
        {"file-unreadable", Severity::error, {path, 1, 1, 1}, why.message, why.remedy, "", {}});
    return result;
  }
  if (bytes.value().size() > max_file_bytes) {
    result.diagnostics.push_back(
        {"limit-file",
         Severity::error,
         {path, 1, 1, 1},
         fmt::format("the file has {} bytes, and {} are read at most", bytes.value().size(), max_file_bytes),
         "split it, or check that it is the file you meant",
         "",
         {}});
    return result;
  }
  Document document;
  read_document(document, path, std::move(bytes).value(), sources, languages, result.diagnostics);
  const auto outlined = outline(document, languages);
  playbook.includes = document.includes;
  playbook.version = version_of(document);
  Assembler(document, outlined, languages, playbook, result.diagnostics).assemble();
  lint({document, outlined, playbook, languages, sources, vocabulary}, result.diagnostics, result.foreign_tasks);
  playbook.language = language_of(outlined, languages);
  sort_diagnostics(result.diagnostics);
  limit_diagnostics(result.diagnostics, path);
  return result;
}

void sort_diagnostics(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& each) {
    return std::tie(each.at.file, each.at.line, each.at.column, each.code, each.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

bool has_errors(std::span<const Diagnostic> diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const auto& each) { return each.severity == Severity::error; });
}

} // namespace handrail::playbook
