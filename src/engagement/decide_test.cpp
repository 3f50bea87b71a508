#include "engagement/decide.h"

#include "engagement/limits.h"
#include "engagement/world_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

using ::testing::HasSubstr;

/// The kinds of the reasons of a denial, in order.
std::vector<RuleKind> rules(const Decision& decision) {
  std::vector<RuleKind> kinds;
  if (decision.denial)
    for (const auto& reason : decision.denial->reasons) kinds.push_back(reason.rule);
  return kinds;
}

std::string said(const Decision& decision) { return decision.denial ? to_text(*decision.denial) : "allowed"; }

/// Parking has begun, and the note that every outcome needs is written.
World parking() {
  World world;
  world.given("tara", start("park", "e1"));
  world.given("tara", note("n1", "Engagement Management", "**Re-engaged Customer**: no interest."));
  return world;
}

// ---- outcomes --------------------------------------------------------------------------------------------------

TEST(Decide, AppliesAllEffectsOfAnOutcome) {
  World world = parking();
  world.given("rana", assign_person("RM", "rana", false));
  world.given("tara", note_about("n2", "100", "why the customer declined", "They have their own people."));
  const Decision decision = world.when("tara", outcome("100"));
  ASSERT_TRUE(decision.is_allowed()) << said(decision);
  EXPECT_EQ(world.status_of("100"), "Complete");
  EXPECT_EQ(world.holders_of("RM"), "rana, Parked*") << "everybody else stays";
  EXPECT_EQ(world.holders_of("FM"), "Watch list*");
}

TEST(Decide, NamesTheRuleThatCausedAnEffect) {
  World world = parking();
  world.given("tara", note_about("n2", "100", "why the customer declined", "No interest."));
  const Decision decision = world.when("tara", outcome("100"));
  const auto& because = decision.events.back().because;
  ASSERT_TRUE(because.has_value());
  EXPECT_EQ(because->task, TaskId("100"));
  EXPECT_EQ(because->file, "playbooks/park.md");
  EXPECT_GT(because->line, 0);
}

TEST(Decide, RefusesASecondOutcomeOfTheSameEngagement) {
  World world = parking();
  world.given("rana", assign_person("FE", "tara", false)); // so that tara may still write
  world.given("tara", note_about("n2", "100", "why the customer declined", "No interest."));
  world.given("tara", outcome("100"));
  const Decision decision = world.when("tara", outcome("102"));
  EXPECT_THAT(rules(decision), ::testing::ElementsAre(RuleKind::outcome));
  EXPECT_THAT(said(decision), HasSubstr("100 Customer declined"));
  EXPECT_FALSE(world.when("tara", complete("102")).is_allowed()) << "completing the task by its status is the same";
}

TEST(Decide, KeepsAChosenOutcomeClosed) {
  World world = parking();
  world.given("rana", assign_person("FE", "tara", false));
  world.given("tara", note_about("n2", "100", "why the customer declined", "No interest."));
  world.given("tara", outcome("100"));
  EXPECT_THAT(rules(world.when("tara", set_task("100", "In Progress"))), ::testing::ElementsAre(RuleKind::permanent));
}

TEST(Decide, SaysAllThatIsMissingAtOnce) {
  World world;
  world.given("tara", start("park", "e1"));
  const Decision decision = world.when("tara", outcome("100"));
  EXPECT_THAT(rules(decision), ::testing::ElementsAre(RuleKind::requires_, RuleKind::requires_));
  EXPECT_EQ(world.holders_of("RM"), "Validation*") << "nothing happened";
}

TEST(Decide, TakesNoNoteOfAnotherTaskNorABlankAnswer) {
  World world = parking();
  world.given("tara", note_about("n2", "101", "why the customer declined", "No interest."));
  world.given("tara", note_about("n3", "100", "why the customer declined", "  "));
  EXPECT_THAT(rules(world.when("tara", outcome("100"))), ::testing::ElementsAre(RuleKind::requires_));
}

