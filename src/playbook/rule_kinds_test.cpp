// Rules that count, repeat, separate and tell, as their authors write them.
#include "playbook/compile_workspace.h"
#include "playbook/report.h"

#include "support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* workspace_yaml = R"(name: Example
zone: UTC
working_days: [Monday]
phases: [Engagement]
statuses: [Active]
roles:
  - {id: FM, name: FastTrack Manager, access: assigned, aliases: [Lead]}
fields:
  - {id: FM, name: FM, people: [FM]}
note_categories:
  - {name: Technical Enablement, about_task: true}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Complete, kind: complete}
  - {name: Paused, kind: waiting}
  - {name: Deferred, kind: waiting}
services:
  - {id: all, name: All Services, pseudo: true}
  - {id: exchange, name: Exchange, aliases: [Mail]}
  - {id: teams, name: Teams}
attributes:
  - {id: seats, name: Seats, type: number}
  - {id: moved, name: Moved, type: number}
  - {id: country, name: Country, type: text}
request_kinds:
  - {id: confirm, name: Confirm, team: FM}
contact_kinds: [customer, account team]
)";

/// A playbook of one step; the fence begins on line 24.
std::string playbook_with(const std::string& rules, const std::string& services = "Mail, Teams") {
  return "---\ntitle: Example\nms.date: 02/16/2026\nft.audience: internal\nft.owner: mina\n---\n\n"
         "# Example\n\nPhase: **Engagement**  \n\n## Overview\n\nOne.\n\n## Objectives\n\n- Two.\n\n## Approach\n\n"
         "### Part\n\n```rules\n" +
         rules +
         "```\n\nPrimary Role: **FastTrack Manager**  \nApplies To: **All Services**\n\n"
         "Complete 1 Won, 2 Lost and 3 Sum. Each is done for every service.\n\n"
         "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n"
         "| 1 | Won | O | FastTrack Manager | " +
         services +
         " |\n| 2 | Lost | O | FastTrack Manager | Teams |\n| 3 | Sum | O | FastTrack Manager | All Services |\n\n"
         "## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The end\n\n## Next Steps\n\nN/A\n\n## Refresh Summary\n\n"
         "| Date | Who Changed | What Changed |\n|---|---|---|\n| 02/16/2026 | Mina | Created |\n";
}

CompiledWorkspace compile(const std::string& playbook) {
  const std::map<std::string, std::string> files{
      {"workspace.yaml", workspace_yaml},
      {"people.yaml", "people:\n  - {id: mina, name: Mina, roles: [FM]}\n"},
      {"templates/farewell.md", "---\nname: Farewell\naudience: customer\nsubject: Goodbye\n---\nHello\n"},
      {"playbooks/example.md", playbook}};
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  static const Languages languages = built_in_languages();
  return compile_workspace(MemorySources(files), names, languages);
}

std::vector<std::string> findings_of(const std::string& rules) {
  std::vector<std::string> lines;
  for (const auto& d : compile(playbook_with(rules)).diagnostics)
    if (d.severity == Severity::error)
      lines.push_back(fmt::format("{} {}:{} {} ({})", d.code, d.at.line, d.at.column, d.message, d.hint));
  return lines;
}

StepRules rules_of(const std::string& rules) {
  const auto compiled = compile(playbook_with(rules));
  for (const auto& d : compiled.diagnostics) EXPECT_NE(d.severity, Severity::error) << to_text(d, false);
  return compiled.model == nullptr ? StepRules{}
                                   : compiled.model->playbooks.at(PlaybookId("example"))->steps.at(0).rules;
}

TEST(RuleKinds, RepeatsTasksForTheServicesInTheirColumn) {
  const auto rules = rules_of("once_per: service\ncites: Each is done for every service.\n");
  ASSERT_THAT(rules.per_service, SizeIs(2)) << "All Services is a pseudo service: that task is done once per tenant";
  EXPECT_THAT(rules.per_service.at(TaskId("1")), ElementsAre(ServiceId("exchange"), ServiceId("teams")));
  EXPECT_THAT(rules.per_service.at(TaskId("2")), ElementsAre(ServiceId("teams")));
  EXPECT_THAT(rules.per_service_cites, SizeIs(1));
}

TEST(RuleKinds, SaysWhenNothingWouldBeRepeated) {
  auto text = playbook_with("once_per: service\n", "All Services");
  text.replace(text.find("| Teams |"), 9, "| All Services |");
  const auto compiled = compile(text);
  ASSERT_EQ(compiled.model, nullptr);
  EXPECT_EQ(compiled.diagnostics.front().code, "once-per");
  EXPECT_THAT(findings_of("once_per: region\n"), ElementsAre(HasSubstr("service")));
}

TEST(RuleKinds, ReadsTheServiceATaskIsRequiredForAndTheOneItIsDoneFor) {
  const auto rules = rules_of("once_per: service\ntasks:\n  2:\n    when: service != \"Exchange\"\n    requires:\n"
                              "      - task: {id: 1, service: Mail}\n");
  EXPECT_EQ(std::get<RequiredTask>(rules.tasks.at(0).requires_.at(0).what).service, ServiceId("exchange"));
  EXPECT_THAT(findings_of("tasks:\n  2:\n    requires:\n      - task: {id: 1, service: Team}\n"),
              ElementsAre("unknown-service 28:32 there is no service “Team” (did you mean “Teams”?)"));
  EXPECT_THAT(findings_of("tasks:\n  2:\n    requires:\n      - task: {id: 1, service: All Services}\n"),
              ElementsAre(HasSubstr("“All Services” is done once per tenant")));
  EXPECT_THAT(findings_of("tasks:\n  2:\n    when: service = \"Exchang\"\n"), SizeIs(1));
}

