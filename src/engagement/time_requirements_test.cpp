#include "engagement/time_requirements.h"

#include "engagement/time_world_test.h"
#include "support/golden.h"

namespace handrail::engagement {
namespace {

using ::handrail::testing::matches_golden;
using ::testing::HasSubstr;

std::string refusal(World& world, const std::string& task) {
  const Decision decision = world.when("tara", complete(task));
  return decision.denial ? to_text(*decision.denial) : "allowed";
}

RecordEmail goodbye(const std::string& id) { return {EmailId(id), TemplateId("goodbye"), "account team", {}}; }

TEST(Attempts, CountOnlyWhatIsFarEnoughApart) {
  World world = reaching(); // Monday, 2 March
  world.given("tara", held("m1", "call", "outreach"));
  go_to(world, "2026-03-03T16:00:00Z"); // Tuesday: too early
  world.given("tara", held("m2", "call", "outreach"));
  world.given("tara", held("m3", "meeting", "outreach"));
  go_to(world, "2026-03-05T08:00:00Z"); // Thursday: the second
  world.given("tara", held("m4", "call", "Outreach "));
  go_to(world, "2026-03-06T08:00:00Z");
  EXPECT_TRUE(matches_golden("denials/too-few-attempts.txt", refusal(world, "302")));
  go_to(world, "2026-03-09T00:00:00Z"); // Monday: two business days after Thursday
  EXPECT_THAT(refusal(world, "302"), HasSubstr("Make the next one now, and log it."));
  world.given("tara", held("m5", "call", "outreach"));
  EXPECT_EQ(refusal(world, "302"), "allowed");
}

TEST(Attempts, OfNobodyAreNone) {
  World world = reaching();
  const std::string text = refusal(world, "302");
  EXPECT_THAT(text, HasSubstr("302 Every attempt needs 3 calls “outreach”, each at least 2 business days after the one "
                              "before; none counts so far."));
  EXPECT_THAT(text, HasSubstr("calls “outreach”: none (this engagement)"));
}

TEST(Attempts, AreAlsoEMailsAndHours) {
  World world = reaching();
  world.given("tara", goodbye("1"));
  world.now += std::chrono::minutes(179);
  world.given("tara", goodbye("2"));
  EXPECT_THAT(refusal(world, "307"), HasSubstr("needs 2 e-mails “Goodbye”, each at least 3 hours after the one before; "
                                               "1 counts so far."));
  EXPECT_THAT(refusal(world, "307"), HasSubstr("Make the next one on Mon 2 Mar 2026, 12:00 or later."));
  world.now += std::chrono::minutes(1);
  world.given("tara", goodbye("3"));
  EXPECT_EQ(refusal(world, "307"), "allowed");
}

TEST(Elapsed, WaitsForTheEventAndThenForTheTime) {
  World world = reaching();
  EXPECT_THAT(refusal(world, "303"), HasSubstr("303 Give up needs 1 week to have passed after 301 First attempt was "
                                               "completed, and that has not happened yet."));
  go_to(world, "2026-03-04T15:00:00Z");
  world.given("tara", complete("301"));
  go_to(world, "2026-03-10T23:59:59Z");
  EXPECT_TRUE(matches_golden("denials/too-early.txt", refusal(world, "303")));
  go_to(world, "2026-03-11T00:00:00Z");
  EXPECT_EQ(refusal(world, "303"), "allowed") << "the day counts from its beginning";
}

TEST(Elapsed, BeginsAnewWhenTheTaskIsOpenedAgain) {
  World world = reaching();
  world.given("tara", complete("301"));
  go_to(world, "2026-03-20T09:00:00Z");
  world.given("tara", set_task("301", "In Progress"));
  EXPECT_THAT(refusal(world, "303"), HasSubstr("has not happened yet"));
  world.given("tara", complete("301"));
  EXPECT_THAT(refusal(world, "303"), HasSubstr("Wait until Fri 27 Mar 2026."));
}

TEST(Inactivity, EndsWithWorkAndNotWithAssigningOrEditing) {
  World world = reaching();
  EXPECT_EQ(refusal(world, "306"), "allowed") << "nothing was ever recorded";
  world = reaching();
  world.given("tara", note("n1", "Engagement Management", "We spoke."));
  go_to(world, "2026-04-20T09:00:00Z");
  world.given("rana", assign_person("FE", "diego", true));
  world.given("tara", SetNextAction{{"Call", {}, {}}});
  EXPECT_TRUE(matches_golden("denials/not-inactive.txt", refusal(world, "306")));
  go_to(world, "2026-05-01T00:00:00Z");
  EXPECT_EQ(refusal(world, "306"), "allowed") << "60 days after 2 March";
  EXPECT_EQ(to_iso(*world.state.next_action.date), "2026-05-04") << "the next business day after a Friday, by formula";
}

TEST(Inactivity, BeforeAnEventDoesNotSeeTheWorkAfterIt) {
  World world;
  world.model = reaching_model();
  world.given("tara", held("m1", "call", "outreach")); // before the engagement: no more than a reason for it
  go_to(world, "2026-03-20T09:00:00Z");
  world.given("tara", start("reach", "r1"));
  world.given("tara", goodbye("1"));
  world.now += std::chrono::hours(3);
  world.given("tara", goodbye("2"));
  EXPECT_THAT(refusal(world, "307"),
              HasSubstr("307 Woken needs 30 days without work on the tenant before this engagement was started; the "
                        "last was a call (outreach) on Mon 2 Mar 2026."));
  World rested = reaching();
  rested.given("tara", goodbye("1"));
  rested.now += std::chrono::hours(3);
  rested.given("tara", goodbye("2"));
  EXPECT_EQ(refusal(rested, "307"), "allowed");
}

} // namespace
} // namespace handrail::engagement
