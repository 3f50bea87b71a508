// A task as it is done: once for the whole tenant, or once for each service in scope. § engagement-27
#pragma once

#include "engagement/state.h"
#include "playbook/playbook.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// One task of one engagement, for one service where it is done once per service.
struct TaskAt {
  EngagementId engagement;
  TaskId task;
  std::optional<ServiceId> service = std::nullopt;
};

/// The services that the task is done for now: those of the tenant's scope that it is for, in the scope's order. One
/// row without a service where it is done once per tenant.
std::vector<std::optional<ServiceId>> rows_of(const playbook::Playbook& book, const TaskId& task,
                                              const TenantState& state, const playbook::Workspace& workspace);

/// The rows that a rule on one task means of another: the same service's where both have it, else all of them.
std::vector<std::optional<ServiceId>> rows_meant(const playbook::Playbook& book, const TaskId& task,
                                                 const std::optional<ServiceId>& same, const TenantState& state,
                                                 const playbook::Workspace& workspace);

/// Where a task stands; a task that was never set has the workspace's first status.
std::string status_of(const TaskState* task, const playbook::Workspace& workspace);
bool is_complete(const TaskState* task, const playbook::Workspace& workspace);

/// "3713 Customer Declined", "5431 Pilot Group Uses It for Exchange".
std::string label_of(const playbook::Playbook& book, const TaskId& task, const std::optional<ServiceId>& service,
                     const playbook::Workspace& workspace);

} // namespace handrail::engagement
