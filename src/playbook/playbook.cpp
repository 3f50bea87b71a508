#include "playbook/playbook.h"

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

} // namespace handrail::playbook
