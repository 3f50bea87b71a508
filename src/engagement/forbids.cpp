#include "engagement/forbids.h"

#include "engagement/conditions.h"
#include "engagement/directory.h"
#include "engagement/requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

using Action = playbook::ForbidRule::Action;

struct Attempt {
  Action action = Action::unassign;
  FieldId field; ///< of assign and unassign
  Holder holder;
  PlaybookId playbook; ///< of start
};

std::string cannot(const Attempt& attempt, const Deciding& deciding) {
  if (attempt.action == Action::close) return "This engagement cannot be closed yet.";
  if (attempt.action == Action::start) return "This playbook cannot be started yet.";
  const bool leaves = attempt.action == Action::unassign;
  const std::string field = name_of(deciding.workspace, attempt.field);
  if (attempt.holder == person_holder(deciding.actor.id))
    return fmt::format("You cannot {} the {} field yet.", leaves ? "leave" : "take a place in", field);
  return fmt::format("{} cannot be {} the {} field yet.", name_of(deciding.workspace, attempt.holder),
                     leaves ? "taken out of" : "put into", field);
}

bool guards(const playbook::ForbidRule& rule, const Attempt& attempt, const EngagementId& engagement,
            Deciding& deciding) {
  if (rule.action != attempt.action) return false;
  if (rule.action == Action::start && rule.playbook != attempt.playbook) return false;
  if (rule.action == Action::assign || rule.action == Action::unassign) {
    if (rule.field != attempt.field) return false;
    if (rule.holder && holder_of(*rule.holder, deciding, engagement) != attempt.holder) return false;
  }
  return applies(rule.source.when, deciding, engagement);
}

void add_new(const std::vector<playbook::Citation>& from, std::vector<playbook::Citation>& to) {
  for (const auto& one : from)
    if (std::none_of(to.begin(), to.end(), [&](const auto& had) { return had.sentence == one.sentence; }))
      to.push_back(one);
}

void check(const playbook::ForbidRule& rule, const Attempt& attempt, const Ground& ground, Deciding& deciding,
           std::vector<Reason>& reasons) {
  if (!guards(rule, attempt, ground.engagement, deciding)) return;
  std::vector<Reason> missing;
  collect_unmet(rule.until, ground, deciding, RuleKind::forbid, missing);
  if (missing.empty() && !rule.until.empty()) return;

  Reason reason;
  reason.rule = RuleKind::forbid;
  reason.at = rule.source.at;
  reason.cites = rule.source.cites;
  reason.message = cannot(attempt, deciding);
  if (!rule.otherwise.empty()) reason.message += " " + rule.otherwise;
  for (auto& one : missing) {
    if (rule.otherwise.empty()) reason.message += " " + one.message;
    add_new(one.cites, reason.cites);
    if (reason.condition.empty()) reason.condition = one.condition;
    std::move(one.facts.begin(), one.facts.end(), std::back_inserter(reason.facts));
    std::move(one.remedies.begin(), one.remedies.end(), std::back_inserter(reason.remedies));
  }
  reasons.push_back(std::move(reason));
}

void check_all(const playbook::Playbook& book, const EngagementId& engagement, const Attempt& attempt,
               Deciding& deciding, std::vector<Reason>& reasons) {
  const Ground ground{book, engagement, {}, "It"};
  for (const auto& step : book.steps) {
    if (step.rules.forbids.empty() || !applies(step.rules.when, deciding, engagement)) continue;
    for (const auto& rule : step.rules.forbids) check(rule, attempt, ground, deciding, reasons);
  }
}

/// Against the guards of every engagement that is open.
void check_open(const Attempt& attempt, Deciding& deciding, std::vector<Reason>& reasons) {
  for (const auto& engagement : deciding.state().engagements) {
    if (!engagement.is_open()) continue;
    if (const auto* book = deciding.model.playbook(engagement.playbook, engagement.version))
      check_all(*book, engagement.id, attempt, deciding, reasons);
  }
}

std::optional<Attempt> attempt_of(const Change& change) {
  if (const auto* assigned = std::get_if<HolderAssigned>(&change))
    return Attempt{Action::assign, assigned->assignment.field, assigned->assignment.holder, {}};
  if (const auto* unassigned = std::get_if<HolderUnassigned>(&change))
    return Attempt{Action::unassign, unassigned->field, unassigned->holder, {}};
  return std::nullopt;
}

} // namespace

void collect_forbidden_changes(Deciding& deciding, std::vector<Reason>& reasons) {
  for (const auto& event : deciding.events())
    if (const auto attempt = attempt_of(event.change)) check_open(*attempt, deciding, reasons);
}

void collect_forbidden_start(const PlaybookId& playbook, Deciding& deciding, std::vector<Reason>& reasons) {
  check_open({Action::start, {}, {}, playbook}, deciding, reasons);
}

void collect_forbidden_close(const playbook::Playbook& book, const EngagementId& engagement, Deciding& deciding,
                             std::vector<Reason>& reasons) {
  check_all(book, engagement, {Action::close, {}, {}, {}}, deciding, reasons);
}

} // namespace handrail::engagement
