#include "engagement/way_search.h"

#include "engagement/directory.h"
#include "engagement/evolve.h"
#include "engagement/way_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <tuple>

namespace handrail::engagement {

namespace {

constexpr std::size_t nesting = 8;           ///< of commands that make commands possible
constexpr std::size_t survivors_at_most = 2; ///< of the guesses for one reason

struct Link {
  WayMove move;
  std::shared_ptr<const Link> previous;
};

struct Node {
  std::shared_ptr<const TenantState> state;
  Instant now{};
  std::shared_ptr<const Link> path;
  std::size_t steps = 0;
  std::size_t strangers = 0; ///< how far from the asker those who act are: the smaller, the better
};

/// A move that `decide` allows, with what it leaves behind.
struct Child {
  WayMove move;
  std::shared_ptr<const TenantState> state;
  Instant now{};
  std::size_t strangers = 0;
};

/// What stands between a state and a command, and what could be done next.
struct Needs {
  bool is_met = false;
  bool is_hopeless = false;  ///< something stands against it that nothing named by its reason changes
  std::set<std::string> own; ///< things on record that are missing: each takes a step of its own
  std::size_t others = 0;    ///< steps that the rest takes at least
  std::size_t all = 0;       ///< steps that it would take if no step helped twice: for guessing
  /// Of each reason that is no record: what each of the things that help takes, with the records it needs.
  std::vector<std::vector<std::pair<std::size_t, std::set<std::string>>>> alternatives;
  std::vector<Child> children;
  std::optional<Child> first; ///< a step that has to be taken some time and can be taken now
};

/// Which record a reason waits for, as far as one step could do for two.
std::string record_of(const Reason& reason) {
  for (const auto& remedy : reason.remedies) {
    if (!remedy.command) continue;
    if (const auto* write = std::get_if<WriteNote>(&*remedy.command))
      return fmt::format("note {} {} {}", write->content.category,
                         write->content.task ? write->content.task->text() : "", write->content.engagement.text());
    return to_json(*remedy.command);
  }
  return reason.message;
}

/// Might it not stand for somebody else?
bool turns_on_the_person(const Reason& reason) {
  if (reason.own_step || reason.rule == RuleKind::mandatory) return false;
  if (reason.lasting || reason.condition.empty()) return true;
  return std::any_of(reason.facts.begin(), reason.facts.end(),
                     [](const FactRead& fact) { return fact.name.starts_with("me"); });
}

class Search {
public:
  Search(const TenantState& state, const playbook::Model& model, Command command, const Actor& actor,
         const Actor& asker, const WayLimits& limits, std::size_t& decisions)
      : root_(state), model_(model), command_(std::move(command)), actor_(actor), asker_(asker), limits_(limits),
        decisions_(decisions) {}

  enum class Order { by_guess, by_bound };

  /// Did every branch of the last run end at a reason that lasts?
  bool is_proof() const { return is_proof_; }

  /// `fewer_than`: ways as long as that are of no use. `is_complete` comes back true when nothing was left untried.
  std::optional<Node> run(Order order, Instant now, std::size_t fewer_than, bool& is_complete) {
    using Entry = std::pair<std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>, Node>;
    const auto later = [](const Entry& left, const Entry& right) { return left.first > right.first; };
    std::priority_queue<Entry, std::vector<Entry>, decltype(later)> open(later);
    std::map<std::string, std::size_t> seen;
    std::size_t number = 0, looked_at = 0;
    bool is_cut = false;
    is_thorough_ = order == Order::by_bound;
    is_proof_ = true;
    open.push({{}, {std::make_shared<const TenantState>(root_), now, nullptr, 0, 0}});
    while (!open.empty()) {
      const Node node = open.top().second;
      open.pop();
      if (looked_at++ >= limits_.states || decisions_ >= limits_.decisions) {
        is_complete = is_proof_ = false;
        return std::nullopt;
      }
      stack_.clear();
      Needs needs = needs_of(node, command_, actor_);
      if (needs.is_met) {
        is_complete = !is_cut;
        return node;
      }
      if (needs.is_hopeless) continue;
      if (needs.first) {
        needs.children.clear();
        needs.children.push_back(std::move(*needs.first));
      }
      const std::size_t bound = node.steps + needs.own.size() + needs.others;
      if (bound >= fewer_than) continue;
      if (node.steps + 1 >= limits_.steps) {
        is_cut = true;
        is_proof_ = false;
        continue;
      }
      for (auto& child : needs.children) {
        const std::size_t steps = node.steps + 1, strangers = node.strangers + child.strangers;
        const auto [known, is_new] =
            seen.try_emplace(fingerprint(*child.state, root_) + to_iso(child.now), steps * most_people + strangers);
        if (!is_new && known->second <= steps * most_people + strangers) continue;
        known->second = steps * most_people + strangers;
        // What is left is less by the step taken, at best.
        const std::size_t left = std::max(bound, steps);
        Node next{std::move(child.state), child.now,
                  std::make_shared<const Link>(Link{std::move(child.move), node.path}), steps, strangers};
        // The first pass goes on from where it is; the second has the shortest way that there still can be before it.
        open.push({order == Order::by_guess ? std::tuple(limits_.steps - steps, std::size_t{0}, std::size_t{0}, number)
                                            : std::tuple(left, limits_.steps - steps, strangers, number),
                   std::move(next)});
        ++number;
      }
    }
    is_complete = !is_cut && decisions_ < limits_.decisions;
    return std::nullopt;
  }

