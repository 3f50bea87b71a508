#include "engagement/deadlines.h"

#include "engagement/time_world_test.h"
#include "support/golden.h"

#include <fmt/format.h>

namespace handrail::engagement {
namespace {

using ::handrail::testing::matches_golden;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using State = Deadline::State;

std::vector<Deadline> due(const World& world) { return deadlines(world.state, *world.model, world.now); }

/// The deadline of that name, as "state: words"; "none" when there is none.
std::string told(const World& world, const std::string& what) {
  std::string all;
  for (const auto& one : due(world))
    if (one.what == what) all += fmt::format("{}{}: {}", all.empty() ? "" : "; ", to_string(one.state), one.words);
  return all.empty() ? "none" : all;
}

Deadline one(const World& world, const std::string& what) {
  for (const auto& deadline : due(world))
    if (deadline.what == what) return deadline;
  ADD_FAILURE() << "nothing is due for " << what;
  return {};
}

constexpr const char* first = "301 First attempt";

TEST(Deadlines, GoFromUpcomingOverSoonToOverdue) {
  World world = reaching(); // Monday 09:00; due on Wednesday
  EXPECT_EQ(told(world, first), "upcoming: due Wed 4 Mar");
  go_to(world, "2026-03-03T00:00:00Z");
  EXPECT_EQ(told(world, first), "due soon: due tomorrow");
  go_to(world, "2026-03-04T23:59:59Z");
  EXPECT_EQ(told(world, first), "due soon: due today");
  go_to(world, "2026-03-05T00:00:00Z");
  EXPECT_EQ(told(world, first), "overdue: overdue by 1 business day");
  go_to(world, "2026-03-09T12:00:00Z");
  EXPECT_EQ(told(world, first), "overdue: overdue by 3 business days");
  world.given("tara", complete("301"));
  EXPECT_EQ(told(world, first), "met late: met 3 business days late");
}

TEST(Deadlines, AreMetInTime) {
  World world = reaching();
  go_to(world, "2026-03-04T23:00:00Z");
  world.given("tara", complete("301"));
  go_to(world, "2026-06-01T09:00:00Z");
  EXPECT_EQ(told(world, first), "met: met on Wed 4 Mar");
}

TEST(Deadlines, SayWhoseTheyAreSinceWhatAndByWhichSentence) {
  const World world = reaching();
  const Deadline deadline = one(world, first);
  EXPECT_EQ(sentence(deadline),
            "301 First attempt is due on Wed 4 Mar 2026, within 2 business days after Tara Stone was "
            "assigned as FM.");
  EXPECT_EQ(deadline.role, "Targeting Manager");
  EXPECT_THAT(deadline.people, ElementsAre(PersonId("tara")));
  ASSERT_EQ(deadline.cites.size(), 1U);
  EXPECT_EQ(deadline.cites.front().sentence,
            "The first attempt comes within two business days after you were assigned.");
  EXPECT_EQ(deadline.at.file, "playbooks/reach.md");
  EXPECT_GT(deadline.at.line, 20U);
}

TEST(Deadlines, RemindUntilTheyAreMet) {
  World world = reaching();
  EXPECT_THAT(one(world, first).reminders, IsEmpty());
  go_to(world, "2026-03-03T08:00:00Z");
  EXPECT_THAT(one(world, first).reminders, ElementsAre(*instant_from_iso("2026-03-03T00:00:00Z")));
  go_to(world, "2026-03-04T20:00:00Z");
  EXPECT_THAT(one(world, first).reminders,
              ElementsAre(*instant_from_iso("2026-03-03T00:00:00Z"), *instant_from_iso("2026-03-04T20:00:00Z")));
  world.given("tara", complete("301"));
  EXPECT_THAT(one(world, first).reminders, IsEmpty());
}

TEST(Deadlines, CountAnewFromANewPrimary) {
  World world = reaching();
  go_to(world, "2026-03-06T09:00:00Z");
  world.given("rana", assign_person("FM", "diego", true));
  EXPECT_EQ(told(world, first), "upcoming: due Tue 10 Mar");
  world.given("rana", assign_person("FM", "tara", false));
  EXPECT_EQ(told(world, first), "upcoming: due Tue 10 Mar") << "a further holder changes nothing";
}

TEST(Deadlines, WaitForTheirEvent) {
  World world = reaching();
  EXPECT_EQ(told(world, "the Engagement Management note"), "none");
  world.given("tara", note("n0", "Engagement Management", "Before the call."));
  go_to(world, "2026-03-04T10:00:00Z");
  world.given("tara", held("m1", "call", "outreach"));
  EXPECT_EQ(told(world, "the Engagement Management note"), "due soon: due tomorrow");
  go_to(world, "2026-03-06T10:00:00Z");
  EXPECT_EQ(told(world, "the Engagement Management note"), "overdue: overdue by 1 day");
  world.given("tara", note("n1", "Engagement Management", "After it."));
  EXPECT_EQ(told(world, "the Engagement Management note"), "met late: met 1 day late");
}

TEST(Deadlines, OfARequestAreMetByItsAnswer) {
  World world = reaching();
  world.given("tara", MakeRequest{RequestId("q1"), "confirm", "", "", {}});
  go_to(world, "2026-03-08T10:00:00Z");
  const Deadline late = one(world, "the answer to the request “Confirm”");
  EXPECT_EQ(late.words, "overdue by 3 days");
  EXPECT_EQ(sentence(late), "The other team has not answered for three days; remind them.");
  world.given("rana", AnswerRequest{RequestId("q1"), true, ""});
  EXPECT_EQ(one(world, late.what).state, State::met_late);
}

TEST(Deadlines, OfACadenceAreMetByALaterMeetingAlone) {
  World world = reaching();
  world.given("tara", held("m1", "meeting", "cadence"));
  EXPECT_EQ(told(world, "the meeting “cadence”"), "upcoming: due Mon 9 Mar");
  world.now += std::chrono::hours(1);
  world.given("tara", held("m2", "meeting", "cadence"));
  EXPECT_EQ(told(world, "the meeting “cadence”"), "upcoming: due Mon 9 Mar") << "an earlier one of the day is none";
  go_to(world, "2026-03-08T10:00:00Z");
  world.given("tara", held("m3", "meeting", "cadence"));
  EXPECT_EQ(told(world, "the meeting “cadence”"), "upcoming: due Sun 15 Mar");
}

TEST(Deadlines, OfASecondRequestAreNotMetByTheAnswerToTheFirst) {
  World world = reaching();
  world.given("tara", MakeRequest{RequestId("q1"), "confirm", "", "", {}});
  world.given("rana", AnswerRequest{RequestId("q1"), false, "Not yet."});
  EXPECT_EQ(told(world, "the answer to the request “Confirm”"), "met: met on Mon 2 Mar");
  world.given("tara", MakeRequest{RequestId("q2"), "confirm", "", "", {}});
  EXPECT_EQ(told(world, "the answer to the request “Confirm”"), "upcoming: due Thu 5 Mar");
}

TEST(Deadlines, ByADateThatIsNotFilledInAreNotThere) {
  World world = reaching();
  EXPECT_EQ(told(world, "305 The end"), "none");
  EditTenant edit;
  edit.attributes = {{"due", "2026-03-10"}};
  world.given("tara", edit);
  EXPECT_EQ(told(world, "305 The end"), "upcoming: due Tue 10 Mar");
  go_to(world, "2026-03-09T09:00:00Z");
  EXPECT_EQ(told(world, "305 The end"), "due soon: due tomorrow") << "without reminders: the business day before";
}

TEST(Deadlines, OfAnOutcomeAreMetByOneOfItsTasks) {
  World world = reaching();
  EXPECT_EQ(told(world, "the outcome of “Choose”"), "upcoming: due Thu 12 Mar");
  go_to(world, "2026-03-10T09:00:00Z");
  EXPECT_EQ(told(world, "the outcome of “Choose”"), "due soon: due Thu 12 Mar");
  world.given("tara", outcome("311"));
  EXPECT_EQ(told(world, "the outcome of “Choose”"), "met: met on Tue 10 Mar");
}

TEST(Deadlines, LeaveOutWhatIsSetAsideAndWhatIsClosed) {
  World world = reaching();
  world.given("tara", set_task("301", "Not Required"));
  EXPECT_EQ(told(world, first), "none");
  world.given("tara", set_task("301", "In Progress")).given("tara", complete("301"));
  EXPECT_EQ(told(world, first), "met: met on Mon 2 Mar");
  world.given("tara", outcome("311")).given("tara", close("r1"));
  EXPECT_THAT(due(world), IsEmpty());
}

TEST(Deadlines, StandInTheOrderOfTheirEnds) {
  World world = reaching();
  world.given("tara", held("m1", "call", "outreach"));
  world.given("tara", RecordEmail{EmailId("x"), TemplateId("goodbye"), "account team", {}});
  std::vector<std::string> names;
  for (const auto& deadline : due(world)) names.push_back(deadline.what);
  EXPECT_THAT(names, ElementsAre("304 Survey", "the Engagement Management note", first, "the outcome of “Choose”"));
}

TEST(Deadlines, OutlastDatesAndClocksAtTheEndsOfTime) {
  World world = reaching();
  EditTenant edit;
  edit.attributes = {{"due", "9999-12-31"}};
  world.given("tara", edit);
  EXPECT_EQ(told(world, "305 The end"), "none") << "its end lies outside the calendar";
  edit.attributes = {{"due", "9999-12-30"}};
  world.given("tara", edit);
  EXPECT_EQ(told(world, "305 The end"), "upcoming: due Thu 30 Dec 9999");
  edit.attributes = {{"due", "0001-01-01"}};
  world.given("tara", edit);
  EXPECT_THAT(told(world, "305 The end"), HasSubstr("overdue: overdue by 7"));
  for (const char* now :
       {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2038-01-19T03:14:08Z", "9999-12-31T23:59:59Z"}) {
    go_to(world, now);
    for (const auto& deadline : due(world)) EXPECT_FALSE(deadline.words.empty() || sentence(deadline).empty()) << now;
  }
}

TEST(LateRefusal, NamesTheSentenceTheTimeAndTheWayOut) {
  World world = reaching();
  world.given("tara", RecordEmail{EmailId("x"), TemplateId("goodbye"), "account team", {}});
  EXPECT_EQ(told(world, "304 Survey"), "due soon: due today, 13:00");
  go_to(world, "2026-03-02T12:59:59Z");
  EXPECT_TRUE(decide(world.state, *world.model, complete("304"), world.actor("tara"), world.now)->is_allowed());
  go_to(world, "2026-03-02T13:00:00Z");
  const Decision late = world.when("tara", complete("304"));
  ASSERT_TRUE(late.denial.has_value());
  EXPECT_TRUE(matches_golden("denials/too-late.txt", to_text(*late.denial)));
  EXPECT_EQ(told(world, "304 Survey"), "overdue: overdue by less than an hour");
}

TEST(LateRefusal, IsForThoseThatRefuseAlone) {
  World world = reaching();
  go_to(world, "2027-03-02T13:00:00Z");
  EXPECT_TRUE(world.when("tara", complete("301")).is_allowed()) << "tracked, not refused";
}

} // namespace
} // namespace handrail::engagement
