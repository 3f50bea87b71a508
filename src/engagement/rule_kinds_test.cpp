// The kinds of rules beyond completing a task, each as given, when, then; their refusals whole in
// tests/golden/denials/.
#include "engagement/possible.h"
#include "engagement/world_test.h"
#include "support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

using handrail::testing::matches_golden;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* roll_out_md = R"(---
title: Roll out
ft.audience: internal
---

# Roll out the services

Phase: **Migrate**

## Overview

How services reach their users.

## Objectives

- Everybody uses them.

## Approach

### Bring each service to its users

Applies To: **Exchange, Teams**

Everything here is done for each service. The pilot of the same service comes first. Who ran it does not sign off the
roll-out. Pausing the roll-out resets the pilot. A note must say who is in the pilot group. Rolling out begins the survey.
One of two ways is taken for each service.

```rules
once_per: service
cites: Everything here is done for each service.
outcome:
  one_of: [304, 305]
  cites: One of two ways is taken for each service.
tasks:
  300:
    requires:
      - note: {category: Technical Enablement, stating: who is in the pilot group}
        cites: A note must say who is in the pilot group.
  301:
    requires:
      - task: 300
        cites: The pilot of the same service comes first.
      - by: {other_than: {task: 300}}
        cites: Who ran it does not sign off the roll-out.
    effects:
      - task: {302: In Progress}
        cites: Rolling out begins the survey.
    on:
      waiting:
        - task: {300: Not Started}
          cites: Pausing the roll-out resets the pilot.
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 300 | Pilot | M | - | Exchange, Teams |
| 301 | Roll-out | O | - | Exchange, Teams |
| 302 | Survey | O | - | All Services |
| 304 | Move the old data | O | - | Exchange, Teams |
| 305 | Begin empty | O | - | Exchange, Teams |

### Help the people

Applies To: **All Services**

At least two and at most two of three kinds of help are given.

```rules
choose:
  of: [310, 311, 312]
  at_least: 2
  at_most: 2
  cites: At least two and at most two of three kinds of help are given.
tasks:
  312: {when: tenant.seats > 100}
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 310 | Training | O | - | All Services |
| 311 | Champions | O | - | All Services |
| 312 | Help desk | O | - | All Services |

### Finish

Applies To: **All Services**

What was moved, and a hundred that stay, must add up to the seats. The account team is told by e-mail or in a call. Only
after every roll-out. The first summary and the second come from two people. Pausing one summary pauses the other.