  /// No way is shorter than this.
  std::size_t least_steps(Instant now) {
    stack_.clear();
    is_bounding_ = is_thorough_ = true;
    const Needs needs = needs_of({std::make_shared<const TenantState>(root_), now, nullptr, 0, 0}, command_, actor_);
    is_bounding_ = false;
    return needs.own.size() + needs.others;
  }

private:
  static constexpr std::size_t most_people = 10'000; ///< strangers count less than any step

  Result<Decision> ask(const Node& node, const Command& command, const Actor& by) {
    ++decisions_;
    return decide(*node.state, model_, command, by, node.now);
  }

  struct Tried {
    std::optional<Child> child;
    std::vector<std::pair<Actor, std::size_t>> denied; ///< whom something stands against, but nothing lasting
    std::optional<Error> error;
  };

  /// Who may do it now; the first of those it is best done by.
  Tried try_option(const Node& node, const WayOption& option) {
    Tried tried;
    if (option.wait_until) {
      Child child;
      child.move = {{}, {}, option.wait_until, false, false, node.now, node.state};
      child.state = node.state;
      child.now = *option.wait_until;
      tried.child = std::move(child);
      return tried;
    }
    const auto people = people_to_try(*node.state, model_.workspace, asker_);
    const std::string name = to_json(option.command);
    for (std::size_t i = 0; i < people.size() && decisions_ < limits_.decisions; ++i) {
      if (lasting_.contains({name, people[i].id})) continue;
      auto decision = ask(node, option.command, people[i]);
      if (!decision) {
        tried.error = decision.error();
        return tried; // it makes no sense, whoever gives it
      }
      if (!decision->is_allowed()) {
        const auto& reasons = decision->denial->reasons;
        if (std::any_of(reasons.begin(), reasons.end(), [](const Reason& one) { return one.lasting; }))
          lasting_.insert({name, people[i].id});
        else
          tried.denied.emplace_back(people[i], i);
        if (std::none_of(reasons.begin(), reasons.end(), turns_on_the_person)) return tried; // the same for all
        continue;
      }
      if (decision->events.empty()) return tried; // it is so already, and did not help
      Child child;
      child.move = {people[i], option.command, {}, option.is_correction, option.is_example, node.now, node.state};
      child.state = std::make_shared<const TenantState>(std::move(*decision->after));
      child.now = node.now;
      child.strangers = i == 0 ? 0 : node.state->is_assigned(people[i].id) ? 1 : 2;
      tried.child = std::move(child);
      return tried;
    }
    return tried;
  }

  /// Does the reason stand no more after the move? (Others may.)
  bool helps(const Child& child, const Reason& reason, const Command& command, const Actor& actor) {
    const auto decision = ask({child.state, child.now, nullptr, 0, 0}, command, actor);
    if (!decision) return false;
    if (decision->is_allowed()) return true;
    const auto& reasons = decision->denial->reasons;
    return std::none_of(reasons.begin(), reasons.end(), [&](const Reason& one) {
      return one.rule == reason.rule && one.at == reason.at && one.message == reason.message;
    });
  }

