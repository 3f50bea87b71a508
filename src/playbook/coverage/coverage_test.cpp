// Coverage of playbooks as authors write them, without a workspace.
#include "playbook/compile.h"
#include "playbook/coverage/coverage_report.h"

#include "support/golden.h"

#include <nlohmann/json.hpp>

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Playbook read(const std::string& text) {
  const MemorySources sources(
      {{"x.md", text}, {"note.md", "Never reply to all.\n\n```rules\nguidance: Never reply\n```\n"}});
  return compile_playbook("x.md", sources, built_in_languages()).playbook;
}

/// A playbook of one step with this text.
std::string step(const std::string& text) {
  return "# Example\n\n## Approach\n\n### Part\n\nPrimary Role: **FM**\n\n" + text +
         "\n\n| Task ID | Task Name | M/O |\n|---|---|---|\n| 7001 | Send the letter | M |\n";
}

/// "E must …" of each sentence of the step, label and task row aside.
std::vector<std::string> covered(const std::string& text) {
  std::vector<std::string> all;
  const auto playbook = read(step(text));
  for (const auto& chapter : coverage_of(playbook, built_in_languages()).chapters)
    for (const auto& sentence : chapter.sentences)
      if (sentence.form != CoveredSentence::Form::label && sentence.form != CoveredSentence::Form::task)
        all.push_back(fmt::format("{} {}", sign_of(sentence.standing), sentence.text));
  return all;
}

TEST(Coverage, ASentenceThatARuleCitesInPartIsEnforced) {
  EXPECT_THAT(covered("The note *must* say\nwhy. You must greet.\n\n```rules\ntasks:\n  7001:\n    requires:\n"
                      "      - note: {category: A, stating: why}\n        cites: must say why\n```"),
              ElementsAre("E The note must say why.", "! You must greet."));
}

TEST(Coverage, TheKindOfTheRuleAndItsLineAreNamed) {
  const auto playbook =
      read(step("You must stay. Only once.\n\n```rules\nforbid:\n  - unassign: {FM: me}\n    until: []\n"
                "    cites: You must stay.\noutcome:\n  one_of: []\n  cites: [Only once., You must]\n"
                "new_kind:\n  - what: ever\n    cites: Only\n```"));
  std::vector<std::string> rules;
  const auto coverage = coverage_of(playbook, built_in_languages());
  for (const auto& chapter : coverage.chapters)
    for (const auto& sentence : chapter.sentences)
      for (const auto& claim : sentence.claims) rules.push_back(fmt::format("{} {}", claim.rule, claim.at.line));
  EXPECT_THAT(rules, ElementsAre("forbid 15", "outcome 18", "outcome 18", "new_kind 21"));
}

TEST(Coverage, WhatIsMarkedIsGuidanceUnlessARuleCitesIt) {
  EXPECT_THAT(
      covered("Always smile. Always write.\n\n```rules\nguidance: [Always smile., Always write.]\ntasks:\n  7001:\n"
              "    cites: Always write.\n```"),
      ElementsAre("· Always smile.", "E Always write."));
  const auto playbook = read(step("Always smile.\n\n```rules\nguidance: Always smile.\n```"));
  EXPECT_EQ(coverage_of(playbook, built_in_languages()).totals.marked, 1U);
}

TEST(Coverage, AnIncludedFileMayMarkItsOwn) {
  const auto playbook = read("[!INCLUDE [Note](note.md)]\n\n" + step("You must."));
  const auto coverage = coverage_of(playbook, built_in_languages());
  ASSERT_FALSE(coverage.chapters.empty());
  EXPECT_TRUE(coverage.chapters.front().sentences.front().marked);
}

TEST(Coverage, TasksChecklistsLabelsAndLinksAreTracked) {
  const auto playbook =
      read(step("- [ ] The customer must know\n- 7001 Send the letter: it is paper.\n- Complete the task.\n") +
           "\n## Next Steps\n\n- Always go on with [Other](other.md).\n");
  std::vector<std::string> signs;
  for (const auto& chapter : coverage_of(playbook, built_in_languages()).chapters)
    for (const auto& sentence : chapter.sentences) signs.emplace_back(sign_of(sentence.standing));
  EXPECT_THAT(signs, ElementsAre("T", "T", "T", "T", "T", "T"));
}

TEST(Coverage, AChecklistItemThatARuleAsksForIsEnforcedWhereverTheRuleStands) {
  const auto playbook = read(step("- [ ] The customer knows.\n\n") +
                             "\n## Key Outputs\n\n- The end\n\n```rules\nexit:\n  - check: the customer  knows\n```\n");
  const auto coverage = coverage_of(playbook, built_in_languages());
  EXPECT_EQ(coverage.totals.of(Standing::enforced), 1U);
}