```rules
tasks:
  320:
    requires:
      - total: {of: {moved: tenant.moved, stay behind: '100'}, equals: tenant.seats}
        cites: What was moved, and a hundred that stay, must add up to the seats.
  321:
    requires:
      - told: {who: account team, by: [email, call], template: goodbye}
        cites: The account team is told by e-mail or in a call.
  322:
    requires:
      - task: 301
        cites: Only after every roll-out.
  323:
    requires:
      - by: {other_than: {task: 324}}
        cites: The first summary and the second come from two people.
    on:
      Paused:
        - task: {324: Paused}
          cites: Pausing one summary pauses the other.
  324:
    on:
      waiting:
        - task: {323: Paused}
          cites: Pausing one summary pauses the other.
  325:
    requires:
      - by: {other_than: {request: confirm}}
      - told: {who: Regional Manager, by: meeting}
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 320 | Count | O | - | All Services |
| 321 | Tell | O | - | All Services |
| 322 | Look back | O | - | All Services |
| 323 | First summary | O | - | All Services |
| 324 | Second summary | O | - | All Services |
| 325 | Confirmed | O | - | All Services |

## Key Inputs

N/A

## Key Outputs

N/A

## Next Steps

N/A
)";

/// Exchange and Teams are in scope; tara and diego work on the tenant, and the playbook runs.
World rolling_out() {
  static const auto model = test_model_with("playbooks/roll-out.md", roll_out_md);
  World world;
  world.model = model;
  EditTenant edit;
  edit.services = {ServiceId("exchange"), ServiceId("teams")};
  world.given("tara", edit).given("rana", assign_person("FE", "diego", true)).given("tara", start("roll-out", "r1"));
  return world;
}

Command complete_for(const std::string& task, const std::string& service) {
  return SetTask{{}, TaskId(task), "Complete", std::nullopt, ServiceId(service)};
}
Command set_for(const std::string& task, const std::string& service, const std::string& status) {
  return SetTask{{}, TaskId(task), status, std::nullopt, ServiceId(service)};
}
Command pilot_note(const std::string& id, const std::string& service) {
  auto write = std::get<WriteNote>(note_about(id, "300", "who is in the pilot group", "The dispatchers"));
  write.content.services = {ServiceId(service)};
  return write;
}

World piloted(const std::string& service) {
  World world = rolling_out();
  world.given("tara", pilot_note("n1", service)).given("tara", complete_for("300", service));
  return world;
}

std::string status_for(const World& world, const std::string& task, const std::string& service) {
  const auto* state = world.state.engagements.front().task(TaskId(task), ServiceId(service));
  return state == nullptr ? "never set" : state->status;
}

std::vector<RuleKind> rules(const Decision& decision) {
  std::vector<RuleKind> kinds;
  if (decision.denial)
    for (const auto& reason : decision.denial->reasons) kinds.push_back(reason.rule);
  return kinds;
}

std::string refusal(World& world, const std::string& person, const Command& command) {
  const Decision decision = world.when(person, command);
  return decision.denial ? to_text(*decision.denial) : "It was allowed.\n";
}

const Action* labelled(const std::vector<Action>& actions, const std::string& label) {
  for (const auto& action : actions)
    if (action.label == label) return &action;
  return nullptr;
}

// ---- once per service ------------------------------------------------------------------------------------------

TEST(OncePerService, KeepsAStatusForEachService) {
  World world = piloted("exchange");
  EXPECT_EQ(status_for(world, "300", "exchange"), "Complete");
  EXPECT_EQ(status_for(world, "300", "teams"), "never set");
  EXPECT_TRUE(world.state.engagements.front().tasks.empty()) << "it is no task of the whole tenant";
}

TEST(OncePerService, AsksForWhichServiceWhereThereAreSeveral) {
  World world = rolling_out();
  EXPECT_THAT(world.error("tara", complete("300")).remedy, HasSubstr("Exchange, Teams"));
  EXPECT_THAT(world.error("tara", complete_for("302", "teams")).message, HasSubstr("once for the whole tenant"));
  EXPECT_THAT(world.error("tara", complete_for("300", "Exchnge")).remedy, HasSubstr("Exchange"));
  EditTenant edit;
  edit.services = {ServiceId("teams")};
  world.given("tara", edit).given("tara", set_task("300", "In Progress"));
  EXPECT_EQ(status_for(world, "300", "teams"), "In Progress") << "only one is in scope: that is meant";
}

TEST(OncePerService, TakesNoteAndTaskOfTheSameService) {
  World world = rolling_out();
  world.given("tara", pilot_note("n1", "exchange"));
  EXPECT_TRUE(
      matches_golden("denials/note-for-another-service.txt", refusal(world, "tara", complete_for("300", "Chat"))));
  world.given("tara", complete_for("300", "exchange"));
  EXPECT_TRUE(
      matches_golden("denials/task-of-another-service.txt", refusal(world, "diego", complete_for("301", "teams"))));
  EXPECT_TRUE(world.when("diego", complete_for("301", "exchange")).is_allowed());
  EXPECT_EQ(world.status_of("302"), "In Progress") << "the survey is once per tenant";
}

TEST(OncePerService, KeepsWhatWasDoneWhenAServiceLeavesTheScope) {
  World world = piloted("teams");
  EditTenant edit;
  edit.services = {ServiceId("exchange")};
  world.given("tara", edit);
  EXPECT_TRUE(matches_golden("denials/service-out-of-scope.txt",
                             refusal(world, "diego", set_for("301", "teams", "In Progress"))));
  EXPECT_EQ(status_for(world, "300", "teams"), "Complete");
  edit.services = {ServiceId("teams")};
  world.given("tara", edit);
  EXPECT_TRUE(world.when("diego", complete_for("301", "teams")).is_allowed());
}

TEST(OncePerService, IsMandatoryForEachServiceInScope) {
  World world = piloted("exchange");
  world.given("tara", complete("310")).given("tara", complete("311"));
  EXPECT_TRUE(matches_golden("denials/mandatory-for-each-service.txt", refusal(world, "tara", close("r1"))));
  EditTenant edit;
  edit.services = {ServiceId("exchange")};
  world.given("tara", edit);
  EXPECT_TRUE(world.when("tara", close("r1")).is_allowed()) << "only those in scope count";
}

TEST(OncePerService, IsRequiredForEveryServiceFromOutside) {
  World world = piloted("exchange");
  world.given("tara", pilot_note("n2", "teams")).given("tara", complete_for("300", "teams"));
  world.given("diego", complete_for("301", "exchange"));
  EXPECT_THAT(refusal(world, "tara", complete("322")), HasSubstr("301 Roll-out to be Complete for Teams."));
  world.given("diego", complete_for("301", "teams"));
  EXPECT_TRUE(world.when("tara", complete("322")).is_allowed());
}

TEST(OncePerService, ChoosesAnOutcomeForEachService) {
  World world = rolling_out();
  const auto choose = [](const char* task, const char* service) {
    return ChooseOutcome{{}, TaskId(task), ServiceId(service)};
  };
  world.given("tara", choose("304", "exchange"));
  EXPECT_THAT(rules(world.when("tara", choose("305", "exchange"))), ElementsAre(RuleKind::outcome));
  EXPECT_TRUE(world.when("tara", choose("305", "teams")).is_allowed());
  EXPECT_THAT(rules(world.when("tara", set_for("305", "teams", "In Progress"))), ElementsAre(RuleKind::permanent));
}

TEST(OncePerService, IsOfferedForEachService) {
  World world = piloted("exchange");
  const auto actions = can(world.state, *world.model, world.actor("diego"), world.now);
  EXPECT_EQ(labelled(actions, "Complete 300 Pilot for Exchange"), nullptr) << "it is complete";
  EXPECT_NE(labelled(actions, "Complete 300 Pilot for Teams"), nullptr);
  const auto* roll_out = labelled(actions, "Complete 301 Roll-out for Exchange");
  ASSERT_NE(roll_out, nullptr);
  EXPECT_FALSE(roll_out->denial.has_value());
  EXPECT_EQ(roll_out->service, ServiceId("exchange"));
  EXPECT_TRUE(labelled(actions, "Complete 301 Roll-out for Teams")->denial.has_value());
}

TEST(OncePerService, ReadsEventsOfBeforeItWasThere) {
  const auto event =
      event_from_json("task_set", R"({"engagement":"e1","task":"300","status":"Complete","percent":100})");
  ASSERT_TRUE(event) << to_string(event.error());
  EXPECT_FALSE(std::get<TaskSet>(event->change).service.has_value());
  EXPECT_EQ(to_json(*event), R"({"engagement":"e1","percent":100,"status":"Complete","task":"300"})");
}

// ---- task transitions ------------------------------------------------------------------------------------------

TEST(Transition, ResetsAnotherTaskOfTheSameService) {
  World world = piloted("exchange");
  world.given("tara", pilot_note("n2", "teams")).given("tara", complete_for("300", "teams"));
  world.given("diego", set_for("301", "exchange", "In Progress"));
  EXPECT_EQ(status_for(world, "300", "exchange"), "Complete") << "only waiting resets it";
  world.given("diego", set_for("301", "exchange", "Paused"));
  EXPECT_EQ(status_for(world, "300", "exchange"), "Not Started");
  EXPECT_EQ(status_for(world, "300", "teams"), "Complete");
  EXPECT_EQ(world.log.back().event.because->sentence, "Pausing the roll-out resets the pilot.");
}

TEST(Transition, IsNotSetOffAgainByAnotherPercentage) {
  World world = piloted("exchange");
  world.given("diego", set_for("301", "exchange", "Paused"));
  world.given("tara", complete_for("300", "exchange"));
  world.given("diego", SetTask{{}, TaskId("301"), "Paused", 30, ServiceId("exchange")});
  EXPECT_EQ(status_for(world, "300", "exchange"), "Complete");
}

TEST(Transition, ComesToRestWhereTwoSetEachOther) {
  World world = rolling_out();
  world.given("tara", set_task("323", "Paused"));
  EXPECT_EQ(world.status_of("324"), "Paused");
}

TEST(Transition, IsShownBeforeItHappens) {
  World world = piloted("exchange");
  const auto actions = can(world.state, *world.model, world.actor("diego"), world.now);
  const auto* pause = labelled(actions, "Set 301 Roll-out for Exchange to Paused");
  ASSERT_NE(pause, nullptr);
  EXPECT_FALSE(completes(*pause, world.model->workspace));
  EXPECT_THAT(pause->preview,
              ElementsAre(PreviewLine{PreviewLine::Sign::changes, "300 Pilot for Exchange: Not Started"}));
}

// ---- at least, at most -----------------------------------------------------------------------------------------

TEST(Choose, RefusesOneTooMany) {
  World world = rolling_out();
  world.given("tara", complete("310")).given("tara", complete("311"));
  EXPECT_TRUE(matches_golden("denials/one-too-many.txt", refusal(world, "tara", complete("312"))));
  world.given("tara", set_task("310", "Not Required"));
  EXPECT_TRUE(world.when("tara", complete("312")).is_allowed());
}

TEST(Choose, RefusesToCloseWithTooFew) {
  World world = piloted("exchange");
  EditTenant edit;
  edit.services = {ServiceId("exchange")};
  world.given("tara", edit).given("tara", complete("310"));
  EXPECT_TRUE(matches_golden("denials/too-few.txt", refusal(world, "tara", close("r1"))));
  world.given("tara", complete("311"));
  EXPECT_TRUE(world.when("tara", close("r1")).is_allowed());
}

// ---- totals ----------------------------------------------------------------------------------------------------

TEST(Total, ShowsTheCalculation) {
  World world = rolling_out();
  EXPECT_THAT(refusal(world, "tara", complete("320")), HasSubstr("because moved is not known"));
  EditTenant edit;
  edit.attributes = {{"moved", "900"}};
  world.given("tara", edit);
  EXPECT_TRUE(matches_golden("denials/total-that-does-not-agree.txt", refusal(world, "tara", complete("320"))));
  edit.attributes = {{"moved", "1140"}};
  world.given("tara", edit);
  EXPECT_TRUE(world.when("tara", complete("320")).is_allowed());
}

// ---- separation of duties --------------------------------------------------------------------------------------

TEST(Duties, KeepsTwoTasksInTwoHands) {
  World world = piloted("exchange");
  EXPECT_TRUE(matches_golden("denials/both-in-one-hand.txt", refusal(world, "tara", complete_for("301", "exchange"))));
  EXPECT_TRUE(world.when("diego", complete_for("301", "exchange")).is_allowed());
}

TEST(Duties, DoesNotDependOnWhichOfTheTwoComesFirst) {
  World world = rolling_out();
  world.given("tara", complete("323"));
  EXPECT_THAT(rules(world.when("tara", complete("324"))), ElementsAre(RuleKind::duties));
  EXPECT_TRUE(world.when("diego", complete("324")).is_allowed());
}

TEST(Duties, KeepsWhoAskedFromGoingOn) {
  World world = rolling_out();
  world.given("tara", LogMeeting{MeetingId("m1"), "meeting", "news", {"Rana Field"}, 10, "", {}});
  world.given("tara", MakeRequest{RequestId("q1"), "confirm", "", "", {}});
  EXPECT_THAT(rules(world.when("tara", complete("325"))), ElementsAre(RuleKind::duties));
  EXPECT_TRUE(world.when("diego", complete("325")).is_allowed());
}

// ---- who must be told ------------------------------------------------------------------------------------------

AddContact account_team(const char* id, const char* name, const char* email, bool do_not_contact) {
  return {{ContactId(id), name, "account team", email, do_not_contact}};
}

TEST(Told, AsksNothingWhereThereIsNobodyToTell) {
  World world = rolling_out();
  world.given("tara", account_team("c1", "Odd Berg", "odd@vendor.example", true));
  EXPECT_TRUE(world.when("tara", complete("321")).is_allowed());
}

TEST(Told, SaysWhoMustBeToldAndHow) {
  World world = rolling_out();
  world.given("tara", account_team("c1", "Odd Berg", "odd@vendor.example", false));
  world.given("tara", account_team("c2", "Kim Aas", "kim@vendor.example", true));
  EXPECT_TRUE(matches_golden("denials/nobody-told.txt", refusal(world, "tara", complete("321"))));
}

TEST(Told, TakesAnEmailOrACallWithOneOfThem) {
  const auto telling = [](const Command& command) {
    World world = rolling_out();
    world.given("tara", account_team("c1", "Odd Berg", "odd@vendor.example", false));
    world.given("tara", command);
    return world.when("tara", complete("321")).is_allowed();
  };
  EXPECT_TRUE(telling(RecordEmail{EmailId("x1"), TemplateId("goodbye"), "account team", {}}));
  EXPECT_TRUE(telling(RecordEmail{EmailId("x1"), TemplateId("goodbye"), "ODD@vendor.example", {}}));
  EXPECT_FALSE(telling(RecordEmail{EmailId("x1"), TemplateId("goodbye"), "customer", {}}));
  EXPECT_TRUE(telling(LogMeeting{MeetingId("m1"), "call", "news", {"odd berg"}, 10, "", {}}));
  EXPECT_FALSE(telling(LogMeeting{MeetingId("m1"), "meeting", "news", {"Odd Berg"}, 10, "", {}}));
  EXPECT_FALSE(telling(LogMeeting{MeetingId("m1"), "call", "news", {"Somebody else"}, 10, "", {}}));
}

} // namespace
} // namespace handrail::engagement
