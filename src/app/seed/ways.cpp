#include "app/seed/ways.h"

#include "app/seed/seed_words.h"
#include "engagement/evolve.h"

#include <algorithm>
#include <iterator>
#include <type_traits>

namespace handrail::app::seed {

namespace {

using engagement::Command;

/// What the search writes where only the person can know.
constexpr std::string_view placeholder = "…";

/// The outcomes of a playbook that are chosen once for the tenant.
std::vector<TaskId> outcomes_of(const playbook::Playbook& book) {
  std::vector<TaskId> outcomes;
  for (const auto& step : book.steps)
    if (step.rules.outcome)
      for (const auto& task : step.rules.outcome->one_of)
        if (book.services_of(task) == nullptr) outcomes.push_back(task);
  return outcomes;
}

/// Puts one tenant's ids and words into a command that was found on another.
class Retelling {
public:
  Retelling(const EngagementId& before, const EngagementId& now, Random& random, IdSource& ids)
      : random_(random), ids_(ids) {
    renamed_[before.text()] = now.text();
  }

  Command operator()(Command command) {
    std::visit([this](auto& one) { retell(one); }, command);
    return command;
  }

private:
  /// Ids of what the way itself makes are new ones, and stay the same within it.
  template <class Tag>
  void rename(Id<Tag>& id) {
    if (id.empty()) return;
    auto& renamed = renamed_[id.text()];
    if (renamed.empty()) renamed = ids_.next();
    id = Id<Tag>(renamed);
  }
  void fill(std::string& text, std::string_view words) {
    const auto at = text.find(placeholder);
    if (at != std::string::npos) text.replace(at, placeholder.size(), words);
  }

  template <class Any>
  void retell(Any& command) {
    if constexpr (requires { command.engagement; }) rename(command.engagement);
    details(command);
  }
  template <class Other>
  void details(Other& /*nothing to say*/) {}
  void details(engagement::WriteNote& write) {
    rename(write.note);
    rename(write.content.engagement);
    const auto text = note_text(random_);
    fill(write.content.text, write.content.text == placeholder ? text : ". " + text);
    for (auto& fact : write.content.facts) fill(fact.value, answer(random_));
  }
  void details(engagement::LogMeeting& log) {
    rename(log.meeting);
    fill(log.purpose, purpose_of_call(random_));
    log.minutes = 5 * random_.between(2, 12);
  }
  void details(engagement::RecordEmail& record) {
    rename(record.email);
    fill(record.to, "it@customer.example");
  }
  void details(engagement::MakeRequest& make) {
    rename(make.request);
    fill(make.reason, answer(random_));
  }
  void details(engagement::AnswerRequest& given) { rename(given.request); }
  void details(engagement::CloseEngagement& close) {
    if (close.reason.empty()) close.reason = reason_to_close(random_);
  }
  void details(engagement::EditTenant& edit) {
    for (auto& [id, value] : edit.attributes) fill(value, answer(random_));
  }
  void details(engagement::SetNextAction& set) { fill(set.next_action.text, next_action(random_)); }

  Random& random_;
  IdSource& ids_;
  std::map<std::string, std::string> renamed_;
};

/// The steps to one goal, decided one after the other; `state` is left as they leave it. False: no way was found.
bool take_way(engagement::TenantState& state, const playbook::Model& model, const Command& goal,
              const engagement::Actor& lead, const Cast& cast, Instant now, std::vector<engagement::WayStep>& steps) {
  const auto way = engagement::way_out(state, model, goal, lead, now, {24, 60, 1'500});
  if (!way) return false;
  using Verdict = engagement::WayOut::Verdict;
  if (way->verdict == Verdict::done) return true;
  auto found = way->steps;
  if (way->verdict == Verdict::open) found = {{lead.id, goal, {}, now, {}, false}};
  if (way->verdict != Verdict::open && way->verdict != Verdict::found) return false;
  for (const auto& step : found) {
    if (step.wait_until) continue;
    const auto* by = cast.person(step.by);
    if (by == nullptr) return false;
    const auto decision = engagement::decide(state, model, step.command, *by, step.at);
    if (!decision || !decision->is_allowed()) return false;
    for (const auto& event : decision->events) state = engagement::evolve(std::move(state), {event, by->id, step.at});
    steps.push_back(step);
  }
  return true;
}

} // namespace

const Ways::Way& Ways::found(const Key& key, const engagement::TenantState& state,
                             const engagement::Engagement& engagement, const engagement::Actor& lead, Instant now) {
  const auto known = ways_.find(key);
  if (known != ways_.end()) return known->second;
  Way way{engagement.id, lead.id, now, {}};
  auto at_the_end = state;
  const auto& outcome = std::get<1>(key);
  const bool chosen = outcome.empty() || take_way(at_the_end, model_, engagement::ChooseOutcome{engagement.id, outcome},
                                                  lead, cast_, now, way.steps);
  const auto* run = at_the_end.engagement(engagement.id);
  const auto then = way.steps.empty() ? now : way.steps.back().at;
  if (!chosen)
    way.steps.clear();
  else if (run != nullptr && run->is_open() &&
           !take_way(at_the_end, model_, engagement::CloseEngagement{engagement.id, {}}, lead, cast_, then, way.steps))
    way.steps.clear();
  return ways_.emplace(key, std::move(way)).first->second;
}

std::vector<WayCommand> Ways::to_the_end(const engagement::TenantState& state, const engagement::Engagement& engagement,
                                         const engagement::Actor& lead, Instant now, Random& random, IdSource& ids) {
  const auto* book = model_.playbook(engagement.playbook, engagement.version);
  if (book == nullptr) return {};
  const auto outcomes = outcomes_of(*book);
  const auto outcome = outcomes.empty() ? TaskId() : random.one_of_first(outcomes);
  const auto region = state.attributes.find("region");
  const Key key{book->id, outcome, region == state.attributes.end() ? std::string() : region->second, lead.roles};
  const auto& way = found(key, state, engagement, lead, now);
  Retelling retold(way.engagement, engagement.id, random, ids);
  std::vector<WayCommand> commands;
  for (const auto& step : way.steps)
    commands.push_back({step.by == way.lead ? &lead : cast_.person(step.by), retold(step.command), step.at - way.from});
  return commands;
}

} // namespace handrail::app::seed
