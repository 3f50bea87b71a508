#include "engagement/completion.h"

#include "engagement/conditions.h"
#include "engagement/deadlines.h"
#include "engagement/directory.h"
#include "engagement/effects.h"
#include "engagement/forbids.h"
#include "engagement/limits.h"
#include "engagement/requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

using Kind = playbook::TaskStatus::Kind;

std::string when_of(const Deciding& deciding, const Mark& mark) {
  const std::string by = mark.by == deciding.actor.id ? "you" : name_of(deciding.workspace, mark.by);
  return fmt::format("by {} on {}", by, to_iso(mark.at).substr(0, 10));
}

/// `when` does not hold: the step or the task is not for this tenant.
Reason not_for_this_tenant(const playbook::Condition& when, const playbook::SourceSpan& at,
                           const std::vector<playbook::Citation>& cites, const std::string& otherwise,
                           const std::string& what, Deciding& deciding, const EngagementId& engagement) {
  const Judgement judgement = judge(when, deciding, engagement);
  Reason reason;
  reason.rule = RuleKind::when;
  reason.at = at;
  reason.cites = cites;
  reason.message =
      otherwise.empty() ? fmt::format("{} does not apply here: it is only for {}.", what, when.text) : otherwise;
  reason.facts = judgement.facts;
  if (!judgement.problem.empty() && judgement.unknown.empty())
    reason.facts.push_back({"the condition", "could not be worked out", judgement.problem});
  reason.remedies = remedies_for(judgement, deciding);
  return reason;
}

/// The rules that stand on a task, wherever in the playbook; those of steps that do not apply are left out.
template <class Visit>
void each_rule_of(const playbook::Playbook& book, const EngagementId& engagement, const TaskId& task,
                  Deciding& deciding, Visit visit) {
  for (const auto& step : book.steps) {
    const bool has = std::any_of(step.rules.tasks.begin(), step.rules.tasks.end(),
                                 [&](const playbook::TaskRule& rule) { return rule.task == task; });
    if (!has || !applies(step.rules.when, deciding, engagement)) continue;
    for (const auto& rule : step.rules.tasks)
      if (rule.task == task) visit(rule);
  }
}

void collect_inapplicable(const playbook::Playbook& book, const EngagementId& engagement, const TaskId& task,
                          Deciding& deciding, std::vector<Reason>& reasons) {
  const auto* step = book.step_of(task);
  if (step != nullptr && !applies(step->rules.when, deciding, engagement))
    reasons.push_back(not_for_this_tenant(*step->rules.when, step->rules.when->at, step->rules.when_cites,
                                          step->rules.otherwise, fmt::format("“{}”", step->title), deciding,
                                          engagement));
  each_rule_of(book, engagement, task, deciding, [&](const playbook::TaskRule& rule) {
    if (applies(rule.source.when, deciding, engagement)) return;
    reasons.push_back(not_for_this_tenant(*rule.source.when, rule.source.at, rule.source.cites, rule.otherwise,
                                          label_of(book, task), deciding, engagement));
  });
}

/// The step whose outcome rule is in force for the task now; null when there is none.
const playbook::Step* outcome_in_force(const playbook::Playbook& book, const EngagementId& engagement,
                                       const TaskId& task, Deciding& deciding) {
  const auto* step = outcome_step(book, task);
  if (step == nullptr || !applies(step->rules.when, deciding, engagement)) return nullptr;
  return applies(step->rules.outcome->source.when, deciding, engagement) ? step : nullptr;
}

/// § engagement-22: a second outcome of the same step.
std::optional<Reason> second_outcome(const playbook::Playbook& book, const playbook::Step& step,
                                     const Engagement& engagement, const TaskId& task, const Deciding& deciding) {
  const auto chosen = engagement.outcomes.find(step.id);
  if (chosen == engagement.outcomes.end() || chosen->second == task) return std::nullopt;
  Reason reason;
  reason.rule = RuleKind::outcome;
  reason.at = step.rules.outcome->source.at;
  reason.cites = step.rules.outcome->source.cites;
  const auto state = engagement.tasks.find(chosen->second);
  const std::string by = state == engagement.tasks.end() || state->second.history.empty()
                             ? ""
                             : " " + when_of(deciding, state->second.history.back().mark);
  reason.message =
      fmt::format("The outcome was already chosen{}: {}. There can be only one.", by, label_of(book, chosen->second));
  reason.facts = {{"outcome", label_of(book, chosen->second), "this engagement"}};
  reason.remedies = {{"If it was the wrong one, close this engagement and start the playbook again.", {}}};
  return reason;
}

Because because_of(const Ground& ground, const playbook::RuleSource& source) {
  return {ground.engagement, ground.task, source.at.file, static_cast<int>(source.at.line),
          source.cites.empty() ? std::string() : source.cites.front().sentence};
}

