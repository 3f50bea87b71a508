#include "engagement/command_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace handrail::engagement {
namespace {

using ::testing::HasSubstr;

/// One of every command, every field of it filled.
std::vector<Command> every_command() {
  const EngagementId e1("e1");
  const ServiceId teams("teams");
  const Contact contact{ContactId("c1"), "Kim Lee", "customer", "kim@example.com", true};
  const NextAction next{"Call", *date_from_iso("2026-03-10"), PersonId("tara")};
  const NoteContent note{
      "Technical Enablement", "Text – ç 漢 \"quoted\"\n", TaskId("100"), {teams}, {{"why", "because"}}, true, next, e1};
  const Assignment rana{FieldId("RM"), person_holder(PersonId("rana")), teams, true};
  return {RegisterTenant{TenantId("contoso"), "Contoso", "Group", {teams}, {{"seats", "5"}}, {rana}, {contact}},
          EditTenant{"New", "Other", std::vector{teams}, {{"seats", ""}}},
          AddContact{contact},
          EditContact{contact},
          SetStatus{"Active"},
          SetNextAction{next},
          Assign{FieldId("RM"), queue_holder("Parked"), teams, true},
          Unassign{FieldId("RM"), queue_holder("Parked"), teams},
          Reassign{FieldId("RM"), queue_holder("Parked"), person_holder(PersonId("rana")), teams},
          MakeRequest{RequestId("r1"), "move_queue", "Parked", "Done", e1},
          AnswerRequest{RequestId("r1"), true, "Moved"},
          StartEngagement{e1, PlaybookId("park")},
          CloseEngagement{e1, "Done"},
          SetTask{e1, TaskId("100"), "Paused", 40, teams},
          TickItem{e1, ChecklistItemId("item"), false},
          ChooseOutcome{e1, TaskId("100"), teams},
          WriteNote{NoteId("n1"), note},
          DraftNote{NoteId("n1"), note},
          DiscardDraft{NoteId("n1")},
          LogMeeting{MeetingId("m1"), "call", "outreach", {"Kim"}, 15, "Agreed", e1},
          RecordEmail{EmailId("m1"), TemplateId("goodbye"), "customer", e1},
          LogTime{TimeEntryId("t1"), TaskId("100"), 30, e1},
          CorrectTime{TimeEntryId("t1"), 20, "Too long"}};
}

TEST(Commands, ReadBackWhatTheyWrote) {
  std::set<std::size_t> kinds;
  for (const auto& command : every_command()) {
    kinds.insert(command.index());
    const auto json = to_json(command);
    const auto read = command_from_json(json);
    ASSERT_TRUE(read.has_value()) << json << ": " << to_string(read.error());
    EXPECT_EQ(read->index(), command.index());
    EXPECT_EQ(to_json(*read), json);
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<Command>) << "every command is tried here";
}

TEST(Commands, SayWhatIsWrongWithAText) {
  const auto refusal = [](const char* text) {
    const auto read = command_from_json(text);
    return read ? std::string("it was read") : to_string(read.error());
  };
  EXPECT_THAT(refusal("[1"), HasSubstr("A command is an object of JSON"));
  EXPECT_THAT(refusal(R"({"status":"Active"})"), HasSubstr("The command's name is missing"));
  EXPECT_THAT(refusal(R"({"command":"fly"})"), HasSubstr("There is no command “fly”"));
  EXPECT_THAT(refusal(R"({"command":"set_status"})"), HasSubstr("status: the field is missing"));
  EXPECT_THAT(refusal(R"({"command":"set_status","status":1})"), HasSubstr("expected a text, found number"));
  EXPECT_THAT(refusal(R"({"command":"set_status","status":"Active","why":"so"})"), HasSubstr("“why”"));
}

} // namespace
} // namespace handrail::engagement
