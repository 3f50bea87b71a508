// Every kind of event there is, for tests that must know them all.
#pragma once

#include "engagement/events.h"

#include <vector>

namespace handrail::engagement {

/// One of every kind of change, every field of it filled.
inline std::vector<Change> every_change() {
  const EngagementId e1("e1");
  const Contact contact{ContactId("c1"), "Kim Lee", "customer", "kim@example.com", true};
  const NextAction next{"Call", *date_from_iso("2026-03-10"), PersonId("tara")};
  const NoteContent note{"Technical Enablement",
                         "Text – ç 漢 \"quoted\"\n",
                         TaskId("100"),
                         {ServiceId("teams")},
                         {{"why", "because"}},
                         true,
                         next,
                         e1};
  return {TenantRegistered{
              TenantId("contoso"), "Contoso", "Contoso Group", "Active", {ServiceId("teams")}, {{"seats", "5"}}},
          TenantEdited{"New", "Other", std::vector{ServiceId("teams")}, {{"seats", ""}}},
          ContactAdded{contact},
          ContactEdited{contact},
          StatusSet{"Active"},
          NextActionSet{next},
          HolderAssigned{{FieldId("FM"), person_holder(PersonId("tara")), ServiceId("teams"), true}},
          HolderUnassigned{FieldId("RM"), queue_holder("Validation"), ServiceId("teams")},
          RequestMade{RequestId("r1"), e1, "move_queue", "Inactive", "Done", RoleId("movers")},
          RequestAnswered{RequestId("r1"), true, "Moved"},
          EngagementStarted{e1, PlaybookId("park"), "abc"},
          EngagementClosed{e1, "Done"},
          TaskSet{e1, TaskId("100"), "Complete", 100},
          ItemTicked{e1, ChecklistItemId("item"), true},
          OutcomeChosen{e1, "step", TaskId("100")},
          NoteWritten{NoteId("n1"), note},
          NoteDrafted{NoteId("n2"), note},
          DraftDiscarded{NoteId("n2")},
          MeetingLogged{MeetingId("m1"), e1, "call", "outreach", {"Kim Lee"}, 15, "No answer"},
          EmailRecorded{EmailId("x1"), e1, TemplateId("goodbye"), "customer"},
          MessageAsked{e1, TemplateId("goodbye"), "customer"},
          TimeLogged{TimeEntryId("t1"), e1, TaskId("100"), 30},
          TimeCorrected{TimeEntryId("t1"), 45, "Forgot"}};
}

} // namespace handrail::engagement
