#include "engagement/way_out.h"

#include "engagement/deciding.h"
#include "engagement/directory.h"
#include "engagement/way_options.h"
#include "engagement/way_search.h"
#include "engagement/way_words.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace handrail::engagement {

namespace {

using Answer = WayOut::Verdict;

/// A task means the engagement that has it, also a later one: who chose the wrong outcome starts the playbook again.
Command without_needless_engagement(Command command, const Deciding& deciding) {
  const auto clear = [&](EngagementId& engagement, const TaskId& task) {
    if (engagement.empty()) return;
    const auto meant = deciding.engagement({}, task);
    if (meant && (*meant)->id == engagement) engagement = EngagementId();
  };
  if (auto* set = std::get_if<SetTask>(&command)) clear(set->engagement, set->task);
  if (auto* choose = std::get_if<ChooseOutcome>(&command)) clear(choose->engagement, choose->task);
  return command;
}

/// The only open engagement is the one that is meant; what is on the way may open others.
Command with_needed_engagement(Command command, const Deciding& deciding) {
  if (auto* close = std::get_if<CloseEngagement>(&command); close != nullptr && close->engagement.empty())
    if (const auto meant = deciding.engagement({})) close->engagement = (*meant)->id;
  return command;
}

class Asking {
public:
  Asking(const TenantState& state, const playbook::Model& model, const Command& command, const Actor& asker,
         Instant now, const WayLimits& limits)
      : state_(state), model_(model), asker_(asker), now_(now), limits_(limits) {
    const Deciding deciding(state, model, asker, now);
    command_ = with_needed_engagement(without_needless_engagement(command, deciding), deciding);
  }

  Result<WayOut> answer() {
    ++way_.decisions;
    HANDRAIL_TRY(const auto decision, decide_or_why(command_, {state_, model_, asker_, now_}));
    if (decision.is_allowed()) {
      way_.verdict = decision.events.empty() ? Answer::done : Answer::open;
      return way_;
    }
    if (is_so_already(command_, state_, model_)) {
      way_.verdict = Answer::done;
      return way_;
    }
    if (!is_lasting(*decision.denial) && search(asker_)) return way_;
    by_others(*decision.denial);
    return way_;
  }

private:
  static bool is_lasting(const Denial& denial) {
    return std::any_of(denial.reasons.begin(), denial.reasons.end(), [](const Reason& one) { return one.lasting; });
  }

  bool search(const Actor& by) {
    // Whoever is tried first does not use up what is left for the others.
    WayLimits own = limits_;
    own.decisions = std::min(limits_.decisions, way_.decisions + limits_.decisions / 2);
    const WayFound found = search_way(state_, model_, command_, by, asker_, now_, own, way_.decisions);
    is_proof_ = is_proof_ && !found.is_met && found.is_proof;
    if (!found.is_met) return false;
    if (way_.verdict == Answer::found && found.moves.size() + (found.is_done ? 0 : 1) >= way_.steps.size()) return true;
    way_.verdict = Answer::found;
    way_.is_shortest = found.is_shortest;
    way_.by_another = by.id != asker_.id;
    way_.steps.clear();
    for (const auto& move : found.moves) add(move);
    if (found.is_done) return true; // the last of the moves brought it about
    TenantState after = state_;
    Instant at = now_;
    for (const auto& step : way_.steps) replay(step, after, at);
    add({by, command_, {}, false, false, at, std::make_shared<const TenantState>(std::move(after))});
    return true;
  }

  void replay(const WayStep& step, TenantState& state, Instant& at) const {
    if (step.wait_until) at = *step.wait_until;
    const auto actor = actor_of(model_.workspace, step.by);
    if (!actor) return;
    const auto decision = decide(state, model_, step.command, *actor, at);
    if (!decision) return;
    for (const auto& event : decision->events) state = evolve(std::move(state), {event, actor->id, at});
  }

  void add(const WayMove& move) {
    way_.steps.push_back(
        {move.by.id, move.command, move.wait_until, move.at, sentence(move, model_, asker_), move.is_correction});
  }

