// Rules of time as their authors write them: what is read, and what is said about what cannot be.
#include "playbook/compile_workspace.h"

#include "support/golden.h"

#include <fmt/format.h>

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* workspace_yaml = R"(name: Example
zone: UTC
working_days: [Monday]
regions: [EMEA]
phases: [Engagement]
motions: [RFA]
statuses: [Active]
roles:
  - {id: FM, name: FastTrack Manager, access: assigned}
queues: []
fields:
  - {id: FM, name: FM, people: [FM]}
note_categories:
  - {name: Engagement Management}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Complete, kind: complete}
services:
  - {id: all, name: All Services, pseudo: true}
attributes:
  - {id: due, name: Due, type: date}
  - {id: seats, name: Seats, type: number}
request_kinds:
  - {id: confirm, name: Confirm, team: FM}
contact_kinds: [customer]
)";

/// The rules stand on line 24 and following.
CompiledWorkspace compiled(const std::string& rules) {
  const std::map<std::string, std::string> files{
      {"workspace.yaml", workspace_yaml},
      {"people.yaml", "people:\n  - {id: mina, name: Mina Halvorsen, roles: [FM]}\n"},
      {"templates/farewell.md", "---\nname: Farewell\naudience: customer\nsubject: Goodbye\n---\nHello\n"},
      {"playbooks/example.md",
       "---\ntitle: Example\nft.audience: internal\n---\n\n# Example\n\nPhase: **Engagement**  \nMotions: **RFA**  \n\n"
       "## Overview\n\nOne.\n\n## Objectives\n\n- Two.\n\n## Approach\n\n### Part\n\n```rules\n" +
           rules +
           "```\n\nThe call comes within two days. 1 Won or 2 Lost.\n\n"
           "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n"
           "| 1 | Won | O | FastTrack Manager | All Services |\n| 2 | Lost | O | FastTrack Manager | All Services |\n\n"
           "## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The end\n\n## Next Steps\n\nN/A\n"}};
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  static const Languages languages = built_in_languages();
  return compile_workspace(MemorySources(files), names, languages);
}

std::vector<std::string> errors_of(const std::string& rules) {
  std::vector<std::string> lines;
  for (const auto& one : compiled(rules).diagnostics)
    if (one.severity == Severity::error)
      lines.push_back(fmt::format("{} {}:{} {} ({})", one.code, one.at.line, one.at.column, one.message, one.hint));
  return lines;
}

/// The findings of one requirement of the task 1, whose text begins in column 9 of line 27.
std::vector<std::string> requirement_errors(const std::string& requirement) {
  return errors_of("tasks:\n  1:\n    requires:\n      - " + requirement + "\n");
}

TEST(RuleTime, ReadsAttemptsWaitingAndInactivity) {
  const auto made = compiled(R"(tasks:
  1:
    requires:
      - attempts: {call: outreach, at_least: 3, apart: 2 business days}
      - elapsed: {at_least: 4 hours, since: {assigned: FM}}
      - inactive: 60 days
      - inactive: {at_least: 1 week, before: started}
)");
  ASSERT_NE(made.model, nullptr);
  const auto& all = made.model->playbooks.at(PlaybookId("example"))->steps.front().rules.tasks.front().requires_;
  ASSERT_EQ(all.size(), 4U);
  const auto& attempts = std::get<RequiredAttempts>(all[0].what);
  EXPECT_EQ(std::get<RequiredMeeting>(attempts.what).purpose, "outreach");
  EXPECT_EQ(attempts.at_least, 3);
  EXPECT_EQ(attempts.apart, (Duration{Duration::Unit::business_days, 2}));
  EXPECT_EQ(std::get<EventAssigned>(std::get<RequiredElapsed>(all[1].what).since).field, FieldId("FM"));
  EXPECT_FALSE(std::get<RequiredInactivity>(all[2].what).before.has_value());
  EXPECT_TRUE(std::holds_alternative<EventStarted>(*std::get<RequiredInactivity>(all[3].what).before));
}

TEST(RuleTime, ReadsDeadlinesOfTasksOutcomesAndSteps) {
  const auto made = compiled(R"(tasks:
  1: {due: {within: 2 business days, since: started, remind: [1 day, 2 hours], late: refuse, cites: within two days}}
outcome:
  one_of: [1, 2]
  due: {by: tenant.due}
deadlines:
  - {call: outreach, within: 0 days, since: {request: confirm}, otherwise: Call., cites: The call comes}
  - {note: {category: Engagement Management}, within: 1 day, since: '= tenant.due', remind: 1 day}
  - {email: farewell, by: 'add business days(tenant.due, 2)'}
)");
  ASSERT_NE(made.model, nullptr);
  const auto& rules = made.model->playbooks.at(PlaybookId("example"))->steps.front().rules;
  ASSERT_TRUE(rules.tasks.front().due.has_value());
  EXPECT_TRUE(rules.tasks.front().due->refuse_late);
  EXPECT_EQ(rules.tasks.front().due->remind.size(), 2U);
  EXPECT_EQ(rules.tasks.front().due->source.cites.size(), 1U);
  EXPECT_EQ(rules.outcome->due->by->text, "tenant.due");
  ASSERT_EQ(rules.deadlines.size(), 3U);
  EXPECT_EQ(std::get<RequiredMeeting>(rules.deadlines[0].what).kind, "call");
  EXPECT_EQ(rules.deadlines[0].due.otherwise, "Call.");
  EXPECT_TRUE(std::holds_alternative<EventDate>(rules.deadlines[1].due.since));
}