TEST(Decide, TakesNoNoteOfAnEarlierEngagement) {
  World world = parking();
  world.given("rana", assign_person("FE", "tara", false)); // she stays on the tenant when the outcome takes her out
  world.given("tara", note_about("n9", "100", "why the customer declined", "No interest."));
  world.given("tara", outcome("100")).given("tara", close("e1"));
  world.given("tara", start("park", "e2"));
  EXPECT_THAT(rules(world.when("tara", outcome("102"))), ::testing::ElementsAre(RuleKind::requires_));
}

TEST(Decide, CountsANoteOfNoEngagementForEachThatIsOpen) {
  World world;
  world.given("rana", assign_person("RM", "rana", true)); // so that the quiet exit leaves a primary
  world.given("rana", assign_person("FM", "diego", true));
  world.given("tara", start("park", "e1")).given("tara", start("finish", "f1"));
  world.given("tara", note("n1", "Engagement Management", "Re-engaged Customer: because."));
  EXPECT_EQ(world.state.notes.back().content.engagement, EngagementId());
  EXPECT_THAT(rules(world.when("tara", outcome("102"))), ::testing::ElementsAre(RuleKind::forbid))
      << "no note is missing; the other playbook's guard holds against this one's effects";
}

TEST(Decide, OpensATaskOnlyForTheTenantsItIsFor) {
  World world = parking();
  const Decision refused = world.when("tara", outcome("101"));
  EXPECT_THAT(rules(refused), ::testing::ElementsAre(RuleKind::when));
  EXPECT_THAT(said(refused), HasSubstr("tenant.managed: true"));
  EditTenant edit;
  edit.attributes["managed"] = "no";
  world.given("tara", edit);
  EXPECT_TRUE(world.when("tara", outcome("101")).is_allowed());
}

TEST(Decide, TellsAnUnknownFactFromAFalseOne) {
  World world = parking();
  EditTenant edit;
  edit.attributes["managed"] = "";
  world.given("tara", edit);
  const Decision decision = world.when("tara", outcome("101"));
  EXPECT_THAT(said(decision), HasSubstr("tenant.managed: not filled in"));
  EXPECT_THAT(said(decision), HasSubstr("Fill in Managed"));
}

TEST(Decide, LeavesTheTenantAsItWasWhenAnEffectLosesThePrimary) {
  World world = parking(); // "quiet exit" takes Validation away, and nobody else is primary RM
  const TenantState before = world.state;
  const Decision decision = world.when("tara", outcome("102"));
  EXPECT_THAT(rules(decision), ::testing::ElementsAre(RuleKind::primary, RuleKind::primary));
  EXPECT_EQ(world.state, before);
}

TEST(Decide, ResetsATaskThatAnotherOneResets) {
  World world;
  world.given("tara", start("park", "e1"));
  world.given("tara", complete("111"));
  world.given("tara", complete("110"));
  EXPECT_EQ(world.status_of("111"), "Not Started");
}

// ---- tasks -----------------------------------------------------------------------------------------------------

TEST(Decide, SetsEveryStatusTheWorkspaceHas) {
  World world;
  world.given("tara", start("park", "e1"));
  for (const auto& status : world.model->workspace.task_statuses) {
    world.given("tara", set_task("111", status.name));
    EXPECT_EQ(world.status_of("111"), status.name);
  }
}

TEST(Decide, BeginsATaskWithItsFirstPercent) {
  World world;
  world.given("tara", start("park", "e1"));
  world.given("tara", SetTask{{}, TaskId("111"), "", 40});
  EXPECT_EQ(world.status_of("111"), "In Progress");
  EXPECT_EQ(world.state.engagements.front().tasks.at(TaskId("111")).percent, 40);
  EXPECT_THAT(world.error("tara", SetTask{{}, TaskId("111"), "", 101}).message, HasSubstr("101"));
  EXPECT_THAT(world.error("tara", SetTask{{}, TaskId("111"), "Complete", 50}).message, HasSubstr("100 %"));
}

