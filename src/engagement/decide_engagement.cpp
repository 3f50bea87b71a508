// Running a playbook: starting and closing it, its tasks, its checklist, its outcomes.
#include "engagement/checks.h"
#include "engagement/completion.h"
#include "engagement/directory.h"
#include "engagement/handlers.h"
#include "engagement/limits.h"
#include "engagement/requirements.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

using Kind = playbook::TaskStatus::Kind;

/// The playbook's own ids, for "did you mean".
std::vector<std::string> task_ids(const playbook::Playbook& book) {
  std::vector<std::string> ids;
  for (const auto& step : book.steps)
    for (const auto& task : step.tasks) ids.push_back(task.id.text());
  return ids;
}

struct Place {
  EngagementId engagement;
  const playbook::Playbook* book = nullptr;
};

Result<Place> place_of(const EngagementId& named, const TaskId& task, const Deciding& deciding) {
  HANDRAIL_TRY(const auto* engagement, deciding.engagement(named, task));
  HANDRAIL_TRY(const auto* book, deciding.book_of(*engagement));
  if (!task.empty() && book->find_task(task) == nullptr)
    return unknown("task", fmt::format("task in {}:", book->title), task.text(), task_ids(*book), ErrorCode::not_found);
  return Place{engagement->id, book};
}

/// The rights that every work on a playbook takes.
std::vector<Reason> refused_to_work(const Place& place, const TaskId& task, const Deciding& deciding) {
  if (auto reason = refused_playbook(*place.book, deciding.workspace, deciding.actor)) return {std::move(*reason)};
  const auto* found = place.book->find_task(task);
  if (found != nullptr)
    if (auto reason = refused_task(*found, deciding.workspace, deciding.actor)) return {std::move(*reason)};
  return {};
}

/// The row that a command means: that of the service it names; else the only one there is. § engagement-27
Result<TaskAt> row_of(const Place& place, const TaskId& task, const std::optional<ServiceId>& named,
                      const Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  const std::string label = label_of(*place.book, task);
  const auto* services = place.book->services_of(task);
  if (services == nullptr) {
    if (!named) return TaskAt{place.engagement, task};
    return invalid("service", fmt::format("{} is done once for the whole tenant", label), "Leave the service out.");
  }
  std::vector<std::string> known;
  for (const auto& one : *services) known.push_back(name_of(workspace, one));
  if (named) {
    const auto* service = workspace.service(named->text());
    if (service == nullptr || std::find(services->begin(), services->end(), service->id) == services->end())
      return unknown("service", fmt::format("service in {}:", label), named->text(), known);
    return TaskAt{place.engagement, task, service->id};
  }
  const auto rows = rows_of(*place.book, task, deciding.state(), workspace);
  if (rows.size() == 1) return TaskAt{place.engagement, task, rows.front()};
  if (rows.empty())
    return invalid("service", fmt::format("no service that {} is done for is in the tenant's scope", label),
                   "Add the service to the tenant first.");
  std::vector<std::string> scope;
  for (const auto& row : rows) scope.push_back(name_of(workspace, *row));
  return invalid("service", fmt::format("{} is done for each service in scope", label),
                 fmt::format("Say for which: {}.", fmt::join(scope, ", ")));
}

Verdict complete_by_hand(const Place& place, const TaskAt& at, Deciding& deciding) {
  const auto* present = deciding.state().engagement(place.engagement)->task(at.task, at.service);
  if (is_complete(present, deciding.workspace)) return allowed();
  auto reasons = reasons_against_completing(*place.book, at, deciding);
  if (!reasons.empty()) return reasons;
  return complete(*place.book, at, deciding);
}

/// The status that a command means: the one it names; or else the present one, begun by any percentage above zero.
Result<const playbook::TaskStatus*> meant_status(const SetTask& command, const TaskAt& at, const Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  std::vector<std::string> known;
  for (const auto& status : workspace.task_statuses) known.push_back(status.name);
  if (!command.status.empty()) {
    if (const auto* status = workspace.task_status(command.status)) return status;
    return unknown("status", "task status", command.status, known);
  }
  const auto* present = deciding.state().engagement(at.engagement)->task(at.task, at.service);
  const auto* status = workspace.task_status(status_of(present, workspace));
  if (status != nullptr && (status->kind != Kind::not_started || command.percent.value_or(0) == 0)) return status;
  for (const auto& one : workspace.task_statuses)
    if (one.kind == Kind::in_progress) return &one;
  return invalid("status", "no status is given", "Name one of the workspace's task statuses.");
}