  Needs needs_of(const Node& node, const Command& command, const Actor& actor) {
    Needs needs;
    const auto decision = ask(node, command, actor);
    const WayGround ground{*node.state, model_, actor, node.now};
    if (!decision) {
      for (const auto& option : options_against(decision.error(), command, ground)) add(node, option, needs);
      needs.is_hopeless = needs.children.empty();
      if (needs.is_hopeless) is_proof_ = false;
      needs.others = needs.all = 1;
      return needs;
    }
    const bool is_whole = stack_.empty(); // the command itself, not one on the way to it
    needs.is_met = decision->is_allowed() || (is_whole && is_so_already(command, *node.state, model_));
    if (needs.is_met) return needs;
    const std::string name = to_json(command);
    if (stack_.size() >= nesting || std::find(stack_.begin(), stack_.end(), name) != stack_.end()) {
      needs.is_hopeless = true;
      is_proof_ = false;
      return needs;
    }
    stack_.push_back(name);
    const auto& reasons = decision->denial->reasons;
    needs.is_hopeless = std::any_of(reasons.begin(), reasons.end(), [](const Reason& one) { return one.lasting; });
    for (const auto& reason : reasons) {
      if (!needs.is_hopeless) against(node, reason, *decision->denial, command, actor, needs);
      if (needs.is_hopeless || (needs.first && !is_bounding_)) break;
    }
    stack_.pop_back();
    bound(needs);
    return needs;
  }

  /// The steps that the rest takes at least. A record that is missing anyway is not counted twice; and one step may do
  /// for several reasons, so that only the one that takes most counts.
  static void bound(Needs& needs) {
    for (const auto& ways : needs.alternatives) {
      std::optional<std::size_t> least;
      for (const auto& [steps, records] : ways) {
        std::size_t more = steps;
        for (const auto& record : records) more += needs.own.contains(record) ? 0 : 1;
        if (!least || more < *least) least = more;
      }
      needs.others = std::max(needs.others, least.value_or(0));
    }
  }

  void add(const Node& node, const WayOption& option, Needs& needs) {
    if (auto tried = try_option(node, option); tried.child) needs.children.push_back(std::move(*tried.child));
  }

  /// What can be done about one reason.
  void against(const Node& node, const Reason& reason, const Denial& denial, const Command& command, const Actor& actor,
               Needs& needs) {
    const auto options = options_against(reason, denial, {*node.state, model_, actor, node.now});
    std::size_t survivors = 0;
    std::optional<Needs> only;
    std::vector<std::pair<std::size_t, std::set<std::string>>> ways;
    std::vector<std::pair<std::size_t, Child>> children; // with a guess at how many steps it takes that way
    std::size_t least_guess = limits_.steps;
    for (const auto& option : options) {
      if (decisions_ >= limits_.decisions || (option.is_guess && survivors >= survivors_at_most)) break;
      Tried tried = try_option(node, option);
      if (tried.child) {
        if (option.is_guess && !helps(*tried.child, reason, command, actor)) continue;
        survivors += option.is_guess ? 1 : 0;
        ways.push_back({1, {}});
        least_guess = 1;
        if (reason.own_step && options.size() == 1 && !needs.first) needs.first = *tried.child;
        children.emplace_back(1, std::move(*tried.child));
        continue;
      }
      Needs nested = nested_needs(node, option, tried);
      if (nested.is_hopeless) continue;
      ways.emplace_back(1 + nested.others, options.size() == 1 ? std::set<std::string>() : nested.own);
      least_guess = std::min(least_guess, 1 + nested.all);
      for (auto& child : nested.children) children.emplace_back(1 + nested.all, child);
      if (options.size() == 1) only = std::move(nested);
    }
    if (ways.empty()) {
      needs.is_hopeless = true;
      is_proof_ = false;
      return;
    }
    std::stable_sort(children.begin(), children.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [guess, child] : children) needs.children.push_back(std::move(child));
    if (only) {
      needs.own.merge(only->own);
      if (!needs.first) needs.first = std::move(only->first);
    }
    if (reason.own_step)
      needs.own.insert(record_of(reason));
    else
      needs.alternatives.push_back(std::move(ways));
    needs.all += least_guess;
  }