TEST(Decide, WritesNothingWhenAllIsSoAlready) {
  World world;
  world.given("tara", start("park", "e1"));
  world.given("tara", complete("110"));
  const Decision again = world.when("tara", complete("110"));
  EXPECT_TRUE(again.is_allowed());
  EXPECT_TRUE(again.events.empty());
}

TEST(Decide, LeavesATaskToItsRole) {
  World world;
  world.given("rana", assign_person("FE", "diego", false));
  world.given("tara", start("park", "e1"));
  EXPECT_THAT(rules(world.when("diego", outcome("100"))), ::testing::ElementsAre(RuleKind::role));
  EXPECT_TRUE(world.when("diego", complete("111")).is_allowed()) << "the role \"-\" is nobody's";
}

TEST(Decide, SuggestsTheTaskThatWasProbablyMeant) {
  World world;
  world.given("tara", start("park", "e1"));
  const Error error = world.error("tara", SetTask{EngagementId("e1"), TaskId("101x"), "Complete", std::nullopt});
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_THAT(error.remedy, HasSubstr("101"));
}

// ---- finishing -------------------------------------------------------------------------------------------------

/// The work can be finished: diego leads, and all that 200 requires is there.
World finishing() {
  World world;
  world.given("rana", assign_person("FM", "diego", true));
  world.given("diego", start("finish", "f1"));
  world.given("diego", tick("f1", "the-customer-knows-it-ends"));
  world.given("diego", tick("f1", "the-completed-work-was-reviewed"));
  world.given("diego", LogMeeting{MeetingId("m1"), "call", "Discussion", {"Kim Lee"}, 30, "All done", {}});
  return world;
}

TEST(Decide, HoldsInputsBeforeAnyTask) {
  World world;
  world.given("rana", assign_person("FM", "diego", true));
  world.given("diego", start("finish", "f1"));
  EXPECT_THAT(rules(world.when("diego", complete("200"))),
              ::testing::ElementsAre(RuleKind::entry, RuleKind::requires_, RuleKind::requires_));
}

TEST(Decide, AsksForTheMoveAndSetsTheDate) {
  World world = finishing();
  world.given("diego", complete("200"));
  EXPECT_EQ(to_iso(*world.state.next_action.date), "2027-12-31");
  ASSERT_EQ(world.state.requests.size(), 1u);
  EXPECT_EQ(world.state.requests[0].queue, "Inactive EMEA");
  ASSERT_EQ(world.state.asked_messages.size(), 1u);
  EXPECT_EQ(world.state.asked_messages[0].to, "customer");
}

TEST(Decide, NeedsTheMailOnlyWhereThereIsAnAccountTeam) {
  World world = finishing();
  world.given("diego", AddContact{{ContactId("c1"), "Odd Berg", "account team", "odd@vendor.example", false}});
  const Decision decision = world.when("diego", complete("200"));
  EXPECT_THAT(rules(decision), ::testing::ElementsAre(RuleKind::requires_));
  EXPECT_THAT(said(decision), HasSubstr("Goodbye"));
  world.given("diego", RecordEmail{EmailId("x1"), TemplateId("goodbye"), "account team", {}});
  EXPECT_TRUE(world.when("diego", complete("200")).is_allowed());
}

TEST(Decide, SendsNothingToWhomMustNotBeContacted) {
  World world = finishing();
  world.given("diego", AddContact{{ContactId("c1"), "Odd Berg", "account team", "odd@vendor.example", true}});
  const RecordEmail by_kind{EmailId("x1"), TemplateId("goodbye"), "account team", {}};
  const RecordEmail by_address{EmailId("x1"), TemplateId("goodbye"), "ODD@vendor.example", {}};
  EXPECT_THAT(rules(world.when("diego", by_kind)), ::testing::ElementsAre(RuleKind::contact));
  EXPECT_THAT(rules(world.when("diego", by_address)), ::testing::ElementsAre(RuleKind::contact));
}

