#include "playbook/playbook.h"

#include <algorithm>

namespace handrail::playbook {

const Task* Playbook::find_task(const TaskId& wanted) const {
  for (const auto& step : steps)
    for (const auto& task : step.tasks)
      if (task.id == wanted) return &task;
  return nullptr;
}

const Step* Playbook::step_of(const TaskId& wanted) const {
  for (const auto& step : steps)
    for (const auto& task : step.tasks)
      if (task.id == wanted) return &step;
  return nullptr;
}

const std::vector<ServiceId>* Playbook::services_of(const TaskId& wanted) const {
  for (const auto& step : steps)
    if (const auto found = step.rules.per_service.find(wanted); found != step.rules.per_service.end())
      return &found->second;
  return nullptr;
}

std::uint32_t Playbook::line_in_file(const SourceSpan& at) const {
  SourceSpan place = at;
  // Each turn climbs from an included file to the line that includes it; includes never form a cycle.
  for (std::size_t climbed = 0; place.file != file && climbed <= includes.size(); ++climbed) {
    const auto from = std::find_if(includes.begin(), includes.end(),
                                   [&](const Include& include) { return include.file == place.file; });
    if (from == includes.end()) break;
    place = from->at;
  }
  return place.line;
}

} // namespace handrail::playbook
