#include "engagement/possible.h"

#include "engagement/world_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

using ::testing::ElementsAre;

std::vector<Action> can(const World& world, const char* person) {
  return engagement::can(world.state, *world.model, world.actor(person), world.now);
}

const Action* labelled(const std::vector<Action>& actions, const std::string& label) {
  for (const auto& action : actions)
    if (action.label == label) return &action;
  return nullptr;
}

std::vector<std::string> lines(const Action& action) {
  std::vector<std::string> all;
  for (const auto& line : action.preview) {
    const char* sign = line.sign == PreviewLine::Sign::plus    ? "+ "
                       : line.sign == PreviewLine::Sign::minus ? "- "
                                                               : "= ";
    all.push_back(sign + line.text);
  }
  return all;
}

TEST(Possible, ShowsWhatAnOutcomeWouldDoAlsoWhenItIsDenied) {
  World world;
  world.given("tara", start("park", "e1"));
  const auto actions = can(world, "tara");
  const Action* decline = labelled(actions, "Complete 100 Customer declined");
  ASSERT_NE(decline, nullptr);
  EXPECT_TRUE(decline->denial.has_value());
  EXPECT_THAT(lines(*decline), ElementsAre("- RM Validation", "+ RM ★ Parked", "- FM Tara Stone", "+ FM ★ Watch list"));
}

TEST(Possible, AgreesWithDecide) {
  World world;
  world.given("tara", start("park", "e1")).given("tara", note("n1", "Engagement Management", "Re-engaged Customer."));
  for (const char* person : {"tara", "diego", "rana", "noor"})
    for (const auto& action : can(world, person)) {
      if (action.task.empty()) continue;
      const auto decision = decide(world.state, *world.model, action.command, world.actor(person), world.now);
      ASSERT_TRUE(decision.has_value()) << action.label;
      EXPECT_EQ(decision->is_allowed(), !action.denial.has_value()) << person << ": " << action.label;
    }
}

TEST(Possible, OffersEachTaskItemPlaybookAndSeatOnce) {
  World world;
  world.given("tara", start("finish", "f1"));
  const auto actions = can(world, "tara");
  std::set<std::string> labels;
  for (const auto& action : actions) EXPECT_TRUE(labels.insert(action.label).second) << action.label;
  for (const char* label :
       {"Complete 200 Work is finished", "Tick “The customer knows it ends”", "Close Finish the work",
        "Start Park the customer", "Leave FM", "Assign RM", "Write a note"})
    EXPECT_NE(labelled(actions, label), nullptr) << label;
  EXPECT_EQ(labelled(actions, "Start Finish the work"), nullptr) << "it is under way";
}

TEST(Possible, OffersAnswersToWhoeverMayReadThem) {
  World world;
  world.given("tara", MakeRequest{RequestId("r1"), "move_queue", "Parked", "", {}});
  const auto of_team = can(world, "ama");
  const Action* accept = labelled(of_team, "Accept “Move to a queue”");
  ASSERT_NE(accept, nullptr);
  EXPECT_FALSE(accept->denial.has_value());
  EXPECT_THAT(lines(*accept), ElementsAre("+ RM ★ Parked", "- RM Validation"));
  const auto of_asker = can(world, "tara");
  EXPECT_TRUE(labelled(of_asker, "Accept “Move to a queue”")->denial.has_value());
}

TEST(Possible, TellsAStrangerNothing) {
  const World world;
  EXPECT_TRUE(can(world, "diego").empty());
}

} // namespace
} // namespace handrail::engagement
