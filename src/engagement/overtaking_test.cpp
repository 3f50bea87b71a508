#include "engagement/overtaking.h"

#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

const FieldId fm("FM");
const Holder tara = person_holder(PersonId("tara"));

Change assigned(const char* field, std::optional<ServiceId> service = {}) {
  return HolderAssigned{{FieldId(field), tara, std::move(service), true}};
}
Change edited(std::map<std::string, std::string> attributes) { return TenantEdited{{}, {}, {}, std::move(attributes)}; }

TEST(Overtaking, WhatReplacesTheSameThingIsOvertaken) {
  EXPECT_TRUE(overtakes(StatusSet{"Paused"}, SetStatus{"Active"}));
  EXPECT_TRUE(overtakes(NextActionSet{}, SetNextAction{}));
  EXPECT_TRUE(overtakes(edited({{"seats", "7"}}), EditTenant{{}, {}, {}, {{"seats", "8"}}}));
  EXPECT_TRUE(overtakes(ContactEdited{{ContactId("c1"), {}, {}, {}}}, EditContact{{ContactId("c1"), {}, {}, {}}}));
  EXPECT_TRUE(overtakes(assigned("FM"), Assign{fm, tara, {}, true}));
  EXPECT_TRUE(overtakes(HolderUnassigned{fm, tara, {}}, Unassign{fm, tara, {}}));
  EXPECT_TRUE(
      overtakes(TaskSet{EngagementId("e1"), TaskId("3676"), "Complete"}, SetTask{{}, TaskId("3676"), "Blocked", {}}));
  EXPECT_TRUE(
      overtakes(ItemTicked{EngagementId("e1"), ChecklistItemId("i1")}, TickItem{{}, ChecklistItemId("i1"), false}));
  EXPECT_TRUE(overtakes(assigned("RM"), ChooseOutcome{{}, TaskId("3713")})) << "whom it moves was shown beforehand";
  EXPECT_TRUE(overtakes(TimeCorrected{TimeEntryId("t1"), 5, ""}, CorrectTime{TimeEntryId("t1"), 7, ""}));
}

TEST(Overtaking, WhatReplacesSomethingElseIsNot) {
  EXPECT_FALSE(overtakes(NoteWritten{}, SetStatus{"Active"}));
  EXPECT_FALSE(overtakes(edited({{"seats", "7"}}), EditTenant{"Contoso", {}, {}, {{"region", "EMEA"}}}));
  EXPECT_FALSE(overtakes(ContactEdited{{ContactId("c2"), {}, {}, {}}}, EditContact{{ContactId("c1"), {}, {}, {}}}));
  EXPECT_FALSE(overtakes(assigned("RM"), Assign{fm, tara, {}, true}));
  EXPECT_FALSE(overtakes(assigned("FM", ServiceId("mail")), Assign{fm, tara, {}, true}));
  EXPECT_FALSE(
      overtakes(TaskSet{EngagementId("e2"), TaskId("3676"), ""}, SetTask{EngagementId("e1"), TaskId("3676"), "", {}}));
}

TEST(Overtaking, WhatAddsIsNeverOvertaken) {
  for (const Change& change : {Change(NoteWritten{}), Change(StatusSet{}), assigned("FM"), Change(TaskSet{})})
    for (const Command& command :
         {Command(WriteNote{}), Command(LogMeeting{}), Command(LogTime{}), Command(AddContact{})})
      EXPECT_FALSE(overtakes(change, command)) << name_of(command);
}

TEST(Overtaking, AnEditIsWhatItsFormChanged) {
  TenantState seen;
  seen.name = "Contoso";
  seen.customer = "Contoso Group";
  seen.services = {ServiceId("mail")};
  seen.attributes = {{"region", "EMEA"}, {"seats", "7"}};
  const auto edit = changed_from(
      seen,
      {"Contoso", "Northwind", std::vector{ServiceId("mail")}, {{"region", "EMEA"}, {"seats", "8"}, {"country", ""}}});
  EXPECT_FALSE(edit.name.has_value());
  EXPECT_EQ(edit.customer, "Northwind");
  EXPECT_FALSE(edit.services.has_value());
  EXPECT_EQ(edit.attributes, (std::map<std::string, std::string>{{"seats", "8"}}));
}

} // namespace
} // namespace handrail::engagement