  /// What stands between a command on the way and whoever might give it.
  Needs nested_needs(const Node& node, const WayOption& option, const Tried& tried) {
    const std::size_t people_at_most = is_thorough_ ? 2 : 1;
    Needs best;
    best.is_hopeless = true;
    if (tried.error) {
      for (const auto& start : options_against(*tried.error, option.command, {*node.state, model_, asker_, node.now}))
        add(node, start, best);
      best.is_hopeless = best.children.empty();
      best.others = best.all = 1;
      return best;
    }
    std::size_t tried_people = 0;
    for (const auto& [person, place] : tried.denied) {
      if (tried_people >= people_at_most) break;
      Needs needs = needs_of(node, option.command, person);
      if (needs.is_hopeless || needs.is_met) continue;
      ++tried_people;
      if (best.is_hopeless) {
        best = std::move(needs);
        continue;
      }
      // Either will do: only what both need is needed.
      std::set<std::string> both;
      std::set_intersection(best.own.begin(), best.own.end(), needs.own.begin(), needs.own.end(),
                            std::inserter(both, both.end()));
      best.own = std::move(both);
      best.others = std::min(best.others, needs.others);
      best.all = std::min(best.all, needs.all);
      for (auto& child : needs.children) best.children.push_back(std::move(child));
    }
    if (tried_people > 1 && best.first && best.own.empty()) best.first.reset();
    return best;
  }

  const TenantState& root_;
  const playbook::Model& model_;
  Command command_;
  const Actor& actor_;
  const Actor& asker_;
  const WayLimits& limits_;
  std::size_t& decisions_;
  std::vector<std::string> stack_; ///< the commands that are being made possible, the outermost first
  std::set<std::pair<std::string, PersonId>> lasting_; ///< who can never give which command
  bool is_proof_ = true;
  bool is_thorough_ = false; ///< more than one person is tried for what nobody may do yet
  bool is_bounding_ = false; ///< all reasons are looked at, also when one says what to do first
};

std::vector<WayMove> moves_of(const Node& node) {
  std::vector<WayMove> moves;
  for (auto link = node.path; link != nullptr; link = link->previous) moves.push_back(link->move);
  std::reverse(moves.begin(), moves.end());
  return moves;
}

/// Do these moves still lead there? The states they were decided on become those they meet now.
bool leads_there(std::vector<WayMove>& moves, TenantState state, const playbook::Model& model, const Command& command,
                 const Actor& actor, Instant now, std::size_t& decisions) {
  for (auto& move : moves) {
    move.at = now;
    move.before = std::make_shared<const TenantState>(state);
    if (move.wait_until) {
      now = *move.wait_until;
      continue;
    }
    ++decisions;
    const auto decision = decide(state, model, move.command, move.by, now);
    if (!decision || !decision->is_allowed() || decision->events.empty()) return false;
    for (const auto& event : decision->events) state = evolve(std::move(state), {event, move.by.id, now});
  }
  ++decisions;
  const auto last = decide(state, model, command, actor, now);
  return (last && last->is_allowed()) || is_so_already(command, state, model);
}

/// Takes out every move without which the others still lead there.
void leave_out_needless(std::vector<WayMove>& moves, const TenantState& state, const playbook::Model& model,
                        const Command& command, const Actor& actor, Instant now, std::size_t& decisions) {
  for (std::size_t i = moves.size(); i-- > 0;) {
    auto fewer = moves;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (leads_there(fewer, state, model, command, actor, now, decisions)) moves = std::move(fewer);
  }
}

} // namespace

WayFound search_way(const TenantState& state, const playbook::Model& model, const Command& command, const Actor& actor,
                    const Actor& asker, Instant now, const WayLimits& limits, std::size_t& decisions) {
  Search search(state, model, command, actor, asker, limits, decisions);
  bool is_complete = false;
  auto best = search.run(Search::Order::by_guess, now, limits.steps, is_complete);
  WayFound found;
  if (!best) {
    found.is_proof = search.is_proof() && is_complete;
    return found;
  }
  found.moves = moves_of(*best);
  leave_out_needless(found.moves, state, model, command, actor, now, decisions);
  if (found.moves.size() <= search.least_steps(now)) {
    found.is_shortest = true;
  } else if (const auto better = search.run(Search::Order::by_bound, now, found.moves.size(), is_complete)) {
    found.moves = moves_of(*better);
    found.is_shortest = true; // the first that a search by a lower bound comes to
  } else {
    found.is_shortest = is_complete;
  }
  found.is_met = true;
  if (found.moves.empty()) return found;
  // Did the last move bring it about itself?
  const WayMove& last = found.moves.back();
  if (last.wait_until) return found;
  TenantState after = *last.before;
  if (const auto decision = decide(after, model, last.command, last.by, last.at))
    for (const auto& event : decision->events) after = evolve(std::move(after), {event, last.by.id, last.at});
  const auto again = decide(after, model, command, actor, last.at);
  found.is_done = !again || !again->is_allowed() || again->events.empty();
  return found;
}

} // namespace handrail::engagement
