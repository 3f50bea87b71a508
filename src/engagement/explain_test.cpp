// The classic refusals, whole, as people read them: tests/golden/denials/. Read them aloud.
#include "engagement/explain.h"

#include "engagement/world_test.h"
#include "support/golden.h"

#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

using handrail::testing::matches_golden;

std::string refusal(World& world, const std::string& person, const Command& command) {
  const Decision decision = world.when(person, command);
  return decision.denial ? to_text(*decision.denial) : "It was allowed.\n";
}

TEST(Explain, MissingNote) {
  World world;
  world.given("tara", start("park", "e1"));
  EXPECT_TRUE(matches_golden("denials/missing-note.txt", refusal(world, "tara", outcome("100"))));
}

TEST(Explain, NotForThisTenant) {
  World world;
  world.given("tara", start("park", "e1"));
  EXPECT_TRUE(matches_golden("denials/not-for-this-tenant.txt", refusal(world, "tara", outcome("101"))));
}

TEST(Explain, SecondOutcome) {
  World world;
  world.given("rana", assign_person("FE", "tara", false)).given("tara", start("park", "e1"));
  world.given("tara", note("n1", "Engagement Management", "Re-engaged Customer: no."));
  world.given("tara", note_about("n2", "100", "why the customer declined", "No."));
  world.given("tara", outcome("100"));
  EXPECT_TRUE(matches_golden("denials/second-outcome.txt", refusal(world, "tara", outcome("102"))));
}

TEST(Explain, LeavingTooEarly) {
  World world;
  world.given("rana", assign_person("FM", "diego", true)).given("diego", start("finish", "f1"));
  world.given("diego", assign_queue("FM", "Watch list", true));
  EXPECT_TRUE(matches_golden("denials/leaving-too-early.txt", refusal(world, "diego", unassign_person("FM", "diego"))));
}

TEST(Explain, ClosingTooEarly) {
  World world;
  world.given("rana", assign_person("FM", "diego", true)).given("diego", start("finish", "f1"));
  EXPECT_TRUE(matches_golden("denials/closing-too-early.txt", refusal(world, "diego", close("f1"))));
}

TEST(Explain, SomebodyElsesTask) {
  World world;
  world.given("rana", assign_person("FE", "diego", false)).given("tara", start("park", "e1"));
  EXPECT_TRUE(matches_golden("denials/somebody-elses-task.txt", refusal(world, "diego", outcome("100"))));
}

TEST(Explain, NotAssigned) {
  World world;
  EXPECT_TRUE(matches_golden("denials/not-assigned.txt",
                             refusal(world, "rana", note("n1", "Engagement Management", "Hello."))));
}

TEST(Explain, MovingAQueueByHand) {
  World world;
  EXPECT_TRUE(matches_golden("denials/moving-a-queue-by-hand.txt",
                             refusal(world, "tara", assign_queue("RM", "Inactive EMEA", true))));
}

TEST(Explain, LastPrimary) {
  World world;
  EXPECT_TRUE(matches_golden("denials/last-primary.txt", refusal(world, "tara", unassign_person("FM", "tara"))));
}

TEST(Explain, GivesJsonTheSameWords) {
  World world;
  world.given("tara", start("park", "e1"));
  const Decision decision = world.when("tara", outcome("101"));
  ASSERT_TRUE(decision.denial.has_value());
  EXPECT_TRUE(matches_golden("denials/not-for-this-tenant.json", to_json(*decision.denial) + "\n"));
}

} // namespace
} // namespace handrail::engagement