TEST(RuleKinds, ReadsTransitionsByStatusAndByKind) {
  const auto rules = rules_of("tasks:\n  1:\n    on:\n      waiting:\n        - task: {2: Not Started}\n"
                              "      Not Started:\n        - task: {2: Paused}\n        - close: true\n");
  const auto& on = rules.tasks.at(0).on;
  ASSERT_THAT(on, SizeIs(2));
  EXPECT_THAT(on[0].statuses, ElementsAre("Paused", "Deferred"));
  EXPECT_THAT(on[1].statuses, ElementsAre("Not Started"));
  EXPECT_THAT(on[1].effects, SizeIs(2));
}

TEST(RuleKinds, CountsTheTasksOfItsStep) {
  const auto rules = rules_of("choose:\n  of: [1, 2, 3]\n  at_least: 1\n  at_most: 2\n  cites: Complete 1 Won\n");
  ASSERT_THAT(rules.choices, SizeIs(1));
  EXPECT_EQ(rules.choices[0].at_least, 1U);
  EXPECT_EQ(rules.choices[0].at_most, 2U);
  EXPECT_THAT(rules.choices[0].source.cites, SizeIs(1));
}

TEST(RuleKinds, TakesTheNameOfANumberFromItsAttribute) {
  const auto rules = rules_of("tasks:\n  3:\n    requires:\n      - total: {of: {moved: tenant.moved, left: '10'}, "
                              "equals: tenant.seats}\n        otherwise: Count again.\n");
  const auto& total = std::get<RequiredTotal>(rules.tasks.at(0).requires_.at(0).what);
  EXPECT_EQ(total.of.at(0).label, "moved");
  EXPECT_EQ(total.equals.label, "Seats");
  EXPECT_EQ(total.otherwise, "Count again.");
}

TEST(RuleKinds, KnowsWhoIsToldFromWhoMustNotHaveDoneIt) {
  const auto rules = rules_of("tasks:\n  1:\n    requires:\n      - by: {other_than: {task: 2}}\n"
                              "      - by: {other_than: {request: confirm}}\n      - told: {who: lead, by: call}\n"
                              "      - told: {who: customer, template: farewell}\n");
  const auto& requires_ = rules.tasks.at(0).requires_;
  ASSERT_THAT(requires_, SizeIs(4));
  EXPECT_EQ(std::get<RequiredOther>(requires_[0].what).task, TaskId("2"));
  EXPECT_EQ(std::get<RequiredOther>(requires_[1].what).request, "confirm");
  const auto& lead = std::get<RequiredTold>(requires_[2].what);
  EXPECT_EQ(lead.who, "FastTrack Manager");
  EXPECT_TRUE(lead.is_role && lead.call && !lead.email && !lead.meeting);
  const auto& customer = std::get<RequiredTold>(requires_[3].what);
  EXPECT_TRUE(!customer.is_role && customer.call && customer.email && customer.meeting);
}

TEST(RuleKinds, ShowsItsFindingsAsAnAuthorReadsThem) {
  const auto compiled = compile(playbook_with(R"(choose:
  of: [1, 1, 4]
  at_least: 3
  at_most: two
tasks:
  1:
    on:
      pausd:
        - task: {2: Not Started}
      Complete:
        - close: true
    requires:
      - by: {other_than: {task: 22}}
      - by: {other_than: {request: confrm}}
      - told: {who: customers}
      - told: {who: account team, by: call, template: farewell}
      - told: {who: customer, by: letter}
      - total: {of: {moved: tenant.country}, equals: tenant.seets}
      - check: nothing
        otherwise: No.
)"));
  std::string text;
  for (const Diagnostic& diagnostic : compiled.diagnostics)
    if (diagnostic.severity == Severity::error) text += to_text(diagnostic, false);
  EXPECT_TRUE(handrail::testing::matches_golden("check/rule-kinds.txt", text));
}

TEST(RuleKinds, RefusesNumbersOfTasksThatSayNothing) {
  EXPECT_THAT(findings_of("choose: {of: [1, 2]}\n"), ElementsAre(HasSubstr("neither how many")));
  EXPECT_THAT(findings_of("choose: {of: [1, 2], at_most: 2}\n"), ElementsAre(HasSubstr("leaves nothing out")));
  EXPECT_THAT(findings_of("choose: {of: [1, 2], at_least: 2, at_most: 1}\n"), ElementsAre(HasSubstr("cannot both")));
  EXPECT_THAT(findings_of("choose: {of: [1, 2], at_least: 0}\n"), ElementsAre(HasSubstr("no number of tasks")));
  EXPECT_THAT(findings_of("choose: {of: [1, 2], at_least: 3}\n"),
              ElementsAre(HasSubstr("of 2 tasks, 3 cannot be complete")));
}

TEST(RuleKinds, SurvivesHostileFences) {
  for (const char* rules :
       {"choose: {of: x, at_least: [1]}\n", "choose: {of: [[1]], at_most: {}}\n", "tasks: {1: {on: [a]}}\n",
        "tasks: {1: {on: {waiting: {}}}}\n", "tasks:\n  1:\n    requires:\n      - total: {of: [], equals: []}\n",
        "tasks:\n  1:\n    requires:\n      - total: {of: {}, equals: '1'}\n",
        "tasks:\n  1:\n    requires:\n      - by: x\n      - by: {other_than: {task: 1, request: confirm}}\n",
        "tasks:\n  1:\n    requires:\n      - told: {who: [], by: [[]], template: {}}\n", "once_per: []\n"})
    EXPECT_EQ(compile(playbook_with(rules)).model, nullptr) << rules;
  EXPECT_THAT(findings_of("once_per: service\n"), IsEmpty());
}

} // namespace
} // namespace handrail::playbook
