// `handrail table` on the sample workspace's tables, and on files that are none.
#include "cli/command.h"
#include "support/golden.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace handrail::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::matches_golden;
using testing::Ran;
using testing::run_handrail;

const std::string tables = "workspaces/fasttrack/tables/";

Ran table(const std::string& file, const std::vector<std::string>& tries = {}, bool as_json = false) {
  std::vector<std::string> words{"table", file};
  for (const auto& one : tries) words.insert(words.end(), {"--try", one});
  if (as_json) words.insert(words.end(), {"--format", "json"});
  return run_handrail(words);
}

/// What is said of a value or name that makes no sense.
std::string refused(const std::string& file, const std::vector<std::string>& tries) {
  const Ran ran = table(tables + file, tries);
  EXPECT_EQ(ran.status, Exit::usage) << ran.out;
  EXPECT_EQ(ran.out, "");
  return ran.err;
}

class Table : public ::testing::Test {
protected:
  /// What `handrail table` says of a file with this text, in a folder without a workspace.
  Ran of_text(const std::string& text, const std::vector<std::string>& tries = {}) {
    const auto file = (folder_.path() / "routing.md").string();
    std::ofstream(file, std::ios::binary) << text;
    return table(file, tries);
  }

private:
  testing::TemporaryFolder folder_;
};

TEST_F(Table, ShowsWhichRowFiresAndWhy) {
  const Ran ran = table(tables + "rfa_eligibility.md", {"rfa_kind=migration", "paid_seats=480", "trial=no"});
  EXPECT_EQ(ran.status, Exit::success);
  EXPECT_TRUE(matches_golden("cli/table.txt", ran.out));
}

TEST_F(Table, SaysTheSameAsJson) {
  const Ran ran = table(tables + "rfa_eligibility.md", {"rfa_kind=migration", "paid_seats=500"}, true);
  EXPECT_EQ(ran.status, Exit::success);
  EXPECT_TRUE(matches_golden("cli/table.json", ran.out));
  EXPECT_EQ(nlohmann::json::parse(ran.out)["result"], "\"eligible\"");
}

TEST_F(Table, WithoutValuesSaysWhatTheCheckSays) {
  const Ran ran = table(tables + "rfa_eligibility.md");
  EXPECT_EQ(ran.status, Exit::success);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("rfa_eligibility, hit policy F: the first row that fires counts"),
                             HasSubstr("5 rows, 4 inputs, 1 output"), HasSubstr("every input has its row")));
}

TEST_F(Table, AnInputThatIsNotGivenIsNull) {
  const Ran ran = table(tables + "inactive_queue.md", {});
  EXPECT_EQ(ran.status, Exit::success);
  const Ran tried = table(tables + "rfa_eligibility.md", {"trial=yes"});
  EXPECT_THAT(tried.out, AllOf(HasSubstr("paid_seats = null (not given)"),
                               HasSubstr("Row 1 fires: the result is \"not eligible\".")));
}

TEST_F(Table, RefusesInputsThatItDoesNotHave) {
  EXPECT_EQ(refused("inactive_queue.md", {"regon=EMEA"}),
            "handrail table: --try: the table has no input “regon” (Did you mean “region”?)\n");
  EXPECT_EQ(refused("rfa_eligibility.md", {"colour=red"}),
            "handrail table: --try: the table has no input “colour” (Its inputs are rfa_kind, government, trial, "
            "paid_seats; write rfa_kind=VALUE.)\n");
  EXPECT_EQ(refused("inactive_queue.md", {"region"}),
            "handrail table: --try: “region” has no value (Its inputs are region; write region=VALUE.)\n");
  EXPECT_EQ(refused("inactive_queue.md", {"region=EMEA", "region=APJ"}),
            "handrail table: --try: “region” is given twice (One value can be tried at a time.)\n");
  EXPECT_THAT(refused("inactive_queue.md", {"="}), HasSubstr("the table has no input “”"));
}

