// Ways out of denials: each is replayed on `decide`, and held against a search that tries everything.
#include "engagement/way_out.h"

#include "engagement/evolve.h"
#include "engagement/way_options.h"
#include "engagement/world_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <set>

namespace handrail::engagement {
namespace {

using ::testing::ElementsAre;
using Answer = WayOut::Verdict;

WayOut way(const World& world, const std::string& person, const Command& command) {
  const auto found = way_out(world.state, *world.model, command, world.actor(person), world.now);
  EXPECT_TRUE(found.has_value()) << to_string(found.error());
  return found ? *found : WayOut{};
}

std::vector<std::string> texts(const WayOut& way) {
  std::vector<std::string> all;
  for (const auto& step : way.steps) all.push_back(step.text);
  return all;
}

TEST(WayOut, NamesTheNotesAndThenTheThingItself) {
  World world;
  world.given("tara", start("park", "e1"));
  const WayOut found = way(world, "tara", outcome("100"));
  EXPECT_TRUE(found.is_shortest);
  EXPECT_THAT(texts(found),
              ElementsAre("You write an Engagement Management note that begins with “Re-engaged Customer”.",
                          "You write a Technical Enablement note about 100 Customer declined that says why the "
                          "customer declined.",
                          "You choose the outcome 100 Customer declined."));
}

TEST(WayOut, LetsTheTeamMoveTheTenantAndASuccessorStayBeforeTheManagerLeaves) {
  World world;
  world.given("rana", assign_person("FM", "diego", true)).given("diego", start("finish", "f1"));
  world.given("rana", unassign_person("FM", "tara"));
  const WayOut found = way(world, "diego", unassign_person("FM", "diego"));
  EXPECT_TRUE(found.is_shortest);
  EXPECT_THAT(texts(found),
              ElementsAre("You ask the Assignment Team to move the tenant to Inactive EMEA.",
                          "Ama Brook (Assignment Team) accepts the request for the move to Inactive EMEA.",
                          "You make somebody else the primary FM, for example Tara Stone.", "You leave the FM field."));
}

// ---- held against a search that tries everything ---------------------------------------------------------------

/// What there is to try, whoever tries it.
std::vector<Command> alphabet(const TenantState& state) {
  std::vector<Command> all{note("", "Engagement Management", "Re-engaged Customer: it is so."),
                           note_about("", "100", "why the customer declined", "No interest."),
                           LogMeeting{{}, "call", "discussion", {}, 30, {}, {}},
                           RecordEmail{{}, TemplateId("goodbye"), "account team", {}},
                           MakeRequest{{}, "move_queue", "Inactive EMEA", {}, {}},
                           MakeRequest{{}, "move_queue", "Parked", {}, {}},
                           assign_person("FM", "tara", true),
                           assign_person("FM", "diego", true),
                           assign_person("FM", "diego", false),
                           assign_person("FE", "diego", false),
                           assign_person("RM", "rana", true),
                           assign_person("Partner FM", "kofi", false),
                           assign_queue("FM", "Watch list", true),
                           assign_queue("RM", "Inactive EMEA", true),
                           unassign_person("FM", "tara"),
                           unassign_person("FM", "diego"),
                           start("park", ""),
                           start("finish", "")};
  for (const char* value : {"true", "false"}) {
    EditTenant edit;
    edit.attributes = {{"managed", value}};
    all.push_back(edit);
  }
  for (const char* task : {"100", "101", "102", "110", "200"}) all.push_back(complete(task));
  for (const auto& one : state.engagements) {
    all.push_back(CloseEngagement{one.id, {}});
    for (const char* item : {"the-customer-knows-it-ends", "the-completed-work-was-reviewed"})
      all.push_back(TickItem{one.id, ChecklistItemId(item), true});
  }
  for (const auto& one : state.requests) all.push_back(AnswerRequest{one.id, true, {}});
  // Ids of their own, as whoever sends a command gives it one.
  const std::string id = "new" + std::to_string(state.version);
  for (auto& command : all) {
    if (auto* write = std::get_if<WriteNote>(&command)) write->note = NoteId(id);
    if (auto* log = std::get_if<LogMeeting>(&command)) log->meeting = MeetingId(id);
    if (auto* email = std::get_if<RecordEmail>(&command)) email->email = EmailId(id);
    if (auto* make = std::get_if<MakeRequest>(&command)) make->request = RequestId(id);
    if (auto* begin = std::get_if<StartEngagement>(&command)) begin->engagement = EngagementId(id);
  }
  return all;
}

const std::vector<std::string> everybody{"tara", "diego", "rana", "ama", "noor", "both", "kofi"};

/// The states that one more step makes, each once.
std::vector<TenantState> next_states(const World& world, const std::vector<TenantState>& states,
                                     std::set<std::string>& seen) {
  std::vector<TenantState> next;
  for (const auto& state : states)
    for (const auto& command : alphabet(state))
      for (const auto& person : everybody) {
        const auto decision = decide(state, *world.model, command, world.actor(person), world.now);
        if (!decision || decision->events.empty()) continue;
        TenantState after = state;
        for (const auto& event : decision->events)
          after = evolve(std::move(after), {event, PersonId(person), world.now});
        if (seen.insert(fingerprint(after, world.state)).second) next.push_back(std::move(after));
      }
  return next;
}

/// How many steps it takes at least until the person may do it, that included; nothing when there are too few.
std::optional<std::size_t> steps_needed(const World& world, const std::vector<std::vector<TenantState>>& by_depth,
                                        const Command& goal, const std::string& person) {
  std::optional<std::size_t> least;
  for (std::size_t depth = 0; depth < by_depth.size(); ++depth)
    for (const auto& state : by_depth[depth]) {
      const auto decision = decide(state, *world.model, goal, world.actor(person), world.now);
      // That it is so by then does not count: somebody else may just have done it.
      if (!decision || !decision->is_allowed() || decision->events.empty()) continue;
      if (!least || depth + 1 < *least) least = depth + 1;
    }
  return least;
}

/// The steps, by the people they are for, on the real `decide`; then the thing itself holds.
void expect_replays(const World& world, const WayOut& found, const Command& goal) {
  TenantState state = world.state;
  for (const auto& step : found.steps) {
    const auto decision = decide(state, *world.model, step.command, world.actor(step.by.text()), step.at);
    ASSERT_TRUE(decision.has_value()) << step.text << "\n" << to_string(decision.error());
    ASSERT_TRUE(decision->is_allowed()) << step.text << "\n" << to_text(*decision->denial) << to_text(found);
    ASSERT_FALSE(decision->events.empty()) << step.text << " does nothing";
    for (const auto& event : decision->events) state = evolve(std::move(state), {event, step.by, step.at});
  }
  const auto again = decide(state, *world.model, goal, world.actor(found.steps.back().by.text()), world.now);
  const bool is_so = is_so_already(goal, state, *world.model) || name_of(found.steps.back().command) == name_of(goal);
  EXPECT_TRUE(is_so || (again && again->is_allowed())) << to_text(found);
}

class WayOutAgainstAll : public ::testing::TestWithParam<unsigned> {};

TEST_P(WayOutAgainstAll, ReplaysAndIsNeverLongerThanNeeded) {
  World world;
  // A walk of a few steps: whoever is allowed does whatever comes.
  unsigned dice = GetParam() * 2654435761U + 12345U;
  const auto roll = [&dice](std::size_t sides) {
    dice = dice * 1664525U + 1013904223U;
    return static_cast<std::size_t>(dice >> 8U) % sides;
  };
  for (int i = 0; i < 60; ++i) {
    const auto commands = alphabet(world.state);
    const Command& command = commands[roll(commands.size())];
    const std::string& person = everybody[roll(everybody.size())];
    if (decide(world.state, *world.model, command, world.actor(person), world.now)) world.when(person, command);
    if (world.log.size() > 3 + GetParam() * 2) break;
  }
  std::set<std::string> seen{fingerprint(world.state, world.state)};
  std::vector<std::vector<TenantState>> by_depth{{world.state}};
  for (int depth = 0; depth < 2; ++depth) by_depth.push_back(next_states(world, by_depth.back(), seen));

  const std::vector<Command> goals{outcome("100"),
                                   outcome("101"),
                                   outcome("102"),
                                   complete("200"),
                                   complete("110"),
                                   unassign_person("FM", "diego"),
                                   unassign_person("FM", "tara"),
                                   assign_queue("RM", "Inactive EMEA", true),
                                   start("finish", "goal")};
  for (const auto& goal : goals)
    for (const char* person : {"tara", "diego", "rana"}) {
      SCOPED_TRACE(std::string(person) + " " + to_json(goal));
      const auto asked = way_out(world.state, *world.model, goal, world.actor(person), world.now);
      if (!asked) continue; // it makes no sense here
      EXPECT_LE(asked->decisions, WayLimits().decisions + 500);
      const auto needed = steps_needed(world, by_depth, goal, person);
      if (asked->verdict == Answer::open || asked->verdict == Answer::done) continue;
      if (asked->verdict != Answer::found) {
        EXPECT_TRUE(!needed || std::holds_alternative<Unassign>(goal) || std::holds_alternative<Assign>(goal))
            << "there is a way of " << needed.value_or(0) << " steps";
        continue;
      }
      expect_replays(world, *asked, goal);
      const bool is_about_holders = std::holds_alternative<Assign>(goal) || std::holds_alternative<Unassign>(goal);
      if (!asked->by_another) {
        EXPECT_LE(asked->steps.size(), needed.value_or(asked->steps.size())) << to_text(*asked);
      } else if (!is_about_holders) { // nobody is made the primary only to gain a right: § engagement-52
        EXPECT_FALSE(needed.has_value()) << "they can do it themselves in " << *needed << " steps\n" << to_text(*asked);
      }
    }
}

INSTANTIATE_TEST_SUITE_P(Walks, WayOutAgainstAll, ::testing::Range(0U, 8U));

} // namespace
} // namespace handrail::engagement