Result<void> check_percent(const SetTask& command, const playbook::TaskStatus& status) {
  if (!command.percent) return {};
  if (*command.percent < 0 || *command.percent > 100)
    return invalid("percent", fmt::format("{} is not a percentage", *command.percent),
                   "Give a whole number from 0 to 100.");
  if (status.kind == Kind::complete && *command.percent != 100)
    return invalid("percent", "a complete task is 100 % done", "Leave the percentage out, or choose another status.");
  if (status.kind == Kind::not_started && *command.percent != 0)
    return invalid("percent", "a task that is not started is 0 % done",
                   "Leave the percentage out, or choose another status.");
  return {};
}

} // namespace

Verdict handle(const StartEngagement& command, Deciding& deciding) {
  const auto& state = deciding.before;
  if (auto reason = refused_to_write(state, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.engagement.text(), "engagement"));
  HANDRAIL_CHECK(check_count(state.engagements.size() + 1, "engagements", limits::engagements));
  if (state.engagement(command.engagement) != nullptr)
    return Error{ErrorCode::conflict, fmt::format("the engagement {} is there already", command.engagement.text()),
                 "engagement", ""};
  const auto found = deciding.model.playbooks.find(command.playbook);
  if (found == deciding.model.playbooks.end()) {
    std::vector<std::string> known;
    for (const auto& [id, book] : deciding.model.playbooks) known.push_back(id.text());
    return unknown("playbook", "playbook", command.playbook.text(), known, ErrorCode::not_found);
  }
  const auto& book = *found->second;
  if (auto reason = refused_playbook(book, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  return start(command.engagement, book, deciding);
}

Verdict handle(const CloseEngagement& command, Deciding& deciding) {
  if (auto reason = refused_to_write(deciding.before, deciding.workspace, deciding.actor))
    return refused(std::move(*reason));
  HANDRAIL_CHECK(check_text(command.reason, "reason", limits::reason));
  HANDRAIL_TRY(const Place place, place_of(command.engagement, {}, deciding));
  if (auto reasons = refused_to_work(place, {}, deciding); !reasons.empty()) return reasons;
  return close(*place.book, place.engagement, command.reason, deciding);
}

Verdict handle(const SetTask& command, Deciding& deciding) {
  if (auto reason = refused_to_write(deciding.before, deciding.workspace, deciding.actor))
    return refused(std::move(*reason));
  HANDRAIL_TRY(const Place place, place_of(command.engagement, command.task, deciding));
  HANDRAIL_TRY(const TaskAt at, row_of(place, command.task, command.service, deciding));
  HANDRAIL_TRY(const auto* status, meant_status(command, at, deciding));
  HANDRAIL_CHECK(check_percent(command, *status));
  if (auto reasons = refused_to_work(place, command.task, deciding); !reasons.empty()) return reasons;
  if (status->kind == Kind::complete) return complete_by_hand(place, at, deciding);
  return set_status(*place.book, at, *status, command.percent, deciding);
}

Verdict handle(const TickItem& command, Deciding& deciding) {
  if (auto reason = refused_to_write(deciding.before, deciding.workspace, deciding.actor))
    return refused(std::move(*reason));
  HANDRAIL_TRY(const Place place, place_of(command.engagement, {}, deciding));
  if (find_item(*place.book, command.item) == nullptr) {
    std::vector<std::string> known;
    for (const auto& step : place.book->steps)
      for (const auto& item : step.checklist) known.push_back(item.id.text());
    for (const auto& section : place.book->sections)
      for (const auto& item : section.checklist) known.push_back(item.id.text());
    return unknown("item", fmt::format("checklist item in {}:", place.book->title), command.item.text(), known,
                   ErrorCode::not_found);
  }
  if (auto reasons = refused_to_work(place, {}, deciding); !reasons.empty()) return reasons;
  const auto& engagement = *deciding.state().engagement(place.engagement);
  if (auto closed = refused_as_closed(engagement, deciding)) return refused(std::move(*closed));
  if (engagement.ticked.contains(command.item) != command.ticked)
    deciding.add(ItemTicked{place.engagement, command.item, command.ticked});
  return allowed();
}

Verdict handle(const ChooseOutcome& command, Deciding& deciding) {
  if (auto reason = refused_to_write(deciding.before, deciding.workspace, deciding.actor))
    return refused(std::move(*reason));
  HANDRAIL_TRY(const Place place, place_of(command.engagement, command.task, deciding));
  if (outcome_step(*place.book, command.task) == nullptr)
    return invalid("task", fmt::format("{} is not an outcome", label_of(*place.book, command.task)),
                   "Complete it as a task.");
  HANDRAIL_TRY(const TaskAt at, row_of(place, command.task, command.service, deciding));
  if (auto reasons = refused_to_work(place, command.task, deciding); !reasons.empty()) return reasons;
  return complete_by_hand(place, at, deciding);
}

} // namespace handrail::engagement
