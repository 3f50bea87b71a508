// Task tables as authors leave them: no task is lost, and what is in doubt is said.
#include "playbook/compile.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

const std::string usual = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n";
const std::string dashes = "|---|---|---|---|---|\n";

struct Table {
  Lines tasks; ///< "1001 One, M, FM, Exchange + Teams"
  Lines codes; ///< findings about the table
  Playbook playbook;
};

Table read(const std::string& table) {
  static const Languages languages = built_in_languages();
  const MemorySources sources({{"a.md", "# T\n\n## Approach\n\n### Step\n\nText.\n\n" + table}});
  auto result = compile_playbook("a.md", sources, languages);
  Table found;
  for (const auto& step : result.playbook.steps)
    for (const auto& task : step.tasks) {
      std::string services;
      for (const auto& each : task.services) services += (services.empty() ? "" : " + ") + each;
      found.tasks.push_back(
          fmt::format("{} {}, {}, {}, {}", task.id.text(), task.name, task.mandatory ? "M" : "O", task.role, services));
    }
  for (const auto& each : result.diagnostics)
    if (each.code.substr(0, 5) == "table" || each.code.substr(0, 5) == "task-") found.codes.push_back(each.code);
  found.playbook = std::move(result.playbook);
  return found;
}

TEST(TaskTable, TakesColumnsByAWordOfTheirHeadingOrByTheirPlace) {
  const auto by_word = read("| Task ID | Task Name | M/O | FTC Role | Services/Workloads |\n" + dashes +
                            "| 1001 | One | M | FM | Exchange |\n");
  EXPECT_THAT(by_word.tasks, ElementsAre("1001 One, M, FM, Exchange"));
  EXPECT_THAT(by_word.codes, IsEmpty());
  const auto by_place =
      read("| Task ID | Activity | M/O | Owner | Services |\n" + dashes + "| 1001 | One | M | FM | Exchange |\n");
  EXPECT_THAT(by_place.tasks, ElementsAre("1001 One, M, FM, Exchange"));
  EXPECT_THAT(by_place.codes, IsEmpty());
}

TEST(TaskTable, FindsTheLettersOfAColumnWhoseHeadingSaysNothing) {
  const auto read_one = read("| Task ID | Task Name | Type | FastTrack Role | Services |\n" + dashes +
                             "| 1001 | One | M | FM | Exchange |\n| 1002 | Two | O | FM | Exchange |\n");
  EXPECT_THAT(read_one.tasks, ElementsAre("1001 One, M, FM, Exchange", "1002 Two, O, FM, Exchange"));
}

TEST(TaskTable, SaysWhichColumnItDoesNotRead) {
  const auto unread =
      read("| Task ID | Task Name | M/O | Role | Remarks |\n" + dashes + "| 1001 | One | M | FM | by May |\n");
  EXPECT_THAT(unread.tasks, ElementsAre("1001 One, M, FM, "));
  EXPECT_THAT(unread.codes, ElementsAre("table-column-unknown"));
  const auto empty = read("| Task ID | Task Name | M/O | Role | Remarks |\n" + dashes + "| 1001 | One | M | FM | |\n");
  EXPECT_THAT(empty.codes, IsEmpty());
}

TEST(TaskTable, TakesYesAndNoWhereOneWordAsks) {
  for (const char* heading : {"Mandatory", "Mandatory?", "Mandatory (Y/N)", "Pflicht", "Obligatorio"}) {
    const auto asked =
        read(fmt::format("| Task ID | Task Name | {} |\n|-|-|-|\n| 1001 | One | Yes |\n| 1002 | Two | N |\n", heading));
    EXPECT_THAT(asked.tasks, ElementsAre("1001 One, M, , ", "1002 Two, O, , ")) << heading;
    EXPECT_THAT(asked.codes, IsEmpty()) << heading;
  }
  const auto turned = read("| Task ID | Task Name | Optional |\n|-|-|-|\n| 1001 | One | No |\n| 1002 | Two | Yes |\n");
  EXPECT_THAT(turned.tasks, ElementsAre("1001 One, M, , ", "1002 Two, O, , "));
}

TEST(TaskTable, DoesNotGuessALetterThatStandsForBoth) {
  const auto unclear = read(
      "| Task ID | Task Name | (O)bligatorio / (O)pcional |\n|-|-|-|\n| 1001 | One | O |\n| 1002 | Two | Opcional |\n");
  EXPECT_THAT(unclear.tasks, ElementsAre("1001 One, O, , ", "1002 Two, O, , "));
  EXPECT_THAT(unclear.codes, ElementsAre("task-mandatory-unclear"));
}

TEST(TaskTable, GivesEachOfTwoTasksInOneRowItsOwnLine) {
  const auto both =
      read(usual + dashes + "| 1001<br>1002 | One<br>Two | M<br>O | FM<br>FE | Exchange<br>Teams, Intune |\n");
  EXPECT_THAT(both.tasks, ElementsAre("1001 One, M, FM, Exchange", "1002 Two, O, FE, Teams + Intune"));
  EXPECT_THAT(both.codes, ElementsAre("table-row-merged"));
}

TEST(TaskTable, ReadsTheRestOfALastCellInTheNextLine) {
  const auto with_pipe =
      read(usual + dashes + "| 1001 | One | M | FM | Exchange,\nTeams |\n| 1002 | Two | O | FM | Teams |\n");
  EXPECT_THAT(with_pipe.tasks, ElementsAre("1001 One, M, FM, Exchange + Teams", "1002 Two, O, FM, Teams"));
  EXPECT_THAT(with_pipe.codes, ElementsAre("table-row-wrapped"));
  const auto without = read(usual + dashes + "1001 | One | M | FM | Exchange,\nTeams\n");
  EXPECT_THAT(without.tasks, ElementsAre("1001 One, M, FM, Exchange + Teams"));
}

TEST(TaskTable, LeavesTheSentenceUnderARowWithoutPipesToTheProse) {
  const auto table = read(usual + dashes + "1001 | One | M | FM | Exchange\nThis is no row.\n");
  EXPECT_THAT(table.tasks, ElementsAre("1001 One, M, FM, Exchange"));
  EXPECT_TRUE(find_sentence(table.playbook.steps.at(0).prose, "This is no row.").has_value());
}

TEST(TaskTable, SaysThatARowOfOneCellIsNoTask) {
  const auto table = read(usual + dashes + "| 1001 | One | M | FM | Exchange |\n| Only for partners |\n");
  EXPECT_THAT(table.codes, ElementsAre("task-no-id"));
}

TEST(TaskTable, KnowsLinesOfOtherSigns) {
  for (const char* line : {"|===|===|===|===|===|", "+---+---+---+---+---+", "+===+===+===+===+===+"}) {
    const auto table = read(usual + line + "\n| 1001 | One | M | FM | Exchange |\n");
    EXPECT_THAT(table.tasks, ElementsAre("1001 One, M, FM, Exchange")) << line;
    EXPECT_THAT(table.codes, IsEmpty()) << line;
  }
}

} // namespace
} // namespace handrail::playbook