TEST(RuleTime, SaysWhatIsWrongWithADurationAtItsPlace) {
  EXPECT_THAT(requirement_errors("inactive: 2 buisness days"),
              ElementsAre("duration 27:19 “2 buisness days” is no duration: there is no unit “buisness days” (did you "
                          "mean “2 business days”?)"));
  EXPECT_THAT(requirement_errors("attempts: {call: x, at_least: 2, apart: P2D}"),
              ElementsAre("duration 27:49 “P2D” is no duration (write it like 2 business days, 60 days, 3 weeks or 4 "
                          "hours)"));
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 0 days, since: started}"),
              ElementsAre(HasSubstr("“0 days” is no time at all (write 1 day or more)")));
  EXPECT_THAT(requirement_errors("inactive: {at_least: 99999999999999999999 days, before: started}"),
              ElementsAre(HasSubstr("is longer than 3650 days, the most there can be")));
  EXPECT_THAT(requirement_errors("inactive: [60 days]"), ElementsAre(HasSubstr("yaml-wrong-kind")));
  EXPECT_THAT(requirement_errors("inactive: " + std::string(3'000, '9')), ElementsAre(HasSubstr("is no duration")));
}

TEST(RuleTime, SaysHowManyAttemptsThereCanBe) {
  for (const char* number : {"0", "51", "-1", "three", "2.5", "99999999999999999999"})
    EXPECT_THAT(requirement_errors(fmt::format("attempts: {{call: x, at_least: {}}}", number)),
                ElementsAre(HasSubstr(fmt::format("attempts-count 27:39 “{}” is no number from 1 to 50", number))));
  EXPECT_THAT(requirement_errors("attempts: {at_least: 2}"),
              ElementsAre(HasSubstr("call, meeting or email is needed")));
  EXPECT_THAT(requirement_errors("attempts: {email: farwell, at_least: 2}"),
              ElementsAre(HasSubstr("did you mean “farewell”?")));
}

TEST(RuleTime, SaysWhatTimesAreCountedFrom) {
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 1 day, since: begun}"),
              ElementsAre(HasSubstr("unknown-event 27:43 nothing is counted from “begun” (write started,")));
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 1 day, since: {assigned: FMM}}"),
              ElementsAre(HasSubstr("there is no field “FMM” (did you mean “FM”?)")));
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 1 day, since: {task: 77}}"),
              ElementsAre(HasSubstr("unknown-task 27:50")));
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 1 day, since: = tenant.seats}"),
              ElementsAre(HasSubstr("condition-type 27:45 this must be a date, and it is a number")));
  EXPECT_THAT(requirement_errors("elapsed: {at_least: 1 day, since: {call: x, meeting: y}}"),
              ElementsAre(HasSubstr("“call” and “meeting” cannot stand in one item")));
  EXPECT_THAT(requirement_errors("elapsed: {since: started}"), ElementsAre(HasSubstr("“at_least” is missing")));
}

TEST(RuleTime, SaysWhenADeadlineDoesNotSayByWhen) {
  const auto due = [](const std::string& text) { return errors_of("tasks:\n  1: {due: {" + text + "}}\n"); };
  EXPECT_THAT(due("within: 2 days"), ElementsAre(HasSubstr("due-time 25:12 it is not said by when")));
  EXPECT_THAT(due("by: tenant.due, within: 2 days, since: started"),
              ElementsAre(HasSubstr("due-time 25:13 “by” names the last day, and “within” counts to it")));
  EXPECT_THAT(due("by: today(), when: 'me.id = \"x\"'"),
              ElementsAre(HasSubstr("due-time 25:33 a deadline is the same for everybody")));
  EXPECT_THAT(due("within: 1 day, since: started, late: refused"), ElementsAre(HasSubstr("did you mean “refuse”?")));
  EXPECT_THAT(due("within: 1 day, since: started, remind: [1 day, 1 day, 1 day, 1 day, 1 day, 1 day, 1 day, 1 day, 1 "
                  "day, 1 day, 1 day]"),
              ElementsAre(HasSubstr("11 reminders are more than the limit of 10")));
  EXPECT_THAT(errors_of("deadlines:\n  - {within: 1 day, since: started}\n"),
              ElementsAre(HasSubstr("task, call, meeting, email, request or note is needed")));
  EXPECT_THAT(errors_of("deadlines:\n  - {call: x, within: 1 day, since: started, late: refuse}\n"),
              ElementsAre(HasSubstr("there is no key “late” here")));
}

} // namespace
} // namespace handrail::playbook