TEST_F(Table, RefusesValuesOfAnotherType) {
  EXPECT_EQ(refused("inactive_queue.md", {"region=EMAE"}),
            "handrail table: --try: region is one of Americas, EMEA, APJ, and “EMAE” is not (Did you mean “EMEA”?)\n");
  EXPECT_THAT(refused("rfa_eligibility.md", {"paid_seats=many"}),
              HasSubstr("paid_seats is a number, and “many” is not"));
  EXPECT_THAT(refused("rfa_eligibility.md", {"paid_seats=\"5\""}), HasSubstr("paid_seats is a number"));
  EXPECT_THAT(refused("rfa_eligibility.md", {"trial=maybe"}), HasSubstr("trial is true or false, and “maybe” is not"));
  EXPECT_THAT(refused("rfa_eligibility.md", {"paid_seats=" + std::string(100'000, '9')}),
              HasSubstr("paid_seats is a number"));
}

TEST_F(Table, ReadsDatesAndLiteralsWithoutAWorkspace) {
  const std::string text = "| U | from: date | anything | → season: text |\n|---|---|---|---|\n"
                           "| 1 | < date(\"2026-06-01\") | - | \"early\" |\n"
                           "| 2 | >= date(\"2026-06-01\") | [1..3] | \"late\" |\n";
  EXPECT_THAT(of_text(text, {"from=2026-05-31"}).out, HasSubstr("Row 1 fires: the result is \"early\"."));
  EXPECT_THAT(of_text(text, {"from=2026-06-01", "anything=2"}).out, HasSubstr("Row 2 fires"));
  const Ran none = of_text(text, {"from=2026-06-01", "anything=text"});
  EXPECT_EQ(none.status, Exit::failure);
  EXPECT_THAT(none.out, HasSubstr("No row fires: the result is null."));
  EXPECT_THAT(of_text(text, {"from=June"}).err, HasSubstr("from is a date such as 2026-03-27, and “June” is not"));
}

TEST_F(Table, SaysWhereRowsContradictEachOther) {
  const std::string text = "| U | seats: number | → size: text |\n|---|---|---|\n| 1 | < 10 | \"small\" |\n"
                           "| 2 | > 5 | \"large\" |\n";
  const Ran checked = of_text(text);
  EXPECT_EQ(checked.status, Exit::success) << "warnings are no errors";
  EXPECT_THAT(checked.out, AllOf(HasSubstr("rows 1 and 2 both fire"), HasSubstr("for example seats = ")));
  const Ran tried = of_text(text, {"seats=7"});
  EXPECT_EQ(tried.status, Exit::failure);
  EXPECT_THAT(tried.out, HasSubstr("No result: rows 1, 2 of routing fire at once"));
}

TEST_F(Table, SaysWhatIsNoTable) {
  const auto said = [&](const std::string& text) {
    const Ran ran = of_text(text, {"a=1"});
    EXPECT_EQ(ran.status, Exit::failure);
    return ran.out + ran.err;
  };
  EXPECT_THAT(said(""), HasSubstr("no table here has a hit policy in its first header cell"));
  EXPECT_THAT(said("# Prose\n\nNo table.\n"), HasSubstr("[table-missing]"));
  EXPECT_THAT(said(std::string("\x7f"
                               "ELF\0\xff\xfe",
                               7)),
              HasSubstr("this is no text in UTF-8"));
  EXPECT_THAT(said("| U |\n|---|\n| 1 |\n"), HasSubstr("error"));
  EXPECT_THAT(said("| U | a: number | → size: text |\n|---|---|---|\n| 1 | < 10 | small |\n"),
              HasSubstr("= a text stands in quotes: \"small\""));
}

TEST_F(Table, RefusesWhatIsTooLargeOrNotThere) {
  const Ran large = of_text(std::string((1U << 20U) + 1, 'a'));
  EXPECT_EQ(large.status, Exit::usage);
  EXPECT_THAT(large.err, HasSubstr("routing.md"));
  std::string rows = "| F | a: number | → b: number |\n|---|---|---|\n";
  for (int i = 0; i <= 10'000; ++i) rows += "| - | 1 | 2 |\n";
  EXPECT_THAT(of_text(rows).out, HasSubstr("a table has at most 10000 rows"));
  EXPECT_EQ(table("nowhere.md").err, "handrail table: nowhere.md: there is no such file\n");
  EXPECT_EQ(table("workspaces").err, "handrail table: workspaces: this is not a file\n");
}

TEST_F(Table, TellsOfManyRowsOnlyThoseThatMatter) {
  std::string rows = "| U | a: number | → b: number |\n|---|---|---|\n";
  for (int i = 0; i < 200; ++i) rows += "| - | " + std::to_string(i) + " | " + std::to_string(2 * i) + " |\n";
  const Ran ran = of_text(rows, {"a=150"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("▸ 151"), HasSubstr("… and 139 rows more that do not fire"),
                             HasSubstr("Row 151 fires: the result is 300.")));
}

} // namespace
} // namespace handrail::cli
