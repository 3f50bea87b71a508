#include "playbook/table_file.h"

#include "feel/decision_table.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Workspace workspace() {
  Workspace result;
  TenantAttribute region;
  region.id = "region";
  region.type = TenantAttribute::Type::choice;
  region.choices = {"Americas", "EMEA", "APJ"};
  result.attributes.push_back(region);
  for (const char* name : {"Inactive EMEA", "Inactive APJ", "Inactive Americas"})
    result.queues.push_back({name, "", "", {}});
  return result;
}

struct Read {
  std::optional<Table> table;
  std::vector<std::string> findings;
};

Read read(std::string_view markdown, const std::string& file = "tables/route.md") {
  std::vector<Diagnostic> findings;
  Read result;
  result.table = read_table(markdown, file, workspace(), findings);
  for (const auto& f : findings)
    result.findings.push_back(fmt::format("{} {} {}:{} {} ({})", f.severity == Severity::error ? "error" : "warning",
                                          f.code, f.at.line, f.at.column, f.message, f.hint));
  return result;
}

std::string decided(const Table& table, const std::vector<feel::Value>& arguments) {
  return feel::decide(*table.decision, arguments, {}, {}).value.to_text();
}

TEST(TableFile, TakesTypesFromTheWorkspaceAndTextsWithoutQuotes) {
  const auto read_in = read("# Route\n\nProse | with pipes.\n\n| U | region | → queue: queue |\n| - | --- | :-: |\n| 1 "
                            "| Americas | Inactive Americas |\n"
                            "| 2 | EMEA, APJ | \"Inactive EMEA\" |\n\nMore prose.\n",
                            "tables/my-route.md");
  EXPECT_THAT(read_in.findings, IsEmpty());
  ASSERT_TRUE(read_in.table);
  EXPECT_EQ(read_in.table->name, "my_route");
  EXPECT_EQ(read_in.table->at.line, 5U);
  EXPECT_EQ(decided(*read_in.table, {feel::Value::string("Americas")}), "Inactive Americas");
  EXPECT_EQ(decided(*read_in.table, {feel::Value::string("APJ")}), "Inactive EMEA");
}

TEST(TableFile, ReadsTypesWrittenInTheHeader) {
  const auto read_in =
      read("| F | seats: number | trial: boolean | plan: text | -> answer: \"yes\", \"no\" |\n|-|-|-|-|-|\n"
           "| 1 | - | true | - | no |\n| 2 | >= 150 | | `\"E3\", \"E5\"` | yes |\n| 3 | - | - | - | no |\n");
  EXPECT_THAT(read_in.findings, IsEmpty());
  ASSERT_TRUE(read_in.table);
  const auto answer = [&](std::int64_t seats, bool trial, const char* plan) {
    return decided(*read_in.table,
                   {feel::Value::number(seats), feel::Value::boolean(trial), feel::Value::string(plan)});
  };
  EXPECT_EQ(answer(150, false, "E5"), "yes");
  EXPECT_EQ(answer(149, false, "E5"), "no");
  EXPECT_EQ(answer(150, true, "E5"), "no");
  EXPECT_EQ(answer(150, false, "F1"), "no");
}

TEST(TableFile, WarnsOfGapsAndOverlapsWithAnExample) {
  const auto gap =
      read("| U | region | → queue: queue |\n|-|-|-|\n| 1 | EMEA | Inactive EMEA |\n| 2 | APJ | Inactive APJ |\n");
  EXPECT_TRUE(gap.table);
  EXPECT_THAT(gap.findings, ElementsAre(::testing::AllOf(HasSubstr("warning table-gap"), HasSubstr("Americas"))));
  const auto overlap =
      read("| U | seats: number | → answer: text |\n|-|-|-|\n| 1 | <= 5 | \"a\" |\n| 2 | >= 5 | \"b\" |\n");
  EXPECT_THAT(overlap.findings, ElementsAre(HasSubstr("warning table-overlap 4:2")));
}

TEST(TableFile, SaysWhatIsWrongInWhichCell) {
  EXPECT_THAT(read("| U | region | → queue: queue |\n|-|-|-|\n| 1 | EMAE | Inactive EMEA |\n").findings,
              ElementsAre(HasSubstr("error table-cell 3:7")));
  EXPECT_THAT(
      read("| U | region | → queue: queue |\n|-|-|-|\n| 1 | EMEA |\n").findings,
      ElementsAre(
          "error table-row 3:3 this row has 2 cells, the header has 3 (write “-” in a cell that matches everything)"));
  EXPECT_THAT(read("| F | region | → queue: queue |\n|-|-|-|\n| 1 | - | Inactve EMEA |\n").findings,
              ElementsAre(HasSubstr("did you mean “Inactive EMEA”?")));
  EXPECT_THAT(read("| U | seats: numbr | → a |\n|-|-|-|\n").findings, ElementsAre(HasSubstr("“numbr” is not a type")));
  EXPECT_THAT(read("| U | seats |\n|-|-|\n| 1 | 2 |\n").findings, ElementsAre(HasSubstr("one or more outputs")));
  EXPECT_THAT(read("| U | → a | seats |\n|-|-|-|\n").findings,
              ElementsAre(HasSubstr("an input stands behind an output")));
  EXPECT_THAT(read("| Region | Queue |\n|-|-|\n| EMEA | x |\n").findings,
              ElementsAre(HasSubstr("no table here has a hit policy")));
  EXPECT_THAT(read("| U | a | → b |\n|-|-|-|\n", "tables/1 x.md").findings,
              ::testing::Contains(HasSubstr("cannot be the name of a function")));
  for (const char* file : {"tables/tenant.md", "tables/count.md", "tables/in.md"})
    EXPECT_THAT(read("| U | a | → b |\n|-|-|-|\n| 1 | - | 1 |\n", file).findings,
                ElementsAre(HasSubstr("is a word that conditions have already")))
        << file;
}

TEST(TableFile, SurvivesHostileText) {
  std::string many = "| U | a | → b |\n|-|-|-|\n";
  for (std::size_t i = 0; i <= max_decision_rows; ++i) many += "| x | 1 | 1 |\n";
  EXPECT_THAT(read(many).findings, ElementsAre(HasSubstr("at most 10000 rows")));
  std::string wide = "| U ";
  for (int i = 0; i < 40; ++i) wide += "| → c" + std::to_string(i);
  EXPECT_FALSE(read(wide + " |\n|-|\n").table);
  for (const char* text : {"", "|", "| U |\n", "| U |\n|-|\n", "| U | | → |\n|-|-|-|\n| | | |\n",
                           "```\n| U | a | → b |\n|-|-|-|\n```\n", "| U | \xFF | → b |\n|-|-|-|\n"})
    EXPECT_FALSE(read(text).table) << text;
}

} // namespace
} // namespace handrail::playbook
