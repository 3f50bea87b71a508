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
  /// The action that completes the task in this engagement; null when there is none.
  const engagement::Action* completion(const TaskId& task) const;
  /// Where the task stands: a workspace's status, "" when it was never set.
  std::string status_of(const TaskId& task) const;
};

/// Writes the whole playbook into the view of the template "document".
void show_document(Visit& visit, View& view, const Running& running);

/// One task as a line with its panel, into the view of the template "task".
void show_task(Visit& visit, View& view, const Running& running, const playbook::Task& task);

/// The icon and tone of a task as it stands, seen by the person.
struct TaskFace {
  std::string icon, tone, status;
};
TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task);

} // namespace handrail::web
