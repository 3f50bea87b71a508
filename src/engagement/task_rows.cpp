#include "engagement/task_rows.h"

#include "engagement/directory.h"
#include "engagement/requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

std::vector<std::optional<ServiceId>> rows_of(const playbook::Playbook& book, const TaskId& task,
                                              const TenantState& state, const playbook::Workspace& workspace) {
  const auto* services = book.services_of(task);
  if (services == nullptr) return {std::nullopt};
  std::vector<std::optional<ServiceId>> rows;
  for (const auto& id : state.services) {
    const auto* service = workspace.service(id.text());
    if (service != nullptr && std::find(services->begin(), services->end(), service->id) != services->end())
      rows.emplace_back(service->id);
  }
  return rows;
}

std::vector<std::optional<ServiceId>> rows_meant(const playbook::Playbook& book, const TaskId& task,
                                                 const std::optional<ServiceId>& same, const TenantState& state,
                                                 const playbook::Workspace& workspace) {
  auto rows = rows_of(book, task, state, workspace);
  if (same && std::find(rows.begin(), rows.end(), same) != rows.end()) return {same};
  return rows;
}

std::string status_of(const TaskState* task, const playbook::Workspace& workspace) {
  return task == nullptr ? initial_status(workspace) : task->status;
}

bool is_complete(const TaskState* task, const playbook::Workspace& workspace) {
  const auto* status = workspace.task_status(status_of(task, workspace));
  return status != nullptr && status->kind == playbook::TaskStatus::Kind::complete;
}

std::string label_of(const playbook::Playbook& book, const TaskId& task, const std::optional<ServiceId>& service,
                     const playbook::Workspace& workspace) {
  return service ? fmt::format("{} for {}", label_of(book, task), name_of(workspace, *service)) : label_of(book, task);
}

} // namespace handrail::engagement