TEST(Decide, LooksAtEachRecipientOfAnEmail) {
  World world = finishing();
  world.given("diego", AddContact{{ContactId("c1"), "Odd Berg", "account team", "odd@vendor.example", true}});
  world.given("diego", AddContact{{ContactId("c2"), "Kim Aasen", "customer", "kim@fjord.example", false}});
  const auto sent_to = [&](const char* to) {
    return rules(world.when("diego", RecordEmail{EmailId("x1"), TemplateId("goodbye"), to, {}}));
  };
  for (const char* to :
       {"kim@fjord.example, odd@vendor.example", "Odd Berg <odd@vendor.example>", "customer; odd berg"})
    EXPECT_THAT(sent_to(to), ::testing::ElementsAre(RuleKind::contact)) << to;
  EXPECT_THAT(sent_to("kim@fjord.example, somebody@else.example"), ::testing::IsEmpty());
}

TEST(Decide, KeepsTheManagerUntilTheTenantIsInactive) {
  World world = finishing();
  world.given("diego", complete("200"));
  world.given("diego", assign_queue("FM", "Watch list", true));
  EXPECT_THAT(rules(world.when("diego", unassign_person("FM", "diego"))), ::testing::ElementsAre(RuleKind::forbid));
  world.given("ama", AnswerRequest{world.state.requests[0].id, true, ""});
  EXPECT_EQ(world.holders_of("RM"), "Inactive EMEA*") << "the queue takes the other queue's place";
  EXPECT_TRUE(world.when("diego", unassign_person("FM", "diego")).is_allowed());
}

TEST(Decide, ClosesOnlyWhatIsFinished) {
  World world = finishing();
  EXPECT_THAT(rules(world.when("diego", close("f1"))), ::testing::ElementsAre(RuleKind::mandatory, RuleKind::exit));
  world.given("diego", complete("200"));
  world.given("ama", AnswerRequest{world.state.requests[0].id, true, ""});
  world.given("diego", close("f1"));
  EXPECT_FALSE(world.state.engagements[0].is_open());
  EXPECT_THAT(rules(world.when("diego", set_task("200", "In Progress"))), ::testing::ElementsAre(RuleKind::permanent));
}

TEST(Decide, RunsAPlaybookOnceAtATime) {
  World world;
  world.given("tara", start("park", "e1"));
  EXPECT_THAT(rules(world.when("tara", start("park", "e2"))), ::testing::ElementsAre(RuleKind::permanent));
  EXPECT_EQ(world.error("tara", start("finish", "e1")).code, ErrorCode::conflict);
  EXPECT_THAT(world.error("tara", start("prak", "e2")).remedy, HasSubstr("park"));
}

TEST(Decide, PinsThePlaybookVersionAnEngagementWasStartedWith) {
  World world;
  world.given("tara", start("park", "e1"));
  EXPECT_EQ(world.state.engagements[0].version, world.model->playbooks.at(PlaybookId("park"))->version);
  EXPECT_FALSE(world.state.engagements[0].version.empty());
}

TEST(Decide, ClosesAnEngagementThatHasOutcomesOnlyWithOneOfThem) {
  World world = parking();
  EXPECT_THAT(rules(world.when("tara", close("e1"))), ::testing::ElementsAre(RuleKind::outcome));
  world.given("rana", assign_person("FE", "tara", false));
  world.given("tara", note_about("n9", "100", "why the customer declined", "No interest."));
  world.given("tara", outcome("100"));
  EXPECT_TRUE(world.when("tara", close("e1")).is_allowed());
}

// ---- requests --------------------------------------------------------------------------------------------------

TEST(Decide, LetsNobodyAnswerWhatTheyAskedFor) {
  World world;
  world.given("rana", assign_person("FM", "both", true));
  world.given("both", MakeRequest{RequestId("r1"), "move_queue", "Inactive EMEA", "Finished", {}});
  EXPECT_THAT(rules(world.when("both", AnswerRequest{RequestId("r1"), true, ""})),
              ::testing::ElementsAre(RuleKind::duties));
  EXPECT_THAT(rules(world.when("rana", AnswerRequest{RequestId("r1"), true, ""})),
              ::testing::ElementsAre(RuleKind::role));
  EXPECT_THAT(world.error("ama", AnswerRequest{RequestId("r1"), false, " "}).where, "reason");
  world.given("ama", AnswerRequest{RequestId("r1"), false, "Not yet"});
  EXPECT_THAT(rules(world.when("ama", AnswerRequest{RequestId("r1"), true, ""})),
              ::testing::ElementsAre(RuleKind::permanent));
  EXPECT_EQ(world.holders_of("RM"), "Validation*") << "declined: nothing moved";
}

