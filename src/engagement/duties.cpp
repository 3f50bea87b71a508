#include "engagement/duties.h"

#include "engagement/conditions.h"
#include "engagement/directory.h"
#include "engagement/missing.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

std::string on_day(const Mark& mark) { return to_iso(mark.at).substr(0, 10); }

/// The completion of the task, in one of these rows, by the person acting; null when somebody else did it, or nobody.
const Mark* own_completion(const Engagement& engagement, const TaskId& task,
                           const std::vector<std::optional<ServiceId>>& rows, const Deciding& deciding,
                           std::optional<ServiceId>& where) {
  for (const auto& row : rows) {
    const auto* state = engagement.task(task, row);
    if (!is_complete(state, deciding.workspace) || state->history.back().mark.by != deciding.actor.id) continue;
    where = row;
    return &state->history.back().mark;
  }
  return nullptr;
}

/// "Leave it to a colleague: Farid Nazari."
Remedy colleague(const playbook::Playbook& book, const TaskId& task, const Deciding& deciding) {
  const auto* found = task.empty() ? nullptr : book.find_task(task);
  const auto roles = roles_named(deciding.workspace, found == nullptr ? std::string_view() : found->role);
  std::vector<std::string> here, elsewhere;
  for (const auto& person : deciding.workspace.people) {
    const bool fits = roles.empty() || std::any_of(person.roles.begin(), person.roles.end(), [&](const RoleId& role) {
                        return std::find(roles.begin(), roles.end(), role) != roles.end();
                      });
    if (!fits || person.id == deciding.actor.id) continue;
    (deciding.state().is_assigned(person.id) ? here : elsewhere).push_back(person.name);
  }
  if (!here.empty()) return {fmt::format("Leave it to a colleague: {}.", listed(here, 3)), {}};
  if (elsewhere.empty() || roles.empty()) return {"Leave it to a colleague.", {}};
  return {fmt::format("Have a colleague assigned who can do it: {}.", listed(elsewhere, 3)), {}};
}

Missing own_deed(const Ground& ground, const std::string& what, const std::string& did, const Mark& mark,
                 const Deciding& deciding) {
  Missing missing;
  missing.rule = RuleKind::duties;
  missing.sentence = true;
  missing.needs =
      fmt::format("{} needs somebody else: you {} {} yourself, on {}.", ground.subject, did, what, on_day(mark));
  missing.facts = {{what, fmt::format("{} by {} on {}", did, name_of(deciding.workspace, mark.by), on_day(mark)),
                    "the tenant's history"}};
  missing.remedies = {colleague(ground.book, ground.task, deciding)};
  return missing;
}

} // namespace

std::optional<Missing> missing(const playbook::RequiredOther& required, const Ground& ground, Deciding& deciding) {
  if (!required.request.empty()) {
    const auto& requests = deciding.state().requests;
    for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
      if (request->kind != required.request || !is_of(ground, deciding, request->engagement, request->asked)) continue;
      if (request->asked.by != deciding.actor.id) return std::nullopt;
      const auto* kind = deciding.workspace.request_kind(required.request);
      const std::string name = kind == nullptr ? required.request : kind->name;
      return own_deed(ground, fmt::format("“{}”", name), "asked for", request->asked, deciding);
    }
    return std::nullopt;
  }
  const bool own = ground.book.find_task(required.task) != nullptr;
  for (const auto& engagement : deciding.state().engagements) {
    if (own && !ground.engagement.empty() && engagement.id != ground.engagement) continue;
    const auto* book = deciding.model.playbook(engagement.playbook, engagement.version);
    if (book == nullptr || book->find_task(required.task) == nullptr) continue;
    const auto rows = rows_meant(*book, required.task, ground.service, deciding.state(), deciding.workspace);
    std::optional<ServiceId> where;
    if (const auto* mark = own_completion(engagement, required.task, rows, deciding, where))
      return own_deed(ground, label_of(*book, required.task, where, deciding.workspace), "completed", *mark, deciding);
  }
  return std::nullopt;
}

void collect_own_deeds(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                       std::vector<Reason>& reasons) {
  for (const auto& step : book.steps) {
    for (const auto& rule : step.rules.tasks) {
      for (const auto& requirement : rule.requires_) {
        const auto* other = std::get_if<playbook::RequiredOther>(&requirement.what);
        if (other == nullptr || other->task != at.task || rule.task == at.task) continue;
        if (!applies(step.rules.when, deciding, at.engagement) ||
            !applies(requirement.source.when, deciding, at.engagement))
          continue;
        const auto rows = rows_meant(book, rule.task, at.service, deciding.state(), deciding.workspace);
        std::optional<ServiceId> where;
        const auto& engagement = *deciding.state().engagement(at.engagement);
        const auto* mark = own_completion(engagement, rule.task, rows, deciding, where);
        if (mark == nullptr) continue;
        const Ground ground{book, at.engagement, at.task, label_of(book, at.task, at.service, deciding.workspace)};
        Missing deed =
            own_deed(ground, label_of(book, rule.task, where, deciding.workspace), "completed", *mark, deciding);
        Reason reason;
        reason.rule = RuleKind::duties;
        reason.message = std::move(deed.needs);
        reason.at = requirement.source.at;
        reason.cites = requirement.source.cites;
        reason.facts = std::move(deed.facts);
        reason.remedies = std::move(deed.remedies);
        reasons.push_back(std::move(reason));
      }
    }
  }
}

} // namespace handrail::engagement
