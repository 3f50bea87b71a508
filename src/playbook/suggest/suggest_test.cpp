// Suggestions without a workspace; those with one are in tests/workspaces.
#include "playbook/suggest/suggest.h"

#include "playbook/compile.h"
#include "playbook/suggest/suggest_report.h"

#include "support/golden.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Playbook read(const std::string& text) {
  return compile_playbook("x.md", MemorySources({{"x.md", text}}), built_in_languages()).playbook;
}

/// A step with this text and two tasks.
Playbook step(const std::string& text) {
  return read("# Example\n\n## Approach\n\n### Part\n\nPrimary Role: **FM**\n\n" + text +
              "\n\n| Task ID | Task Name | M/O |\n|---|---|---|\n| 7001 | Won | O |\n| 7002 | Lost and Gone | O |\n");
}

std::string block(const std::string& text) {
  const auto all = suggest(step(text), built_in_languages(), nullptr);
  std::string yaml;
  for (const auto& each : all.blocks) yaml += each.yaml;
  return yaml;
}

TEST(Suggest, AnItemsRuleStandsOnTheTaskItBeginsWith) {
  EXPECT_EQ(
      block("- 7001 Won: nice.\n- 7002 Lost and Gone: sad. Required to add reason in Technical Enablement notes."),
      "tasks:\n  7002:\n    requires:\n      - note: {category: Technical Enablement, stating: reason}\n"
      "        cites: Required to add reason in Technical Enablement notes.\n");
}

TEST(Suggest, WhatASelectedTaskLeadsToStandsOnItAndTheRestOnTheOutcome) {
  EXPECT_EQ(
      block("Set only one of the following:\n\n- 7001 Won\n- 7002 Lost and Gone\n\nIf you selected *Lost and Gone*:\n\n"
            "- RM field: remove Queue A\n\nIf you selected any other:\n\n- RM field:\n  - Add as primary: Queue B\n"),
      "outcome:\n  one_of: [7001, 7002]\n  except: [7002]\n  cites: 'Set only one of the following:'\n  effects:\n"
      "    - assign: {RM: Queue B, primary: true}\n      cites: 'Add as primary: Queue B'\ntasks:\n  7002:\n    "
      "effects:\n"
      "      - unassign: {RM: Queue A}\n        cites: 'RM field: remove Queue A'\n");
}

TEST(Suggest, ASecondConditionOfATaskIsARequirement) {
  EXPECT_EQ(block("- 7001 Won. Only for unmanaged customers. It takes at least 150 seats."),
            "tasks:\n  7001:\n    when: tenant.managed = false\n    otherwise: Only for unmanaged customers.\n"
            "    cites: Only for unmanaged customers.\n    requires:\n      - that: tenant.seats >= 150\n"
            "        otherwise: It takes at least 150 seats.\n        cites: It takes at least 150 seats.\n");
}

TEST(Suggest, WhatIsEnforcedOrMarkedIsLeftAlone) {
  EXPECT_EQ(
      block(
          "Remove yourself as FM. Remove Queue A as RM.\n\n```rules\nguidance: Remove Queue A as RM.\ntasks:\n  7001:\n"
          "    cites: Remove yourself\n```"),
      "");
}

TEST(Suggest, SaysWhatItCouldNotRead) {
  const auto all = suggest(step("You must juggle. It rains. Remove yourself as FM."), built_in_languages(), nullptr);
  ASSERT_EQ(all.unread.size(), 1U);
  EXPECT_EQ(all.unread.front().text, "You must juggle.");
}

TEST(Suggest, DatesDaysAndAttempts) {
  EXPECT_THAT(block("Set the next action date to 12/31 of the following year."),
              HasSubstr("'date(today().year + 1, 12, 31)'"));
  EXPECT_THAT(block("Set the next action date to 31 December of next year."),
              HasSubstr("'date(today().year + 1, 12, 31)'"));
  EXPECT_THAT(block("Set the next action date to two weeks from now."), HasSubstr("today() + duration(\"P14D\")"));
  EXPECT_THAT(block("Set the next action date to the next business day."), HasSubstr("next business day(today())"));
  EXPECT_THAT(block("Set the next action date to 99/99 of next year."), IsEmpty());
  EXPECT_THAT(block("Contact them within two business days."), HasSubstr("within: 2 business days\n"));
  EXPECT_THAT(block("Make three attempts before."), HasSubstr("attempts: {call: outreach, at_least: 3}"));
}

TEST(Suggest, NobodyIsRemovedByASentenceThatForbidsIt) {
  EXPECT_EQ(block("Do not remove yourself as FM."), "");
  EXPECT_THAT(block("The FM should not remove his name until task 7001 is complete."),
              HasSubstr("forbid:\n  - unassign: {FM: me}\n    until:\n      - task: {id: 7001, status: Complete}\n"));
}

TEST(Suggest, ReadsHostileTextsInTime) {
  std::string items;
  for (int i = 0; i < 3'000; ++i) items += "- Remove remove as remove add as remove until\n";
  EXPECT_FALSE(suggest(step(items), built_in_languages(), nullptr).blocks.empty());
  EXPECT_THAT(block("Remove \x1b[31mred\x1b[0m as RM."), IsEmpty());
  EXPECT_THAT(block("必ずRMを削除してください。"), IsEmpty());
}

TEST(Suggest, PrintsBlocksToPaste) {
  const auto playbook = step("Remove yourself as FM. You must juggle.");
  const auto all = suggest(playbook, built_in_languages(), nullptr);
  EXPECT_TRUE(testing::matches_golden("suggest/block.txt", to_text(playbook, all, false)));
  EXPECT_TRUE(testing::matches_golden("suggest/block.json", to_json(playbook, all)));
}

} // namespace
} // namespace handrail::playbook