TEST(Decide, AsksForTheSameOnlyOnceAtATime) {
  World world;
  world.given("tara", MakeRequest{RequestId("r1"), "confirm", "", "", {}});
  EXPECT_THAT(rules(world.when("tara", MakeRequest{RequestId("r2"), "confirm", "", "", {}})),
              ::testing::ElementsAre(RuleKind::permanent));
  EXPECT_THAT(world.error("tara", MakeRequest{RequestId("r3"), "confirm", "Parked", "", {}}).where, "queue");
}

// ---- assignments -----------------------------------------------------------------------------------------------

TEST(Decide, PutsANewPrimaryInThePlaceOfTheOld) {
  World world;
  world.given("rana", assign_person("FM", "diego", true));
  EXPECT_EQ(world.holders_of("FM"), "tara, diego*");
  world.given("rana", assign_person("FM", "diego", false));
  EXPECT_EQ(world.holders_of("FM"), "tara, diego*") << "being assigned again takes no primary's place away";
  ASSERT_GE(world.state.assignment_log.size(), 2u);
  EXPECT_EQ(world.state.assignment_log.back().mark.by, PersonId("rana"));
}

TEST(Decide, DoesNotLeaveAFieldWithoutItsPrimary) {
  World world;
  world.given("rana", assign_person("FM", "diego", false));
  const Decision decision = world.when("rana", unassign_person("FM", "tara"));
  EXPECT_THAT(rules(decision), ::testing::ElementsAre(RuleKind::primary));
  EXPECT_THAT(said(decision), HasSubstr("Make Diego Marsh the primary FM first"));
}

TEST(Decide, PutsIntoAFieldOnlyWhatItTakes) {
  World world;
  EXPECT_THAT(rules(world.when("rana", assign_person("RM", "diego", false))), ::testing::ElementsAre(RuleKind::field));
  EXPECT_THAT(rules(world.when("rana", assign_queue("FM", "Parked", false))), ::testing::ElementsAre(RuleKind::field));
  EXPECT_THAT(rules(world.when("rana", assign_person("Partner FM", "diego", false))),
              ::testing::ElementsAre(RuleKind::field));
  Assign service{FieldId("RM"), person_holder(PersonId("rana")), ServiceId("Exchange"), false};
  EXPECT_THAT(rules(world.when("rana", service)), ::testing::ElementsAre(RuleKind::field));
  EXPECT_THAT(world.error("rana", assign_queue("RM", "Inactive EMA", true)).remedy, HasSubstr("Inactive EMEA"));
}

TEST(Decide, KeepsAPrimaryForEachService) {
  World world;
  world.given("rana", Assign{FieldId("FM"), person_holder(PersonId("diego")), ServiceId("Chat"), true});
  EXPECT_NE(world.state.primary(FieldId("FM"), ServiceId("teams")), nullptr);
  EXPECT_EQ(world.state.primary(FieldId("FM"))->holder.id, "tara") << "another level, another primary";
}

// ---- notes, time, contacts -------------------------------------------------------------------------------------

TEST(Decide, NeverChangesASavedNote) {
  World world;
  world.given("tara", note("n1", "Engagement Management", "First."));
  EXPECT_THAT(rules(world.when("tara", note("n1", "Engagement Management", "Second."))),
              ::testing::ElementsAre(RuleKind::permanent));
  EXPECT_THAT(rules(world.when("tara", DiscardDraft{NoteId("n1")})), ::testing::ElementsAre(RuleKind::permanent));
}

