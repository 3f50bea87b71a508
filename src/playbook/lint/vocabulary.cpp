// Phases, motions, roles and services that the workspace does not know.
#include "playbook/lint/lint.h"

#include "core/text.h"
#include "playbook/dialect/task_cell.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

class Checker {
public:
  Checker(const LintInput& input, Findings& findings) : input_(input), findings_(findings) {}

  void check() {
    for (const auto& chapter : input_.outline.chapters)
      for (const auto& label : chapter.labels) check_label(label);
    for (const auto& step : input_.playbook.steps) {
      for (const auto& task : step.tasks) {
        const auto* line = line_of(task.at);
        if (line == nullptr) continue;
        for (const auto& role : split_values(task.role)) check_word(*line, role, input_.vocabulary->roles, "role");
        for (const auto& service : task.services) check_word(*line, service, input_.vocabulary->services, "service");
      }
    }
  }

private:
  void check_label(const Label& label) {
    const auto& line = input_.document.source.lines[label.line];
    const auto& words = *input_.vocabulary;
    switch (label.kind) {
      case LabelKind::phase:
        if (!label.text.empty()) check_word(line, label.text, words.phases, "phase");
        break;
      case LabelKind::motions:
        for (const auto& value : label.values) check_word(line, value, words.motions, "motion");
        break;
      case LabelKind::roles:
        for (const auto& value : label.values) check_word(line, value, words.roles, "role");
        break;
      case LabelKind::applies_to:
        for (const auto& value : label.values) check_word(line, value, words.services, "service");
        break;
    }
  }

  void check_word(const SourceLine& line, const std::string& word, const std::vector<std::string>& known,
                  std::string_view noun) {
    const auto wanted = folded(word);
    if (known.empty() ||
        std::any_of(known.begin(), known.end(), [&](const auto& each) { return folded(each) == wanted; }))
      return;
    const auto meant = text::did_you_mean(word, known);
    const auto at = line.text.find(word);
    auto found = finding(input_.document.source, line, Severity::warning, fmt::format("unknown-{}", noun),
                         fmt::format("the workspace knows no {} “{}”", noun, text::shortened(word, 60)),
                         meant.empty() ? fmt::format("add it to workspace.yaml, or use one of its {}s", noun)
                                       : fmt::format("did you mean “{}”?", meant));
    if (at != std::string_view::npos) found.at = input_.document.source.span(line, at, at + word.size());
    findings_.push_back(std::move(found));
  }

  const SourceLine* line_of(const SourceSpan& at) const {
    for (const auto& line : input_.document.source.lines)
      if (line.number == at.line && input_.document.source.files()[line.file] == at.file) return &line;
    return nullptr;
  }

  const LintInput& input_;
  Findings& findings_;
};

} // namespace

void lint_vocabulary(const LintInput& input, Findings& findings) {
  if (input.vocabulary != nullptr) Checker(input, findings).check();
}

} // namespace handrail::playbook
