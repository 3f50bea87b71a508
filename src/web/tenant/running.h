// A playbook on a page: as a document alone, or running for a tenant with the controls that belong to its sentences.
#pragma once

#include "engagement/possible.h"
#include "playbook/playbook.h"
#include "web/tenant/tenant_page.h"

namespace handrail::web {

struct Running {
  const Tenant* tenant = nullptr; ///< null: the document alone
  const engagement::Engagement* engagement = nullptr;
  const playbook::Playbook& book;

  bool is_live() const { return engagement != nullptr && engagement->is_open(); }
  using Service = std::optional<ServiceId>; ///< of a task that is done once per service
  /// The action that completes the task in this engagement; null when there is none.
  const engagement::Action* completion(const TaskId& task, const Service& service, const Visit& visit) const;
  /// Where the task stands; null when it was never set.
  const engagement::TaskState* state_of(const TaskId& task, const Service& service) const;
  /// The services that the task is done for now, in the tenant's scope; one row without a service where it is done
  /// once.
  std::vector<Service> rows_of(const TaskId& task, const Visit& visit) const;
};

/// "5431", "5431-exchange": what a task's row is called in addresses and in the ids of elements.
std::string row_name(const TaskId& task, const Running::Service& service);

/// Writes the whole playbook into the view of the template "document".
void show_document(Visit& visit, View& view, const Running& running);

/// One task, or its row for a service, as a line with its panel, into the view of the template "task".
void show_task(Visit& visit, View& view, const Running& running, const playbook::Task& task,
               const Running::Service& service);

/// The icon and tone of a task as it stands, seen by the person.
struct TaskFace {
  std::string icon, tone, status;
};
TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task, const Running::Service& service);
/// The same of all its rows together: complete when each is, possible when one is.
TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task);

} // namespace handrail::web