/// Deadlines that refuse what comes after them. § rules-68
void collect_late(const playbook::Playbook& book, const EngagementId& engagement, const TaskId& task,
                  const playbook::Step* outcome, Deciding& deciding, std::vector<Reason>& reasons) {
  const Ground ground{book, engagement, task, label_of(book, task)};
  const auto check = [&](const std::optional<playbook::DueRule>& due) {
    if (due)
      if (auto late = refused_as_late(*due, ground, deciding)) reasons.push_back(std::move(*late));
  };
  if (outcome != nullptr) check(outcome->rules.outcome->due);
  each_rule_of(book, engagement, task, deciding, [&](const playbook::TaskRule& rule) { check(rule.due); });
}

std::vector<Reason> reasons_against_closing(const playbook::Playbook& book, const EngagementId& id,
                                            Deciding& deciding) {
  std::vector<Reason> reasons;
  const Ground ground{book, id, {}, "Closing this engagement"};
  for (const auto& step : book.steps) {
    if (!applies(step.rules.when, deciding, id)) continue;
    for (const auto& task : step.tasks) {
      if (!task.mandatory) continue;
      const auto& tasks = deciding.state().engagement(id)->tasks;
      const auto found = tasks.find(task.id);
      const std::string status = found == tasks.end() ? initial_status(deciding.workspace) : found->second.status;
      const auto* known = deciding.workspace.task_status(status);
      if (known != nullptr && known->kind == Kind::complete) continue;
      std::vector<Reason> inapplicable;
      collect_inapplicable(book, id, task.id, deciding, inapplicable);
      if (!inapplicable.empty()) continue;
      Reason reason;
      reason.rule = RuleKind::mandatory;
      reason.at = task.at;
      reason.paragraph = "§ engagement-26";
      reason.message = fmt::format("{} is mandatory and has to be complete before the engagement is closed.",
                                   label_of(book, task.id));
      reason.facts = {{label_of(book, task.id), status, "this engagement"}};
      SetTask set;
      set.engagement = id;
      set.task = task.id;
      set.status = complete_status(deciding.workspace);
      reason.remedies = {{fmt::format("Complete {}.", label_of(book, task.id)), set}};
      reasons.push_back(std::move(reason));
    }
  }
  collect_unmet(book.rules.exit, ground, deciding, RuleKind::exit, reasons);
  collect_forbidden_close(book, id, deciding, reasons);
  return reasons;
}

} // namespace

const playbook::Step* outcome_step(const playbook::Playbook& book, const TaskId& task) {
  for (const auto& step : book.steps) {
    if (!step.rules.outcome) continue;
    const auto& one_of = step.rules.outcome->one_of;
    if (std::find(one_of.begin(), one_of.end(), task) != one_of.end()) return &step;
  }
  return nullptr;
}

std::optional<Reason> refused_as_closed(const Engagement& engagement, const Deciding& deciding) {
  if (engagement.is_open()) return std::nullopt;
  Reason reason;
  reason.rule = RuleKind::permanent;
  reason.paragraph = "§ engagement-26";
  reason.message = fmt::format("This engagement was closed {}.", when_of(deciding, *engagement.closed));
  reason.facts = {{"engagement", "closed", engagement.playbook.text()}};
  reason.remedies = {{"Start the playbook again.", StartEngagement{{}, engagement.playbook}}};
  return reason;
}

std::vector<Reason> reasons_against_completing(const playbook::Playbook& book, const EngagementId& id,
                                               const TaskId& task_id, Deciding& deciding) {
  const Engagement& engagement = *deciding.state().engagement(id);
  if (auto closed = refused_as_closed(engagement, deciding)) return {std::move(*closed)};
  std::vector<Reason> reasons;
  collect_inapplicable(book, id, task_id, deciding, reasons);
  const auto* step = outcome_in_force(book, id, task_id, deciding);
  if (step != nullptr)
    if (auto second = second_outcome(book, *step, engagement, task_id, deciding)) reasons.push_back(std::move(*second));
  collect_late(book, id, task_id, step, deciding, reasons);
  if (!reasons.empty()) return reasons; // what else would be needed does not matter then

  const Ground ground{book, id, task_id, label_of(book, task_id)};
  collect_unmet(book.rules.entry, ground, deciding, RuleKind::entry, reasons);
  if (step != nullptr) collect_unmet(step->rules.outcome->requires_, ground, deciding, RuleKind::requires_, reasons);
  each_rule_of(book, id, task_id, deciding, [&](const playbook::TaskRule& rule) {
    collect_unmet(rule.requires_, ground, deciding, RuleKind::requires_, reasons);
  });
  return reasons;
}