TEST(Decide, KeepsTenDraftsOfEachAuthor) {
  World world;
  world.given("rana", assign_person("FE", "diego", false));
  const auto draft = [](int i) {
    DraftNote command;
    command.note = NoteId("d" + std::to_string(i));
    command.content.category = "Engagement Management";
    return command;
  };
  for (int i = 0; i < 10; ++i) world.given("tara", draft(i));
  EXPECT_THAT(world.error("tara", draft(10)).message, HasSubstr("10"));
  EXPECT_TRUE(world.when("diego", draft(20)).is_allowed()) << "another author's are not counted";
  world.given("tara", note("d3", "Engagement Management", "Now it is saved."));
  EXPECT_TRUE(world.when("tara", draft(10)).is_allowed());
}

TEST(Decide, HidesTheDraftsOfOthers) {
  World world;
  world.given("rana", assign_person("FE", "diego", false));
  DraftNote draft;
  draft.note = NoteId("d1");
  draft.content.category = "Engagement Management";
  world.given("tara", draft);
  EXPECT_EQ(world.error("diego", DiscardDraft{NoteId("d1")}).code, ErrorCode::not_found);
  EXPECT_FALSE(may_see(world.log.back(), world.actor("diego")));
  EXPECT_TRUE(may_see(world.log.back(), world.actor("tara")));
}

TEST(Decide, TakesTheNextActionOfANote) {
  World world;
  auto write = std::get<WriteNote>(note("n1", "Engagement Management", "Call them."));
  write.content.next_action = NextAction{"Second call", *date_from_iso("2026-03-10"), PersonId("tara")};
  world.given("tara", write);
  EXPECT_EQ(world.state.next_action.text, "Second call");
}

TEST(Decide, LogsWholeMinutesAndKeepsWhatTheyWere) {
  World world;
  world.given("tara", start("park", "e1"));
  EXPECT_THAT(world.error("tara", LogTime{TimeEntryId("t1"), TaskId("111"), 0, {}}).remedy, HasSubstr("1 to 1440"));
  world.given("tara", LogTime{TimeEntryId("t1"), TaskId("111"), 30, {}});
  world.given("tara", CorrectTime{TimeEntryId("t1"), 45, "Forgot the call"});
  EXPECT_EQ(world.state.time_entries[0].minutes, 45);
  EXPECT_THAT(world.state.time_entries[0].corrected_from, ::testing::ElementsAre(30));
  world.given("rana", assign_person("FE", "diego", false));
  EXPECT_THAT(rules(world.when("diego", CorrectTime{TimeEntryId("t1"), 1, ""})),
              ::testing::ElementsAre(RuleKind::access));
}

TEST(Decide, WritesAttributesInOneWay) {
  World world;
  EditTenant edit;
  edit.attributes = {{"managed", "No"}, {"seats", "0150"}, {"due", "2026-03-27"}, {"asked_for", "chat; Exchange"}};
  world.given("tara", edit);
  EXPECT_EQ(world.state.attributes.at("managed"), "false");
  EXPECT_EQ(world.state.attributes.at("seats"), "150");
  EXPECT_EQ(world.state.attributes.at("asked_for"), "teams, exchange");
  const auto refusal = [&](const char* id, const char* value) {
    EditTenant wrong;
    wrong.attributes[id] = value;
    return to_string(world.error("tara", wrong));
  };
  EXPECT_THAT(refusal("seats", "many"), HasSubstr("seats: “many” is not a whole number"));
  EXPECT_THAT(refusal("due", "27 March"), HasSubstr("2026-03-27"));
  EXPECT_THAT(refusal("region", "EMAE"), HasSubstr("EMEA"));
  EXPECT_THAT(refusal("region", ""), HasSubstr("must be filled in"));
  EXPECT_THAT(refusal("seat", "1"), HasSubstr("Did you mean “seats”"));
}

// ---- what comes in ---------------------------------------------------------------------------------------------

