#include "engagement/choices.h"

#include "engagement/completion.h"
#include "engagement/conditions.h"
#include "engagement/directory.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

struct Count {
  std::vector<TaskAt> complete, open; ///< of those that apply
};

class Choice {
public:
  Choice(const playbook::ChoiceRule& rule, const playbook::Playbook& book, const EngagementId& engagement,
         const std::optional<ServiceId>& service, Deciding& deciding)
      : rule_(rule), book_(book), engagement_(engagement), service_(service), deciding_(deciding) {}

  /// What counts. A task that is done once per service counts with the choice's service, or when all of its rows do.
  Count count() const {
    Count count;
    for (const auto& task : rule_.of) {
      for (auto& row : rows_meant(book_, task, service_, deciding_.state(), deciding_.workspace)) {
        const TaskAt at{engagement_, task, std::move(row)};
        const auto* state = deciding_.state().engagement(engagement_)->task(task, at.service);
        if (is_complete(state, deciding_.workspace))
          count.complete.push_back(at);
        else if (task_applies(book_, at, deciding_))
          count.open.push_back(at);
      }
    }
    return count;
  }

  Reason reason(std::string message, const Count& count) const {
    Reason reason;
    reason.rule = RuleKind::choose;
    reason.at = rule_.source.at;
    reason.cites = rule_.source.cites;
    reason.message = std::move(message);
    for (const auto& at : count.complete) reason.facts.push_back({label(at), present(at), "this engagement"});
    for (const auto& at : count.open) reason.facts.push_back({label(at), present(at), "this engagement"});
    return reason;
  }

  std::string label(const TaskAt& at) const { return label_of(book_, at.task, at.service, deciding_.workspace); }
  std::string labels(const std::vector<TaskAt>& all) const {
    std::vector<std::string> names;
    for (const auto& at : all) names.push_back(label(at));
    return listed(names, 8);
  }

private:
  std::string present(const TaskAt& at) const {
    return status_of(deciding_.state().engagement(engagement_)->task(at.task, at.service), deciding_.workspace);
  }

  const playbook::ChoiceRule& rule_;
  const playbook::Playbook& book_;
  const EngagementId& engagement_;
  const std::optional<ServiceId>& service_;
  Deciding& deciding_;
};

/// The services that the rule counts for, each by itself; one without a service where its tasks are done once per
/// tenant.
std::vector<std::optional<ServiceId>> services_of(const playbook::ChoiceRule& rule, const playbook::Playbook& book,
                                                  const Deciding& deciding) {
  std::vector<std::optional<ServiceId>> all;
  bool per_service = false;
  for (const auto& task : rule.of) {
    if (book.services_of(task) == nullptr) continue;
    per_service = true;
    for (auto& row : rows_of(book, task, deciding.state(), deciding.workspace))
      if (std::find(all.begin(), all.end(), row) == all.end()) all.push_back(std::move(row));
  }
  if (!per_service) all.emplace_back();
  return all;
}

std::string is_or_are(std::size_t number) { return number == 1 ? "1 is" : fmt::format("{} are", number); }

std::string for_service(const std::optional<ServiceId>& service, const Deciding& deciding) {
  return service ? " for " + name_of(deciding.workspace, *service) : "";
}

} // namespace

std::vector<const playbook::ChoiceRule*> choices_of(const playbook::Playbook& book, const TaskAt& at,
                                                    Deciding& deciding) {
  std::vector<const playbook::ChoiceRule*> choices;
  for (const auto& step : book.steps) {
    if (step.rules.choices.empty() || !applies(step.rules.when, deciding, at.engagement)) continue;
    for (const auto& rule : step.rules.choices)
      if (std::find(rule.of.begin(), rule.of.end(), at.task) != rule.of.end() &&
          applies(rule.source.when, deciding, at.engagement))
        choices.push_back(&rule);
  }
  return choices;
}

void collect_too_many(const playbook::Playbook& book, const TaskAt& at, Deciding& deciding,
                      std::vector<Reason>& reasons) {
  for (const auto* rule : choices_of(book, at, deciding)) {
    if (!rule->at_most) continue;
    const Choice choice(*rule, book, at.engagement, at.service, deciding);
    Count count = choice.count();
    std::erase_if(count.complete, [&](const TaskAt& one) { return one.task == at.task; });
    if (count.complete.size() < *rule->at_most) continue;
    Reason reason = choice.reason(fmt::format("At most {} of these {} can be completed{}, and {} already: {}.",
                                              *rule->at_most, rule->of.size(), for_service(at.service, deciding),
                                              is_or_are(count.complete.size()), choice.labels(count.complete)),
                                  {count.complete, {}});
    for (const auto& one : count.complete)
      reason.remedies.push_back(
          {fmt::format("If {} was not meant, open it again.", choice.label(one)),
           SetTask{at.engagement, one.task, initial_status(deciding.workspace), std::nullopt, one.service}});
    reasons.push_back(std::move(reason));
  }
}

void collect_too_few(const playbook::Playbook& book, const playbook::Step& step, const EngagementId& engagement,
                     Deciding& deciding, std::vector<Reason>& reasons) {
  for (const auto& rule : step.rules.choices) {
    if (!rule.at_least) continue;
    for (const auto& service : services_of(rule, book, deciding)) {
      const ForService scope(deciding, service);
      if (!applies(rule.source.when, deciding, engagement)) continue;
      const Choice choice(rule, book, engagement, service, deciding);
      const Count count = choice.count();
      // What does not apply to this tenant cannot be asked for.
      const std::size_t needed = std::min(*rule.at_least, count.complete.size() + count.open.size());
      if (count.complete.size() >= needed) continue;
      std::string done = "None is yet";
      if (!count.complete.empty())
        done = fmt::format("{} so far: {}", is_or_are(count.complete.size()), choice.labels(count.complete));
      Reason reason = choice.reason(
          fmt::format("At least {} of these {} must be complete{} before the engagement is closed. {}; "
                      "left to choose from: {}.",
                      needed, rule.of.size(), for_service(service, deciding), done, choice.labels(count.open)),
          count);
      for (const auto& one : count.open)
        reason.remedies.push_back(
            {fmt::format("Complete {}.", choice.label(one)),
             SetTask{engagement, one.task, complete_status(deciding.workspace), std::nullopt, one.service}});
      reasons.push_back(std::move(reason));
    }
  }
}

} // namespace handrail::engagement