Verdict complete(const playbook::Playbook& book, const EngagementId& id, const TaskId& task, Deciding& deciding,
                 const std::optional<Because>& because, int depth) {
  if (depth > limits::effect_depth)
    return Error{ErrorCode::invalid,
                 fmt::format("the effects of {} set off more than {} others in a row", label_of(book, task),
                             limits::effect_depth),
                 book.file, "Look for effects that lead in a circle."};
  const std::string status = complete_status(deciding.workspace);
  if (status.empty())
    return Error{ErrorCode::invalid, "the workspace has no task status of the kind complete", "workspace.yaml", ""};

  // Which rules take part is settled before any effect changes what they read.
  const auto* step = outcome_in_force(book, id, task, deciding);
  std::vector<const playbook::TaskRule*> rules;
  each_rule_of(book, id, task, deciding, [&](const playbook::TaskRule& rule) { rules.push_back(&rule); });

  deciding.add(TaskSet{id, task, status, 100}, because);
  const Ground ground{book, id, task, label_of(book, task)};
  if (step != nullptr) {
    const auto& outcome = *step->rules.outcome;
    deciding.add(OutcomeChosen{id, step->id, task}, because_of(ground, outcome.source));
    if (std::find(outcome.except.begin(), outcome.except.end(), task) == outcome.except.end()) {
      HANDRAIL_TRY(auto reasons, apply_effects(outcome.effects, ground, deciding, depth));
      if (!reasons.empty()) return reasons;
    }
  }
  for (const auto* rule : rules) {
    HANDRAIL_TRY(auto reasons, apply_effects(rule->effects, ground, deciding, depth));
    if (!reasons.empty()) return reasons;
  }
  return allowed();
}

Verdict set_status(const playbook::Playbook& book, const EngagementId& id, const TaskId& task,
                   const playbook::TaskStatus& status, std::optional<int> percent, Deciding& deciding,
                   const std::optional<Because>& because) {
  const Engagement& engagement = *deciding.state().engagement(id);
  if (auto closed = refused_as_closed(engagement, deciding)) return refused(std::move(*closed));
  const auto* step = outcome_step(book, task);
  if (step != nullptr) {
    const auto chosen = engagement.outcomes.find(step->id);
    if (chosen != engagement.outcomes.end() && chosen->second == task) {
      Reason reason;
      reason.rule = RuleKind::permanent;
      reason.paragraph = "§ engagement-23";
      reason.at = step->rules.outcome->source.at;
      reason.cites = step->rules.outcome->source.cites;
      reason.message =
          fmt::format("{} is this engagement's outcome, and its effects are done; it cannot be opened again.",
                      label_of(book, task));
      reason.facts = {{"outcome", label_of(book, task), "this engagement"}};
      reason.remedies = {{"If it was the wrong one, close this engagement and start the playbook again.", {}}};
      return refused(std::move(reason));
    }
  }
  const auto found = engagement.tasks.find(task);
  const std::string present =
      found == engagement.tasks.end() ? initial_status(deciding.workspace) : found->second.status;
  const int present_percent = found == engagement.tasks.end() ? 0 : found->second.percent;
  int done = percent.value_or(status.kind == Kind::not_started ? 0 : std::min(present_percent, 99));
  if (present == status.name && done == present_percent) return allowed();
  deciding.add(TaskSet{id, task, status.name, done}, because);
  return allowed();
}

Verdict close(const playbook::Playbook& book, const EngagementId& id, const std::string& reason, Deciding& deciding,
              const std::optional<Because>& because) {
  if (auto closed = refused_as_closed(*deciding.state().engagement(id), deciding)) return refused(std::move(*closed));
  auto reasons = reasons_against_closing(book, id, deciding);
  if (!reasons.empty()) return reasons;
  deciding.add(EngagementClosed{id, reason}, because);
  return allowed();
}

Verdict start(const EngagementId& id, const playbook::Playbook& book, Deciding& deciding,
              const std::optional<Because>& because) {
  for (const auto& one : deciding.state().engagements) {
    if (!one.is_open() || one.playbook != book.id) continue;
    Reason reason;
    reason.rule = RuleKind::permanent;
    reason.paragraph = "§ engagement-14";
    reason.message = fmt::format("{} is under way already, started {}.", book.title, when_of(deciding, one.started));
    reason.facts = {{"engagement", "open", book.id.text()}};
    reason.remedies = {{"Go on with that engagement, or close it first.", {}}};
    return refused(std::move(reason));
  }
  std::vector<Reason> reasons;
  collect_forbidden_start(book.id, deciding, reasons);
  if (!reasons.empty()) return reasons;
  deciding.add(EngagementStarted{id, book.id, book.version}, because);
  return allowed();
}

} // namespace handrail::engagement