  /// Not by who asked: by whoever else may. That nobody can is proven where, for everybody there is, a reason that
  /// lasts stands against it, at once or wherever the search ends; people whose roles are alike count as one.
  void by_others(const Denial& denial) {
    constexpr std::size_t people_at_most = 3;
    std::vector<std::pair<std::size_t, Actor>> able; // who may at once, who is on the tenant, who else
    for (const auto& person : people_to_try(state_, model_.workspace, asker_)) {
      if (person.id == asker_.id) continue;
      ++way_.decisions;
      const auto decision = decide(state_, model_, command_, person, now_);
      if (decision && decision->denial && is_lasting(*decision->denial)) continue;
      const bool may = decision && decision->is_allowed();
      able.emplace_back(may ? 0 : state_.is_assigned(person.id) ? 1 : 2, person);
    }
    // Somebody may be special for what they did: the author of a time entry.
    for (const auto& person : model_.workspace.people) {
      const auto is_told = [&](const auto& one) { return one.second.id == person.id; };
      if (person.id == asker_.id || std::any_of(able.begin(), able.end(), is_told)) continue;
      ++way_.decisions;
      const Actor actor{person.id, person.name, person.roles, person.partner, {}};
      const auto decision = decide(state_, model_, command_, actor, now_);
      if (decision && decision->is_allowed()) able.emplace_back(0, actor);
    }
    std::stable_sort(able.begin(), able.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t found = 0;
    for (const auto& [rank, person] : able) {
      if (found >= people_at_most || (rank > 0 && way_.steps.size() == 1)) break;
      found += search(person) ? 1 : 0;
    }
    if (found > 0 || !is_proof_) return;
    way_.verdict = Answer::impossible;
    for (const auto& reason : denial.reasons)
      if (reason.lasting && way_.because.empty()) way_.because = reason.message;
  }

  const TenantState& state_;
  const playbook::Model& model_;
  Command command_;
  const Actor& asker_;
  Instant now_;
  const WayLimits& limits_;
  WayOut way_;
  bool is_proof_ = true; ///< so far, every search ended at reasons that last
};

} // namespace

Result<WayOut> way_out(const TenantState& state, const playbook::Model& model, const Command& command,
                       const Actor& actor, Instant now, const WayLimits& limits) {
  return Asking(state, model, command, actor, now, limits).answer();
}

std::string_view to_string(WayOut::Verdict verdict) {
  switch (verdict) {
    case Answer::open: return "open";
    case Answer::done: return "done";
    case Answer::found: return "found";
    case Answer::impossible: return "impossible";
    case Answer::not_found: return "not_found";
  }
  return "";
}

std::string to_text(const WayOut& way) {
  switch (way.verdict) {
    case Answer::open: return {};
    case Answer::done: return "It is so already.\n";
    case Answer::impossible:
      return "There is no way, for you or anybody else, and that is proven: no action changes what stands against "
             "it.\n";
    case Answer::not_found: return "No way was found. That does not prove that there is none.\n";
    case Answer::found: break;
  }
  std::string text = way.is_shortest ? "The shortest way" : "A way";
  text += way.steps.size() == 1 ? ", one step:\n" : fmt::format(", {} steps:\n", way.steps.size());
  for (std::size_t i = 0; i < way.steps.size(); ++i) text += fmt::format("{:>3}. {}\n", i + 1, way.steps[i].text);
  return text;
}

std::string to_json(const WayOut& way) {
  using Json = nlohmann::ordered_json;
  Json steps = Json::array();
  for (const auto& step : way.steps) {
    Json one = {{"text", step.text}};
    if (!step.by.empty()) {
      one["by"] = step.by.text();
      one["command"] = Json::parse(to_json(step.command), nullptr, false);
    }
    if (step.wait_until) one["wait_until"] = to_iso(*step.wait_until);
    if (step.is_correction) one["correction"] = true;
    steps.push_back(std::move(one));
  }
  Json json = {{"verdict", to_string(way.verdict)}, {"shortest", way.is_shortest}, {"by_another", way.by_another}};
  if (!way.because.empty()) json["because"] = way.because;
  json["steps"] = std::move(steps);
  json["decisions"] = way.decisions;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace handrail::engagement
