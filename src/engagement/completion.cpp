#include "engagement/completion.h"

#include "engagement/choices.h"
#include "engagement/conditions.h"
#include "engagement/deadlines.h"
#include "engagement/directory.h"
#include "engagement/duties.h"
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
  reason.condition = when.text;
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

/// § engagement-27: the service is not, or no longer, in the tenant's scope.
std::optional<Reason> out_of_scope(const playbook::Playbook& book, const TaskAt& at, const Deciding& deciding) {
  if (!at.service) return std::nullopt;
  const auto rows = rows_of(book, at.task, deciding.state(), deciding.workspace);
  if (std::find(rows.begin(), rows.end(), at.service) != rows.end()) return std::nullopt;
  const std::string service = name_of(deciding.workspace, *at.service);
  std::vector<std::string> scope;
  for (const auto& one : deciding.state().services) scope.push_back(name_of(deciding.workspace, one));
  Reason reason;
  reason.rule = RuleKind::when;
  reason.paragraph = "§ engagement-27";
  reason.message =
      fmt::format("{} is not in this tenant's scope, so {} is not done for it.", service, label_of(book, at.task));
  reason.facts = {{"tenant.services", scope.empty() ? "none" : listed(scope, 20), "the tenant's record"}};
  EditTenant edit;
  edit.services = deciding.state().services;
  edit.services->push_back(*at.service);
  reason.remedies = {{fmt::format("If {} belongs to it, add it to the tenant's services.", service), edit}};
  return reason;
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
                                     const Engagement& engagement, const TaskAt& at, const Deciding& deciding) {
  const auto* chosen = engagement.outcome(step.id, at.service);
  if (chosen == nullptr || *chosen == at.task) return std::nullopt;
  Reason reason;
  reason.rule = RuleKind::outcome;
  reason.at = step.rules.outcome->source.at;
  reason.cites = step.rules.outcome->source.cites;
  const auto* state = engagement.task(*chosen, at.service);
  const std::string by =
      state == nullptr || state->history.empty() ? "" : " " + when_of(deciding, state->history.back().mark);
  const std::string label = label_of(book, *chosen, at.service, deciding.workspace);
  reason.message = fmt::format("The outcome was already chosen{}: {}. There can be only one.", by, label);
  reason.facts = {{"outcome", label, "this engagement"}};
  reason.remedies = {{"If it was the wrong one, close this engagement and start the playbook again.",
                      CloseEngagement{engagement.id, {}}}};
  return reason;
}

/// § engagement-23: a chosen outcome is not opened again.
std::optional<Reason> refused_as_outcome(const playbook::Playbook& book, const TaskAt& at, const Engagement& engagement,
                                         const Deciding& deciding) {
  const auto* step = outcome_step(book, at.task);
  const auto* chosen = step == nullptr ? nullptr : engagement.outcome(step->id, at.service);
  if (chosen == nullptr || *chosen != at.task) return std::nullopt;
  const std::string label = label_of(book, at.task, at.service, deciding.workspace);
  Reason reason;
  reason.rule = RuleKind::permanent;
  reason.paragraph = "§ engagement-23";
  reason.at = step->rules.outcome->source.at;
  reason.cites = step->rules.outcome->source.cites;
  reason.message =
      fmt::format("{} is this engagement's outcome, and its effects are done; it cannot be opened again.", label);
  reason.facts = {{"outcome", label, "this engagement"}};
  reason.remedies = {{"If it was the wrong one, close this engagement and start the playbook again.", {}}};
  return reason;
}

Because because_of(const Ground& ground, const playbook::RuleSource& source) {
  return {ground.engagement, ground.task, source.at.file, static_cast<int>(source.at.line),
          source.cites.empty() ? std::string() : source.cites.front().sentence};
}

Ground ground_of(const playbook::Playbook& book, const TaskAt& at, const Deciding& deciding) {
  return {book, at.engagement, at.task, label_of(book, at.task, at.service, deciding.workspace), at.service};
}

/// Deadlines that refuse what comes after them. § rules-68
void collect_late(const playbook::Playbook& book, const TaskAt& at, const playbook::Step* outcome, Deciding& deciding,
                  std::vector<Reason>& reasons) {
  const Ground ground = ground_of(book, at, deciding);
  const auto check = [&](const std::optional<playbook::DueRule>& due) {
    if (due)
      if (auto late = refused_as_late(*due, ground, deciding)) reasons.push_back(std::move(*late));
  };
  if (outcome != nullptr) check(outcome->rules.outcome->due);
  each_rule_of(book, at.engagement, at.task, deciding, [&](const playbook::TaskRule& rule) { check(rule.due); });
}

