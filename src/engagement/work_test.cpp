#include "engagement/work.h"

#include "engagement/fact_values.h"
#include "engagement/time_world_test.h"

namespace handrail::engagement {
namespace {

/// What the last work is after somebody did this, a day after the engagement began.
std::string last_after(const std::string& person, const Command& command) {
  World world = reaching();
  world.now += std::chrono::hours(24);
  world.given(person, command);
  const auto work = last_work(world.state);
  return work ? work->what : "none";
}

TEST(Work, IsWhatPeopleDid) {
  EXPECT_EQ(last_after("tara", complete("305")), "the task 305, set to Complete");
  EXPECT_EQ(last_after("tara", set_task("305", "In Progress")), "the task 305, set to In Progress");
  EXPECT_EQ(last_after("tara", note("n1", "Engagement Management", "Hello.")), "a note (Engagement Management)");
  EXPECT_EQ(last_after("tara", held("m1", "meeting", "kick-off")), "a meeting (kick-off)");
  EXPECT_EQ(last_after("tara", RecordEmail{EmailId("x"), TemplateId("goodbye"), "account team", {}}),
            "an e-mail (goodbye)");
  EXPECT_EQ(last_after("tara", LogTime{TimeEntryId("t"), TaskId("305"), 10, {}}), "time on the task 305");
}

TEST(Work, IsNotRegisteringEditingAssigningAskingAndStarting) {
  EditTenant edit;
  edit.attributes = {{"seats", "12"}};
  DraftNote draft;
  draft.note = NoteId("d");
  draft.content.category = "Engagement Management";
  EXPECT_EQ(last_after("tara", edit), "none");
  EXPECT_EQ(last_after("tara", draft), "none");
  EXPECT_EQ(last_after("tara", SetStatus{"Inactive"}), "none");
  EXPECT_EQ(last_after("rana", assign_person("FE", "diego", true)), "none");
  EXPECT_EQ(last_after("tara", MakeRequest{RequestId("q"), "confirm", "", "", {}}), "none");
  EXPECT_EQ(last_after("tara", start("park", "p1")), "none");
}

TEST(Work, IsLookedForInOneEngagementOrInAll) {
  World world = reaching();
  world.given("tara", complete("305"));
  world.now += std::chrono::hours(48);
  world.given("tara", start("park", "p1"));
  world.given("tara", complete("111"));
  EXPECT_EQ(last_work(world.state)->what, "the task 111, set to Complete");
  EXPECT_EQ(last_work(world.state, world.state.engagement(EngagementId("r1")))->what, "the task 305, set to Complete");
  const auto facts =
      fact_values(world.state, *world.model, world.actor("tara"), world.state.engagement(EngagementId("r1")));
  EXPECT_EQ(facts.entry("tenant").entry("last_worked").to_text(), "2026-03-04");
  EXPECT_EQ(facts.entry("engagement").entry("last_worked").to_text(), "2026-03-02");
}

} // namespace
} // namespace handrail::engagement
