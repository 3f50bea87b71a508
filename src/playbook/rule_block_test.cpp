// Rules as their authors write them, compiled with a whole workspace around them.
#include "playbook/compile_workspace.h"
#include "playbook/pinned.h"
#include "playbook/report.h"

#include "support/golden.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* workspace_yaml = R"(name: Example
zone: UTC
working_days: [Monday]
regions: [EMEA, APJ]
phases: [Engagement]
motions: [RFA]
statuses: [Active, Watch]
roles:
  - {id: FM, name: FastTrack Manager, access: assigned}
  - {id: RM, name: Regional Manager, access: assignment}
  - {id: desk, name: Assignment Team, access: assignment}
queues:
  - {name: Parked, purpose: parked}
  - {name: Inactive EMEA, region: EMEA}
  - {name: Inactive APJ, region: APJ}
  - {name: watchlist FM}
fields:
  - {id: RM, name: RM, people: [RM], queues: [Parked, Inactive EMEA, Inactive APJ]}
  - {id: FM, name: FM, people: [FM], queues: [watchlist FM]}
  - {id: Partner RM, name: Partner RM}
note_categories:
  - {name: Engagement Management}
  - {name: Technical Enablement, about_task: true}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Complete, kind: complete}
services:
  - {id: all, name: All Services, pseudo: true}
attributes:
  - {id: region, name: Region, type: choice, choices: [EMEA, APJ]}
  - {id: managed, name: Managed, type: boolean}
  - {id: seats, name: Seats, type: number}
request_kinds:
  - {id: move_queue, name: Move, team: desk, moves_queue: true, field: RM}
  - {id: confirm, name: Confirm, team: desk}
contact_kinds: [customer, account team]
)";

constexpr const char* people_yaml = R"(people:
  - {id: mina, name: Mina Halvorsen, roles: [FM]}
  - {id: rana, name: Rana Haddad, roles: [RM]}
)";

constexpr const char* table_md =
    "| U | region | → queue: queue |\n|---|---|---|\n| 1 | EMEA | Inactive EMEA |\n| 2 | APJ | Inactive APJ |\n";

constexpr const char* template_md =
    "---\nname: Farewell\naudience: customer\nsubject: Goodbye {{tenant.name}}\n---\nHello\n";

/// A playbook of two steps; what is given stands in the fence of the first, which begins on line 32.
std::string playbook_with(const std::string& rules, const std::string& exit = "") {
  return "---\ntitle: Example\nms.date: 02/16/2026\nft.audience: internal\nft.owner: mina\n---\n\n"
         "# Example\n\nPhase: **Engagement**  \nMotions: **RFA**  \n\n## Overview\n\nOne.\n\n## Objectives\n\n- "
         "Two.\n\n## Approach\n\n"
         "### Part\n\nPrimary Role: **FastTrack Manager**  \nApplies To: **All Services**\n\n"
         "Complete *exactly one* of the outcomes below, 1 Won or 2 Lost. Only for unmanaged\ncustomers. Task 3 End "
         "comes later.\n\n"
         "```rules\n" +
         rules +
         "```\n\n"
         "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n"
         "| 1 | Won | O | FastTrack Manager | All Services |\n| 2 | Lost | O | FastTrack Manager | All Services |\n\n"
         "- [ ] The customer was told\n\n"
         "### Later\n\nPrimary Role: **FastTrack Manager**  \nApplies To: **All Services**\n\nComplete task 3 End.\n\n"
         "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n"
         "| 3 | End | M | FastTrack Manager | All Services |\n\n"
         "## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The end\n\n" +
         exit +
         "## Next Steps\n\nN/A\n\n## Refresh Summary\n\n"
         "| Date | Who Changed | What Changed |\n|---|---|---|\n| 02/16/2026 | Mina | Created |\n";
}

std::map<std::string, std::string> files_with(const std::string& rules, const std::string& exit = "") {
  return {{"workspace.yaml", workspace_yaml},
          {"people.yaml", people_yaml},
          {"tables/inactive_queue.md", table_md},
          {"templates/farewell.md", template_md},
          {"playbooks/example.md", playbook_with(rules, exit)}};
}