Verdict too_many_in_a_row(const playbook::Playbook& book, const TaskId& task) {
  return Error{
      ErrorCode::invalid,
      fmt::format("the effects of {} set off more than {} others in a row", label_of(book, task), limits::effect_depth),
      book.file, "Look for effects that lead in a circle."};
}

/// § engagement-26: a mandatory task that applies, and is not complete for the whole tenant or for a service in scope.
void collect_mandatory(const playbook::Playbook& book, const EngagementId& id, const playbook::Task& task,
                       Deciding& deciding, std::vector<Reason>& reasons) {
  for (const auto& service : rows_of(book, task.id, deciding.state(), deciding.workspace)) {
    const auto* state = deciding.state().engagement(id)->task(task.id, service);
    if (is_complete(state, deciding.workspace)) continue;
    if (!task_applies(book, {id, task.id, service}, deciding)) continue;
    const std::string label = label_of(book, task.id, service, deciding.workspace);
    Reason reason;
    reason.rule = RuleKind::mandatory;
    reason.at = task.at;
    reason.paragraph = "§ engagement-26";
    reason.message = fmt::format("{} is mandatory and has to be complete before the engagement is closed.", label);
    reason.facts = {{label, status_of(state, deciding.workspace), "this engagement"}};
    reason.remedies = {{fmt::format("Complete {}.", label),
                        SetTask{id, task.id, complete_status(deciding.workspace), std::nullopt, service}}};
    reasons.push_back(std::move(reason));
  }
}

/// § engagement-35: where a playbook has outcomes, one of them is chosen before its engagement is closed.
std::optional<Reason> no_outcome(const playbook::Playbook& book, const EngagementId& id, Deciding& deciding) {
  Reason reason;
  std::vector<std::string> outcomes;
  for (const auto& step : book.steps) {
    if (!step.rules.outcome || !applies(step.rules.when, deciding, id)) continue;
    const auto& rule = *step.rules.outcome;
    if (!applies(rule.source.when, deciding, id)) continue;
    if (step.rules.per_service.contains(rule.one_of.front())) continue; // it says how the work for a service ended
    if (deciding.state().engagement(id)->outcome(step.id) != nullptr) return std::nullopt;
    if (outcomes.empty()) reason.at = rule.source.at;
    reason.cites.insert(reason.cites.end(), rule.source.cites.begin(), rule.source.cites.end());
    for (const auto& task : rule.one_of) {
      outcomes.push_back(label_of(book, task));
      reason.remedies.push_back({"", ChooseOutcome{id, task, std::nullopt}});
    }
  }
  if (outcomes.empty()) return std::nullopt;
  constexpr std::size_t told = 3;
  reason.rule = RuleKind::outcome;
  reason.paragraph = "§ engagement-35";
  reason.message = "No outcome has been chosen yet, and this engagement ends with one.";
  reason.facts = {{"outcome", "none", "this engagement"}, {"outcomes", listed(outcomes, told), book.file}};
  reason.remedies.insert(reason.remedies.begin(),
                         {"Choose the outcome that was reached; it says what happens then.", {}});
  return reason;
}

