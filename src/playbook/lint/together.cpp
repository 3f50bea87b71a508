// What can only be seen across the files that are checked together.
#include "playbook/compile.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace handrail::playbook {

std::vector<Diagnostic> lint_together(std::span<const CompileResult> playbooks) {
  std::vector<Diagnostic> findings;
  std::map<std::pair<std::string, TaskId>, const Task*> first;
  std::set<TaskId> ids;
  for (const auto& result : playbooks) {
    for (const auto& step : result.playbook.steps) {
      for (const auto& task : step.tasks) {
        const auto [known, is_new] = first.emplace(std::pair(result.playbook.language, task.id), &task);
        ids.insert(task.id);
        if (is_new || known->second->at.file == task.at.file ||
            folded_words(known->second->name) == folded_words(task.name))
          continue;
        findings.push_back({"task-two-names",
                            Severity::warning,
                            task.at,
                            fmt::format("task {} is “{}” here and “{}” in another playbook", task.id.text(),
                                        text::shortened(task.name, 60), text::shortened(known->second->name, 60)),
                            "a task has one name in all playbooks of a language",
                            "",
                            {known->second->at}});
      }
    }
  }
  for (const auto& result : playbooks)
    for (const auto& task : result.foreign_tasks)
      if (!ids.contains(task.id))
        findings.push_back(
            {"task-in-no-table",
             Severity::warning,
             task.at,
             fmt::format("no table has task {}", task.id.text()),
             playbooks.size() > 1
                 ? "add it to a step's table, or mend the number"
                 : "add it to a step's table, mend the number, or check this file together with the one that has it",
             task.source_line,
             {}});
  sort_diagnostics(findings);
  return findings;
}

} // namespace handrail::playbook