TEST(Decide, NamesTheLimitThatATextExceeds) {
  World world;
  const std::string long_text(limits::next_action + 1, 'x');
  const Error error = world.error("tara", SetNextAction{{long_text, {}, {}}});
  EXPECT_EQ(error.where, "next_action");
  EXPECT_THAT(error.message, HasSubstr("501 characters, and the limit is 500"));
  EXPECT_THAT(world.error("tara", note("n1", "Engagement Management", std::string(limits::note + 1, 'x'))).message,
              HasSubstr("20000"));
}

TEST(Decide, RefusesTextThatIsNotText) {
  World world;
  EXPECT_THAT(world.error("tara", note("n1", "Engagement Management", "\xC0\xAF")).message, HasSubstr("UTF-8"));
  EXPECT_THAT(world.error("tara", note("n1", "Engagement Management", std::string("a\0b", 3))).message,
              HasSubstr("control character U+0000"));
  EXPECT_THAT(world
                  .error("tara", note("n1", "Engagement Management",
                                      "a\xC2\x9B"
                                      "31mb"))
                  .message,
              HasSubstr("U+009B"))
      << "what a terminal takes for an escape sequence";
  EXPECT_THAT(world.error("tara", note("../x", "Engagement Management", "a")).remedy, HasSubstr("letters"));
  EXPECT_THAT(world.error("tara", note("n1", "Engagement Management", "  \n")).message, HasSubstr("empty"));
  EXPECT_THAT(world.error("tara", AddContact{{ContactId("c"), "Kim", "customer", "kim at home", false}}).message,
              HasSubstr("e-mail address"));
}

TEST(Decide, TakesATextOfExactlyTheLimit) {
  World world;
  std::string text; // code points count, not bytes
  for (std::size_t i = 0; i < limits::next_action; ++i) text += "ç";
  EXPECT_TRUE(world.when("tara", SetNextAction{{text, {}, {}}}).is_allowed());
}

TEST(Decide, RegistersNobodyWhomNobodyKnows) {
  const TenantState nobody;
  const World world;
  RegisterTenant registration;
  registration.tenant = TenantId("fabrikam");
  registration.name = "Fabrikam";
  registration.attributes = {{"region", "EMEA"}};
  const auto error_of = [&](Assignment seat) {
    registration.assignments = {std::move(seat)};
    const auto decision = decide(nobody, *world.model, registration, world.actor("rana"), world.now);
    return decision ? std::string("accepted") : decision.error().where + ": " + decision.error().remedy;
  };
  EXPECT_EQ(error_of({FieldId("FE"), person_holder(PersonId("dieg")), {}, true}), "holder: Did you mean “diego”?");
  EXPECT_EQ(error_of({FieldId("FM"), person_holder(PersonId("diego")), ServiceId("Exchnge"), true}),
            "service: Did you mean “Exchange”?");
}

TEST(Decide, KnowsNoTenantBeforeItIsRegistered) {
  const TenantState nobody;
  const World world;
  const auto decision = decide(nobody, *world.model, SetStatus{"Active"}, world.actor("rana"), world.now);
  ASSERT_FALSE(decision.has_value());
  EXPECT_EQ(decision.error().code, ErrorCode::not_found);
}

TEST(Decide, TellsWhoMayNotReadATenantNotEvenWhetherItIsThere) {
  const TenantState nobody;
  const World world;
  const auto of_none = decide(nobody, *world.model, SetStatus{"Active"}, world.actor("kofi"), world.now);
  const auto of_one = decide(world.state, *world.model, SetStatus{"Active"}, world.actor("kofi"), world.now);
  ASSERT_TRUE(of_none.has_value() && of_none->denial && of_one.has_value() && of_one->denial);
  EXPECT_EQ(to_json(*of_none->denial), to_json(*of_one->denial));
}

TEST(Decide, AsksWhichEngagementWhenSeveralFit) {
  World world;
  world.given("tara", start("park", "e1")).given("tara", start("finish", "e2"));
  EXPECT_THAT(world.error("tara", close("")).message, HasSubstr("2 open engagements"));
  EXPECT_TRUE(world.when("tara", complete("111")).is_allowed()) << "only one of them has that task";
}

} // namespace
} // namespace handrail::engagement