std::vector<Reason> reasons_against_closing(const playbook::Playbook& book, const EngagementId& id,
                                            Deciding& deciding) {
  std::vector<Reason> reasons;
  const Ground ground{book, id, {}, "Closing this engagement", std::nullopt};
  for (const auto& step : book.steps) {
    if (!applies(step.rules.when, deciding, id)) continue;
    for (const auto& task : step.tasks)
      if (task.mandatory) collect_mandatory(book, id, task, deciding, reasons);
    collect_too_few(book, step, id, deciding, reasons);
  }
  if (auto reason = no_outcome(book, id, deciding)) reasons.push_back(std::move(*reason));
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

bool task_applies(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding) {
  const ForService scope(deciding, at.service);
  std::vector<Reason> inapplicable;
  collect_inapplicable(book, at.engagement, at.task, deciding, inapplicable);
  return inapplicable.empty();
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

std::vector<Reason> reasons_against_completing(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding) {
  const ForService scope(deciding, at.service);
  const Engagement& engagement = *deciding.state().engagement(at.engagement);
  if (auto closed = refused_as_closed(engagement, deciding)) return {std::move(*closed)};
  if (auto outside = out_of_scope(book, at, deciding)) return {std::move(*outside)};
  std::vector<Reason> reasons;
  collect_inapplicable(book, at.engagement, at.task, deciding, reasons);
  const auto* step = outcome_in_force(book, at.engagement, at.task, deciding);
  if (step != nullptr)
    if (auto second = second_outcome(book, *step, engagement, at, deciding)) reasons.push_back(std::move(*second));
  collect_late(book, at, step, deciding, reasons);
  collect_too_many(book, at, deciding, reasons);
  if (!reasons.empty()) return reasons; // what else would be needed does not matter then

  const Ground ground = ground_of(book, at, deciding);
  collect_unmet(book.rules.entry, ground, deciding, RuleKind::entry, reasons);
  if (step != nullptr) collect_unmet(step->rules.outcome->requires_, ground, deciding, RuleKind::requires_, reasons);
  for (const auto* choice : choices_of(book, at, deciding))
    collect_unmet(choice->requires_, ground, deciding, RuleKind::requires_, reasons);
  each_rule_of(book, at.engagement, at.task, deciding, [&](const playbook::TaskRule& rule) {
    collect_unmet(rule.requires_, ground, deciding, RuleKind::requires_, reasons);
  });
  collect_own_deeds(book, at, deciding, reasons);
  return reasons;
}

Verdict complete(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                 const std::optional<Because>& because, int depth) {
  if (depth > limits::effect_depth) return too_many_in_a_row(book, at.task);
  const std::string status = complete_status(deciding.workspace);
  if (status.empty())
    return Error{ErrorCode::invalid, "the workspace has no task status of the kind complete", "workspace.yaml", ""};

  // Which rules take part is settled before any effect changes what they read.
  const ForService scope(deciding, at.service);
  const auto* step = outcome_in_force(book, at.engagement, at.task, deciding);
  std::vector<const playbook::TaskRule*> rules;
  each_rule_of(book, at.engagement, at.task, deciding, [&](const playbook::TaskRule& rule) { rules.push_back(&rule); });

  deciding.add(TaskSet{at.engagement, at.task, status, 100, at.service}, because);
  const Ground ground = ground_of(book, at, deciding);
  if (step != nullptr) {
    const auto& outcome = *step->rules.outcome;
    deciding.add(OutcomeChosen{at.engagement, step->id, at.task, at.service}, because_of(ground, outcome.source));
    if (std::find(outcome.except.begin(), outcome.except.end(), at.task) == outcome.except.end()) {
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

Verdict set_status(const playbook::Playbook& book, const TaskAt& at, const playbook::TaskStatus& status,
                   std::optional<int> percent, Deciding& deciding, const std::optional<Because>& because, int depth) {
  if (depth > limits::effect_depth) return too_many_in_a_row(book, at.task);
  const Engagement& engagement = *deciding.state().engagement(at.engagement);
  if (auto closed = refused_as_closed(engagement, deciding)) return refused(std::move(*closed));
  if (auto outside = out_of_scope(book, at, deciding)) return refused(std::move(*outside));
  if (auto final = refused_as_outcome(book, at, engagement, deciding)) return refused(std::move(*final));
  const auto* found = engagement.task(at.task, at.service);
  const std::string present = status_of(found, deciding.workspace);
  const int present_percent = found == nullptr ? 0 : found->percent;
  const int done = percent.value_or(status.kind == Kind::not_started ? 0 : std::min(present_percent, 99));
  if (present == status.name && done == present_percent) return allowed();

  const ForService scope(deciding, at.service);
  std::vector<const playbook::Transition*> transitions;
  if (present != status.name) // another share of what it is already sets nothing off
    each_rule_of(book, at.engagement, at.task, deciding, [&](const playbook::TaskRule& rule) {
      if (!applies(rule.source.when, deciding, at.engagement)) return;
      for (const auto& transition : rule.on)
        if (std::find(transition.statuses.begin(), transition.statuses.end(), status.name) != transition.statuses.end())
          transitions.push_back(&transition);
    });
  deciding.add(TaskSet{at.engagement, at.task, status.name, done, at.service}, because);
  Ground ground = ground_of(book, at, deciding);
  ground.deed = fmt::format("be set to {}", status.name);
  for (const auto* transition : transitions) {
    HANDRAIL_TRY(auto reasons, apply_effects(transition->effects, ground, deciding, depth));
    if (!reasons.empty()) return reasons;
  }
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