CompiledWorkspace compile(std::map<std::string, std::string> files) {
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  static const Languages languages = built_in_languages();
  return compile_workspace(MemorySources(std::move(files)), names, languages);
}

std::vector<std::string> shown(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> lines;
  for (const auto& d : diagnostics)
    lines.push_back(fmt::format("{} {}:{} {} ({})", d.code, d.at.line, d.at.column, d.message, d.hint));
  return lines;
}

/// The findings in the fence; what its first line is, is line 32 of the file.
std::vector<std::string> findings_of(const std::string& rules) { return shown(compile(files_with(rules)).diagnostics); }

const StepRules& rules_of(const CompiledWorkspace& compiled, std::size_t step = 0) {
  return compiled.model->playbooks.at(PlaybookId("example"))->steps.at(step).rules;
}

TEST(RuleBlock, CompilesAnOutcomeWithRequirementsAndEffects) {
  const auto compiled = compile(files_with(R"(outcome:
  one_of: [1, 2]
  cites: Complete exactly one of the outcomes below
  requires:
    - note: {category: Engagement Management, begins: Re-engaged Customer}
    - note: {category: Technical Enablement, stating: why}
      when: tenant.managed = false
      cites: Only for unmanaged customers.
  effects:
    - unassign: {RM: Parked, FM: me}
    - assign: {RM: = inactive_queue(tenant.region), primary: true}
    - keep: [RM, FM]
    - set: {status: Watch, next_action_date: 'date(today().year + 1, 12, 31)'}
    - send: {template: farewell}
    - send: {template: farewell, to: [account team, desk]}
    - request: {kind: move_queue, queue: inactive_queue(tenant.region)}
    - start: example
    - task: {3: Not Started}
    - close: true
  except: [2]
)"));
  ASSERT_THAT(shown(compiled.diagnostics), IsEmpty());
  const OutcomeRule& outcome = rules_of(compiled).outcome.value();
  EXPECT_THAT(outcome.one_of, ElementsAre(TaskId("1"), TaskId("2")));
  EXPECT_THAT(outcome.except, ElementsAre(TaskId("2")));
  ASSERT_THAT(outcome.source.cites, SizeIs(1));
  EXPECT_EQ(outcome.source.cites[0].rule.line, 34U);
  EXPECT_EQ(outcome.source.cites[0].prose.line, 28U);

  ASSERT_THAT(outcome.requires_, SizeIs(2));
  EXPECT_FALSE(std::get<RequiredNote>(outcome.requires_[0].what).about_task);
  EXPECT_TRUE(std::get<RequiredNote>(outcome.requires_[1].what).about_task);
  EXPECT_EQ(outcome.requires_[1].source.when->text, "tenant.managed = false");
  EXPECT_EQ(outcome.requires_[1].source.cites[0].prose.line, 28U);

  ASSERT_THAT(outcome.effects, SizeIs(13));
  EXPECT_EQ(std::get<HolderByName>(std::get<EffectUnassign>(outcome.effects[0].what).holder).name, "Parked");
  EXPECT_TRUE(std::holds_alternative<HolderActor>(std::get<EffectUnassign>(outcome.effects[1].what).holder));
  EXPECT_TRUE(std::get<EffectAssign>(outcome.effects[2].what).primary);
  EXPECT_EQ(std::get<HolderByFormula>(std::get<EffectAssign>(outcome.effects[2].what).holder).formula.text,
            "inactive_queue(tenant.region)");
  EXPECT_EQ(std::get<EffectSet>(outcome.effects[4].what).formula.text, "\"Watch\"");
  EXPECT_EQ(std::get<EffectSend>(outcome.effects[6].what).to, "customer");
  EXPECT_EQ(std::get<EffectSend>(outcome.effects[8].what).to, "Assignment Team");
  EXPECT_EQ(std::get<EffectRequest>(outcome.effects[9].what).team, RoleId("desk"));
  EXPECT_EQ(std::get<EffectTask>(outcome.effects[11].what).task, TaskId("3"));
}

TEST(RuleBlock, CompilesForbidsTasksAndConditionsOfAStep) {
  const auto compiled = compile(files_with(R"(when: tenant.seats >= 150
otherwise: Too small.
cites: Only for unmanaged customers.
tasks:
  2:
    when: tenant.managed = false
    otherwise: It is managed.
    requires:
      - check: the customer was told
      - task: 3
      - assigned: {FM: somebody else, Partner RM: anyone, primary: true}
      - assigned: {RM: Parked}
      - request: confirm
      - that: count(fields.Partner RM.holders) > 0
        otherwise: Nobody is there.
forbid:
  - unassign: {FM: me}
    until:
      - assigned: {RM: = inactive_queue(tenant.region), primary: true}
  - assign: {RM: anyone}
    until:
      - request: move_queue
  - start: example
    until:
      - email: farewell
      - call: goodbye
)"));
  ASSERT_THAT(shown(compiled.diagnostics), IsEmpty());
  const StepRules& rules = rules_of(compiled);
  EXPECT_EQ(rules.otherwise, "Too small.");
  EXPECT_THAT(rules.when_cites, SizeIs(1));
  ASSERT_THAT(rules.tasks, SizeIs(1));
  const auto& requires_ = rules.tasks[0].requires_;
  ASSERT_THAT(requires_, SizeIs(7));
  EXPECT_EQ(requires_[0].source.cites.at(0).sentence, "The customer was told");
  EXPECT_EQ(std::get<RequiredTask>(requires_[1].what).status, "Complete");
  EXPECT_TRUE(std::get<RequiredAssignment>(requires_[2].what).not_actor);
  EXPECT_TRUE(std::get<RequiredAssignment>(requires_[3].what).primary);
  EXPECT_FALSE(std::get<RequiredAssignment>(requires_[3].what).holder);
  ASSERT_THAT(rules.forbids, SizeIs(3));
  EXPECT_TRUE(std::holds_alternative<HolderActor>(*rules.forbids[0].holder));
  EXPECT_FALSE(rules.forbids[1].holder);
  EXPECT_EQ(rules.forbids[2].playbook, PlaybookId("example"));
}

TEST(RuleBlock, ReadsWhatMustHoldBeforeTheEngagementCloses) {
  const auto compiled =
      compile(files_with("when: true\n", "```rules\nexit:\n  - task: 3\n    cites: The end\n```\n\n"));
  ASSERT_THAT(shown(compiled.diagnostics), IsEmpty());
  EXPECT_THAT(compiled.model->playbooks.at(PlaybookId("example"))->rules.exit, SizeIs(1));
}

TEST(RuleBlock, NamesWhatIsUnknownAtItsPlace) {
  EXPECT_THAT(findings_of("outcome:\n  one_of: [1, 4]\n"),
              ElementsAre("unknown-task 33:15 no task table of this playbook has the task “4” (there is 1, 2 or 3)"));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requirs: []\n"),
              ElementsAre("yaml-unknown-key 34:5 there is no key “requirs” here (did you mean “requires”?)"));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requires:\n      - note: {category: Technical Enablment}\n"),
              ElementsAre("unknown-note-category 35:26 there is no note category “Technical Enablment” (did you mean "
                          "“Technical Enablement”?)"));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requires:\n      - email: fairwell\n"),
              ElementsAre(HasSubstr("did you mean “farewell”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requires:\n      - check: The customer was towed\n"),
              ElementsAre(HasSubstr("did you mean “The customer was told”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requires:\n      - assigned: {Partner FM: anyone}\n"),
              ElementsAre(HasSubstr("there is no field “Partner FM” (did you mean “Partner RM”?)")));
  EXPECT_THAT(
      findings_of("tasks:\n  1:\n    effects:\n      - assign: {RM: Inactive EMAE}\n"),
      ElementsAre("unknown-holder 35:22 there is no queue or person “Inactive EMAE” (did you mean “Inactive EMEA”?)"));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - start: exampel\n"),
              ElementsAre(HasSubstr("did you mean “example”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - task: {3: Completed}\n"),
              ElementsAre(HasSubstr("did you mean “Complete”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - set: {regoin: EMEA}\n"),
              ElementsAre(HasSubstr("did you mean “region”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - send: {template: farewell, to: customers}\n"),
              ElementsAre(HasSubstr("did you mean “customer”?")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    requires:\n      - request: confirms\n"),
              ElementsAre(HasSubstr("did you mean “confirm”?")));
}

TEST(RuleBlock, TakesAFieldThatIsNearlyPrimaryForThat) {
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - assign: {RM: Parked, primry: true}\n"),
              ElementsAre("unknown-field 35:30 there is no field “primry” (did you mean “primary”?)"));
}

TEST(RuleBlock, PointsAtTheVeryPlaceInACondition) {
  const auto findings =
      compile(files_with("tasks:\n  1:\n    when: >-\n      tenant.seats > 150\n      and tenant.manged = false\n"))
          .diagnostics;
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].code, "condition");
  EXPECT_EQ(findings[0].at.line, 36U);
  EXPECT_THAT(findings[0].message + findings[0].hint, HasSubstr("managed"));
  EXPECT_EQ(findings[0].source_line, "      and tenant.manged = false");
}

TEST(RuleBlock, RefusesConditionsThatAreNeitherTrueNorFalseAndFactsOfTheWrongType) {
  EXPECT_THAT(findings_of("when: tenant.seats\n"),
              ElementsAre(HasSubstr("a condition is true or false; this is a number")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - set: {seats: today()}\n"),
              ElementsAre(HasSubstr("“seats” takes a number; this is a date")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - assign: {RM: = 7}\n"),
              ElementsAre(HasSubstr("a holder is a name")));
}

TEST(RuleBlock, ShowsBothPlacesWhenACitedSentenceIsNotThere) {
  const auto findings =
      compile(files_with("tasks:\n  2:\n    when: tenant.managed = false\n    cites: Only for managed customers.\n"))
          .diagnostics;
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].code, "cites-not-found");
  EXPECT_EQ(findings[0].at.line, 35U);
  EXPECT_THAT(findings[0].hint, HasSubstr("the text says “Only for unmanaged customers.”"));
  ASSERT_THAT(findings[0].related, SizeIs(1));
  EXPECT_EQ(findings[0].related[0].line, 28U);

  const auto unlike = compile(files_with("when: true\ncites: Something else entirely\n")).diagnostics;
  ASSERT_THAT(unlike, SizeIs(1));
  EXPECT_EQ(unlike[0].related.at(0).line, 23U) << "the step's heading";
}

TEST(RuleBlock, KeepsOutOfAFieldWhoMayNotStandInIt) {
  EXPECT_THAT(
      findings_of("tasks:\n  1:\n    effects:\n      - assign: {RM: watchlist FM, primary: true}\n"),
      ElementsAre(
          "holder-not-allowed 35:22 the queue “watchlist FM” may not stand in the field RM (it may stand in FM)"));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - assign: {FM: = inactive_queue(tenant.region)}\n"),
              ElementsAre(HasSubstr("the queue “Inactive EMEA” may not stand in the field FM")));
  EXPECT_THAT(
      findings_of("tasks:\n  1:\n    effects:\n      - assign: {RM: Mina Halvorsen}\n"),
      ElementsAre(HasSubstr("Mina Halvorsen may not stand in the field RM (it is for people with the role RM)")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - request: {kind: move_queue, queue: watchlist FM}\n"),
              ElementsAre(HasSubstr("may not stand in the field RM")));
  EXPECT_THAT(findings_of("tasks:\n  1:\n    effects:\n      - request: {kind: move_queue}\n      - request: {kind: "
                          "confirm, queue: Parked}\n"),
              ElementsAre(HasSubstr("asks for a queue, and none is given"), HasSubstr("moves no queue")));
}

TEST(RuleBlock, ReadsTheRoleThatAHolderMustHave) {
  const auto assigned = [](const std::string& what) {
    return "tasks:\n  1:\n    requires:\n      - assigned: {" + what + "}\n";
  };
  const auto compiled = compile(files_with(assigned("FM: anyone, role: fasttrack manager")));
  ASSERT_THAT(shown(compiled.diagnostics), IsEmpty());
  const auto& required = rules_of(compiled).tasks.at(0).requires_.at(0);
  EXPECT_EQ(std::get<RequiredAssignment>(required.what).role, RoleId("FM"));

  EXPECT_THAT(findings_of(assigned("FM: anyone, role: FMM")),
              ElementsAre(HasSubstr("unknown-role 35:38 there is no role “FMM” (did you mean “FM”?)")));
  EXPECT_THAT(findings_of(assigned("FM: anyone, role: RM")),
              ElementsAre(HasSubstr("people with the role Regional Manager may not stand in the field FM (it is for "
                                    "people with the role FM)")));
  EXPECT_THAT(findings_of(assigned("FM: me, role: FM")),
              ElementsAre(HasSubstr("the holder of the field FM is named, and not by the role FastTrack Manager")));
}

TEST(RuleBlock, KeepsAnOutcomeWithinItsStep) {
  EXPECT_THAT(findings_of("outcome: {one_of: [1, 3]}\n"),
              ElementsAre(HasSubstr("the task 3 stands in the table of the step “Later”")));
  EXPECT_THAT(findings_of("outcome: {one_of: [1]}\n"), ElementsAre(HasSubstr("at least two tasks")));
  EXPECT_THAT(findings_of("outcome: {one_of: [1, 2, 1]}\n"), ElementsAre(HasSubstr("in this list twice")));
  EXPECT_THAT(findings_of("outcome: {one_of: [1, 2], except: [3]}\n"),
              ElementsAre(HasSubstr("“3” is not one of the outcome's tasks")));
}

TEST(RuleBlock, WarnsOfARuleForAnotherStepsTaskUnlessItCitesThisStep) {
  const auto stray = compile(files_with("tasks:\n  3:\n    requires:\n      - task: 1\n"));
  EXPECT_THAT(shown(stray.diagnostics), ElementsAre(HasSubstr("rule-task-elsewhere")));
  EXPECT_NE(stray.model, nullptr) << "a warning does not keep a workspace from being used";
  EXPECT_THAT(findings_of("tasks:\n  3:\n    requires:\n      - task: 1\n        cites: Task 3 End comes later.\n"),
              IsEmpty());
}

TEST(RuleBlock, FindsEverythingThatIsWrongAtOnce) {
  const auto compiled = compile(files_with("whn: true\noutcome: {one_of: [1, 9], exept: []}\ntasks:\n  8: {}\n  1:\n   "
                                           " effects:\n      - assign: {XX: me}\n      - set: {seats: 1 +}\n"));
  EXPECT_EQ(compiled.model, nullptr);
  EXPECT_THAT(shown(compiled.diagnostics),
              ElementsAre(HasSubstr("“whn”"), HasSubstr("“9”"), HasSubstr("“exept”"), HasSubstr("“8”"),
                          HasSubstr("“XX”"), HasSubstr("condition 39:")));
}

TEST(RuleBlock, ShowsItsFindingsAsAnAuthorReadsThem) {
  const auto compiled = compile(files_with(R"(outcome:
  one_of: [1, 2, 3]
  cites: Complete exactly one of these outcomes
  requires:
    - note: {category: Technical Enablment, stating: why}
    - that: >-
        tenant.seats >= "many"
        or tenant.regoin = "EMEA"
  effects:
    - assign: {RM: watchlist FM, primary: true}
    - unassign: {FM: m}
    - request: {kind: move_que}
    - asign: {RM: me}
tasks:
  1: {when: tenant.region = "EMAE"}
)"));
  std::string text;
  for (const Diagnostic& diagnostic : compiled.diagnostics) text += to_text(diagnostic, false);
  EXPECT_TRUE(handrail::testing::matches_golden("check/rules.txt", text));
}

TEST(RuleBlock, SurvivesHostileFences) {
  for (const std::string& rules :
       {std::string("tasks: &a {1: *a}\n"), std::string("- a\n"), std::string("tasks: [1]\n"),
        std::string("when: [a]\n"), std::string("outcome: x\n"), "when: " + std::string(3000, '(') + "\n",
        std::string("tasks:\n  1:\n    requires:\n      - assigned: {RM: ''}\n"),
        std::string("tasks:\n  1:\n    requires:\n      - {note: x, email: {a: b}}\n      - []\n"),
        std::string("forbid: [{assign: {}, until: []}, {until: 1}]\n"), "tasks: " + std::string(400, '{') + "\n",
        std::string("outcome:\n  one_of: [[1], {a: b}, null]\n")})
    EXPECT_EQ(compile(files_with(rules)).model, nullptr) << rules.substr(0, 60);
}

TEST(RuleBlock, LooksForNoMoreCitationsThanALargePlaybookHas) {
  std::string rules = "tasks:\n  1:\n    cites:\n";
  for (int i = 0; i < 100; ++i) rules += "      - Nothing of the kind\n";
  auto files = files_with(rules);
  std::string& text = files["playbooks/example.md"];
  std::string prose;
  while (prose.size() < 100'000) prose += "Here is one more paragraph of advice.\n\n";
  text.insert(text.find("```rules"), prose);
  const auto compiled = compile(std::move(files));
  const auto count = [&](const std::string& code) {
    return std::count_if(compiled.diagnostics.begin(), compiled.diagnostics.end(),
                         [&](const Diagnostic& d) { return d.code == code; });
  };
  EXPECT_GT(count("rules-limit"), 0);
  EXPECT_GT(count("cites-not-found"), 0);
  EXPECT_EQ(count("rules-limit") + count("cites-not-found"), 100);
}

TEST(Pinned, KeepsItsRulesWhenTheNewestVersionChanges) {
  const auto old = compile(files_with("tasks:\n  2:\n    when: tenant.managed = false\n"));
  const auto now = compile(files_with("tasks:\n  2:\n    when: tenant.seats > 5\n"));
  ASSERT_TRUE(old.model && now.model);
  static const Languages languages = built_in_languages();
  const auto pinned = compile_pinned(old.model->texts.at(PlaybookId("example")), *now.model, languages);
  ASSERT_TRUE(pinned) << to_string(pinned.error());
  EXPECT_EQ((*pinned)->version, old.model->playbooks.at(PlaybookId("example"))->version);
  EXPECT_NE((*pinned)->version, now.model->playbooks.at(PlaybookId("example"))->version);
  EXPECT_EQ((*pinned)->steps[0].rules.tasks.at(0).source.when->text, "tenant.managed = false");
}

TEST(Pinned, IsRefusedWithItsPlaceWhenTheWorkspaceNoLongerHasWhatItNames) {
  const auto old = compile(files_with("tasks:\n  2:\n    effects:\n      - assign: {RM: Parked}\n"));
  auto files = files_with("when: true\n");
  auto& workspace = files["workspace.yaml"];
  workspace.replace(workspace.find("  - {name: Parked, purpose: parked}\n"), 36, "");
  workspace.replace(workspace.find("Parked, "), 8, "");
  const auto now = compile(std::move(files));
  ASSERT_TRUE(old.model && now.model);
  static const Languages languages = built_in_languages();
  const auto pinned = compile_pinned(old.model->texts.at(PlaybookId("example")), *now.model, languages);
  ASSERT_FALSE(pinned);
  EXPECT_THAT(pinned.error().message, HasSubstr("there is no queue or person “Parked”"));
  EXPECT_EQ(pinned.error().where, "playbooks/example.md:35:22");
  EXPECT_FALSE(compile_pinned("{}", *now.model, languages));
  EXPECT_FALSE(compile_pinned("not json", *now.model, languages));
}

} // namespace
} // namespace handrail::playbook