TEST(Coverage, ATaskThatIsToBeCompletedIsTrackedAndWhatElseIsOrderedIsNot) {
  EXPECT_THAT(covered("Mark task 7001 complete. Set task 7001 to complete only on Mondays. Send the letter first."),
              ElementsAre("T Mark task 7001 complete.", "! Set task 7001 to complete only on Mondays.",
                          "· Send the letter first."));
}

TEST(Coverage, WhatLeadsToAListStandsAsTheListDoes) {
  const std::string rules = "\n\n```rules\ntasks:\n  7001:\n    cites: [A word, A deed]\n```";
  EXPECT_THAT(covered("It must cover:\n\n- A word\n- A deed" + rules),
              ElementsAre("T It must cover:", "E A word", "E A deed"));
  EXPECT_THAT(covered("It must cover:\n\n- A word\n- A deed\n- A thought" + rules),
              ElementsAre("! It must cover:", "E A word", "E A deed", "· A thought"));
}

TEST(Coverage, CellsOfOtherTablesAreSentences) {
  EXPECT_THAT(covered("| When | What |\n|---|---|\n| Monday | You must call. Then rest. |"),
              ElementsAre("· When", "· What", "· Monday", "! You must call.", "· Then rest."));
}

TEST(Coverage, TheHistoryAndNothingAreNotCounted) {
  const auto playbook =
      read("# T\n\n## Key Outputs\n\nN/A\n\n## Refresh Summary\n\n| Date | Who | What |\n|---|---|---|\n"
           "| 1/1/2020 | A | Must change |\n");
  const auto coverage = coverage_of(playbook, built_in_languages());
  EXPECT_EQ(coverage.totals.all(), 0U);
  EXPECT_EQ(coverage.totals.percent(), 100U);
}

TEST(Coverage, ThePercentageIsRoundedDown) {
  CoverageTotals totals;
  totals.counts = {999, 0, 0, 1};
  EXPECT_EQ(totals.percent(), 99U);
}

TEST(Coverage, ABlockThatIsNoYamlClaimsNothing) {
  EXPECT_THAT(covered("You must.\n\n```rules\ntasks: [\n```\n\n```rules\n- cites: You must.\n```"),
              ElementsAre("! You must."));
}

TEST(Coverage, WorksInLanguagesWithoutBlanks) {
  const auto playbook =
      read("# 例\n\n## アプローチ\n\n### 手順\n\n必ず電話してください。説明です。削除だけです。\n\n```rules\n"
           "guidance: 削除だけです。\n```\n");
  std::vector<std::string> all;
  for (const auto& chapter : coverage_of(playbook, built_in_languages()).chapters)
    for (const auto& sentence : chapter.sentences)
      all.push_back(fmt::format("{} {}", sign_of(sentence.standing), sentence.text));
  EXPECT_THAT(all, ElementsAre("! 必ず電話してください。", "· 説明です。", "· 削除だけです。"));
}

TEST(Coverage, ManyCitationsOfALongTextEndAtTheLimit) {
  std::string text, cites;
  while (text.size() < 60'000) text += "word ";
  for (int i = 0; i < 2'000; ++i) cites += "      - nothing says this\n";
  const auto playbook = read(step(text + "\n\n```rules\ntasks:\n  7001:\n    cites:\n" + cites + "```"));
  EXPECT_EQ(coverage_of(playbook, built_in_languages()).totals.of(Standing::enforced), 0U);
}

TEST(CoverageReport, ShowsTheDocumentWithItsGutter) {
  const auto playbook =
      read(step("You **must** call; see `x`. It is raining\x1b[31m.\n\n1. Add a note. Always smile.\n   - [ ] Done\n\n"
                "```rules\nguidance: Always smile.\ntasks:\n  7001:\n    requires:\n"
                "      - call: outreach\n        cites: You must call\n```\n\n#### More\n\n必ず" +
                std::string(150, 'x') + " and so on\n"));
  const CoveredPlaybook one{playbook, coverage_of(playbook, built_in_languages())};
  EXPECT_TRUE(testing::matches_golden("coverage/gutter.txt", to_text(one, false)));
  EXPECT_TRUE(testing::matches_golden("coverage/totals.txt", to_text(std::vector{one, one}, false)));
  EXPECT_TRUE(testing::matches_golden("coverage/coverage.json", to_json({one})));
}

TEST(CoverageReport, UsesColoursOnlyWhenAsked) {
  const auto playbook = read(step("You must."));
  const CoveredPlaybook one{playbook, coverage_of(playbook, built_in_languages())};
  EXPECT_THAT(to_text(one, true), HasSubstr("\x1b[1;33m!"));
  EXPECT_THAT(to_text(one, false), Not(HasSubstr("\x1b")));
}

} // namespace
} // namespace handrail::playbook
