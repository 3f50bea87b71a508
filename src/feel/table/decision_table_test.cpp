#include "feel/decision_table.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>

namespace handrail::feel {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Type region = Type::one_of({"EMEA", "APJ", "Americas"});

TableSource routing(HitPolicy policy, std::vector<TableRow> rows) {
  TableSource source;
  source.name = "routing";
  source.policy = policy;
  source.inputs = {{"region", region}, {"seats", Type::number()}};
  source.outputs = {{"queue", Type::string(), {}, ""}};
  source.rows = std::move(rows);
  return source;
}

std::shared_ptr<const DecisionTable> compiled(const TableSource& source) {
  auto result = compile_table(source, Names());
  for (const auto& problem : result.problems)
    ADD_FAILURE() << problem.row << ":" << problem.column << " " << problem.problem.message;
  return result.table;
}

TableDecision decided(const TableSource& source, const std::vector<Value>& arguments) {
  const auto table = compiled(source);
  return table ? decide(*table, arguments, Value(), {}) : TableDecision{};
}

const std::vector<TableRow> by_size{
    {{"\"EMEA\"", "< 150"}, {"\"small\""}}, {{"\"EMEA\"", ">= 100"}, {"\"large\""}}, {{"-", "-"}, {"\"other\""}}};

TEST(DecisionTable, UniqueGivesTheOneRowThatFires) {
  const auto source =
      routing(HitPolicy::unique, {{{"\"EMEA\"", "< 150"}, {"\"small\""}}, {{"\"EMEA\"", ">= 150"}, {"\"large\""}}});
  const auto decision = decided(source, {Value::string("EMEA"), Value::number(150)});
  EXPECT_EQ(decision.value.to_text(), "large");
  EXPECT_THAT(decision.rows, ElementsAre(1));
  EXPECT_TRUE(decided(source, {Value::string("APJ"), Value::number(1)}).value.is_null());
}

TEST(DecisionTable, UniqueRefusesTwoRowsAndNamesThem) {
  const auto decision = decided(routing(HitPolicy::unique, by_size), {Value::string("EMEA"), Value::number(120)});
  EXPECT_TRUE(decision.value.is_null());
  ASSERT_EQ(decision.problems.size(), 1U);
  EXPECT_EQ(decision.problems[0].message, "rows 1, 2, 3 of routing fire at once, and only one may");
}

TEST(DecisionTable, FirstTakesTheFirst) {
  EXPECT_EQ(decided(routing(HitPolicy::first, by_size), {Value::string("EMEA"), Value::number(120)}).value.to_text(),
            "small");
}

TEST(DecisionTable, AnyAllowsRowsThatAgree) {
  auto rows = by_size;
  EXPECT_FALSE(decided(routing(HitPolicy::any, rows), {Value::string("EMEA"), Value::number(10)}).problems.empty());
  rows[0].results = rows[1].results = rows[2].results = {"\"one\""};
  EXPECT_EQ(decided(routing(HitPolicy::any, rows), {Value::string("EMEA"), Value::number(120)}).value.to_text(), "one");
}

TEST(DecisionTable, PriorityAndOutputOrderFollowTheValuesOfTheOutput) {
  auto source = routing(HitPolicy::priority, by_size);
  source.outputs[0].values = {"\"other\"", "\"large\"", "\"small\""};
  EXPECT_EQ(decided(source, {Value::string("EMEA"), Value::number(120)}).value.to_text(), "other");
  source.policy = HitPolicy::output_order;
  const auto decision = decided(source, {Value::string("EMEA"), Value::number(120)});
  EXPECT_EQ(decision.value.to_text(), R"(["other", "large", "small"])");
  EXPECT_THAT(decision.rows, ElementsAre(2, 1, 0));
}

TEST(DecisionTable, CollectGathersAddsAndCounts) {
  auto source = routing(HitPolicy::collect, {{{"-", "> 1"}, {"10"}}, {{"-", "> 2"}, {"20.5"}}, {{"-", "> 3"}, {"5"}}});
  source.outputs[0].type = Type::number();
  const std::vector<Value> three{Value::string("APJ"), Value::number(3)};
  EXPECT_EQ(decided(source, three).value.to_text(), "[10, 20.5]");
  for (const auto& [letters, expected] :
       {std::pair{"C+", "30.5"}, {"C<", "10"}, {"C>", "20.5"}, {"C#", "2"}, {"R", "[10, 20.5]"}}) {
    ASSERT_TRUE(read_hit_policy(letters, source.policy, source.aggregation));
    EXPECT_EQ(decided(source, three).value.to_text(), expected) << letters;
  }
  EXPECT_FALSE(read_hit_policy("X", source.policy, source.aggregation));
}

TEST(DecisionTable, SeveralOutputsGiveAContextAndTheDefaultFillsIn) {
  auto source = routing(HitPolicy::unique, {{{"\"EMEA\"", "-"}, {"\"q1\"", "3"}}});
  source.outputs = {{"queue", Type::string(), {}, "\"none\""}, {"days", Type::number(), {}, ""}};
  EXPECT_EQ(decided(source, {Value::string("EMEA"), Value::number(1)}).value.to_text(), R"({queue: "q1", days: 3})");
  EXPECT_EQ(decided(source, {Value::string("APJ"), Value::number(1)}).value.to_text(),
            R"({queue: "none", days: null})");
}

TEST(DecisionTable, IsCalledLikeAFunctionAndItsTypesAreChecked) {
  const auto table = compiled(routing(HitPolicy::first, by_size));
  Names names;
  names.add("routing", type_of(*table));
  const auto good = compile("routing(\"EMEA\", 200)", names, Mode::expression);
  ASSERT_TRUE(good.expression);
  const Value values = Value::context({{"routing", function_of(table)}});
  EXPECT_EQ(evaluate(*good.expression, values, {}).value.to_text(), "large");
  const auto bad = compile("routing(\"EMAE\", 200)", names, Mode::expression);
  ASSERT_EQ(bad.problems.size(), 1U);
  EXPECT_EQ(bad.problems[0].message, "this is never “EMAE”");
  EXPECT_EQ(bad.problems[0].hint, "did you mean “EMEA”?");
}

TEST(DecisionTable, ProblemsNameTheCell) {
  const auto result = compile_table(
      routing(HitPolicy::unique, {{{"\"EMEA\"", "-"}, {"\"a\""}}, {{"\"Emea\"", "> \"x\""}, {"3"}}}), Names());
  EXPECT_EQ(result.table, nullptr);
  ASSERT_EQ(result.problems.size(), 3U);
  EXPECT_EQ(result.problems[0].row, 1U);
  EXPECT_EQ(result.problems[0].column, 0U);
  EXPECT_EQ(result.problems[0].problem.hint, "did you mean “EMEA”?");
  EXPECT_EQ(result.problems[1].column, 1U);
  EXPECT_EQ(result.problems[2].column, 2U);
  EXPECT_EQ(result.problems[2].problem.message, "this is a number, and the column holds a string");
}

// ---- the check ---------------------------------------------------------------------------------------------------

std::vector<std::string> findings(const TableSource& source) {
  std::vector<std::string> texts;
  const auto table = compiled(source);
  if (table)
    for (const auto& finding : check_table(*table))
      texts.push_back(finding.message + (finding.example.empty() ? "" : " when " + finding.example));
  return texts;
}

TEST(DecisionTableCheck, FindsOverlapsWithAnExample) {
  EXPECT_THAT(findings(routing(HitPolicy::unique, {{{"\"EMEA\"", "<= 150"}, {"\"a\""}},
                                                   {{"-", ">= 150"}, {"\"b\""}},
                                                   {{"not(\"EMEA\")", "< 150"}, {"\"c\""}}})),
              ElementsAre("rows 1 and 2 both fire when region = \"EMEA\", seats = 150"));
}

TEST(DecisionTableCheck, FindsEachGapOnceWithAnExample) {
  EXPECT_THAT(findings(routing(HitPolicy::unique, {{{"\"EMEA\"", "< 150"}, {"\"a\""}},
                                                   {{"\"EMEA\"", "> 150"}, {"\"b\""}},
                                                   {{"\"APJ\"", "-"}, {"\"c\""}}})),
              ElementsAre("no row fires when region = \"EMEA\", seats = 150",
                          "no row fires when region = \"Americas\", seats = 149"));
}

TEST(DecisionTableCheck, IsContentWithATableThatCoversAllOnce) {
  EXPECT_THAT(findings(routing(HitPolicy::unique, {{{"\"EMEA\", \"APJ\"", "[0..100]"}, {"\"a\""}},
                                                   {{"not(\"Americas\")", "< 0, > 100"}, {"\"b\""}},
                                                   {{"\"Americas\"", "-"}, {"\"c\""}}})),
              IsEmpty());
}

TEST(DecisionTableCheck, FindsRowsThatNeverFire) {
  EXPECT_THAT(findings(routing(
                  HitPolicy::first,
                  {{{"-", "< 100"}, {"\"a\""}}, {{"-", ">= 50"}, {"\"b\""}}, {{"\"EMEA\"", "[60..70]"}, {"\"c\""}}})),
              ElementsAre("row 3 can never fire: the rows before it take all it would"));
  EXPECT_THAT(findings(routing(HitPolicy::first, {{{"-", "(5..5)"}, {"\"a\""}}, {{"-", "-"}, {"\"b\""}}})),
              ElementsAre("row 1 can never fire: no value of “seats” passes its test"));
}

TEST(DecisionTableCheck, CountsNullAsAValueWhereARowTestsForIt) {
  EXPECT_THAT(findings(routing(HitPolicy::first, {{{"-", "null"}, {"\"unknown\""}}, {{"-", "< 5"}, {"\"few\""}}})),
              ElementsAre("no row fires when region = \"EMEA\", seats = 5"));
  EXPECT_THAT(findings(routing(HitPolicy::first, {{{"\"EMEA\"", "null"}, {"\"a\""}}, {{"-", "not(null)"}, {"\"b\""}}})),
              ElementsAre("no row fires when region = \"APJ\", seats = null"));
  EXPECT_THAT(findings(routing(HitPolicy::first, {{{"-", "null"}, {"\"a\""}}, {{"-", "-"}, {"\"b\""}}})), IsEmpty());
}

TEST(DecisionTableCheck, KnowsThatNothingLiesBetweenTwoDays) {
  TableSource source;
  source.name = "season";
  source.inputs = {{"day", Type::date()}};
  source.outputs = {{"name", Type::string(), {}, ""}};
  source.rows = {{{"<= @\"2026-03-31\""}, {"\"before\""}}, {{">= date(\"2026-04-01\")"}, {"\"after\""}}};
  EXPECT_THAT(findings(source), IsEmpty());
}

TEST(DecisionTableCheck, LeavesOutATestItCannotCutAndSaysSo) {
  auto source =
      routing(HitPolicy::unique, {{{"\"EMEA\"", "? > 3 and ? < limit"}, {"\"a\""}}, {{"\"EMEA\"", "4"}, {"\"b\""}}});
  source.parameters = {{"region", region}, {"seats", Type::number()}, {"limit", Type::number()}};
  EXPECT_THAT(
      findings(source),
      ElementsAre("the check leaves out row 1, whose test is more than a comparison with literals, and does not "
                  "look for inputs without a row"));
}

/// `rows` of two numbers, each row's tests by the functions.
TableSource numbers(HitPolicy policy, int rows, const std::function<std::string(int)>& first,
                    const std::function<std::string(int)>& second) {
  TableSource source;
  source.name = "numbers";
  source.policy = policy;
  source.inputs = {{"a", Type::number()}, {"b", Type::number()}};
  source.outputs = {{"row", Type::number(), {}, ""}};
  for (int i = 0; i < rows; ++i) source.rows.push_back({{first(i), second(i)}, {std::to_string(i)}});
  return source;
}

TEST(DecisionTableCheck, ChecksTenThousandRowsWhole) {
  constexpr int rows = 10'000;
  const auto tenth = [](int i) { return "[" + std::to_string(10 * i) + ".." + std::to_string(10 * i + 10) + ")"; };
  const auto any = [](int) { return std::string("-"); };
  EXPECT_THAT(findings(numbers(HitPolicy::unique, rows, tenth, any)),
              ElementsAre("no row fires when a = -1", "no row fires when a = 100000"));
  auto with_flaws = numbers(HitPolicy::unique, rows, tenth, any);
  with_flaws.rows[0].tests[0] = "< 10";
  with_flaws.rows[rows - 1].tests[0] = ">= 99990";
  with_flaws.rows[5000].tests[0] = "[50000..50011)";
  with_flaws.rows[7000].tests[0] = "[70000..70009)";
  EXPECT_THAT(findings(with_flaws),
              ElementsAre("rows 5001 and 5002 both fire when a = 50010", "no row fires when a = 70009"));
  with_flaws.policy = HitPolicy::first;
  with_flaws.rows[9000].tests[0] = "[20..30)";
  EXPECT_THAT(findings(with_flaws), ElementsAre("row 9001 can never fire: the rows before it take all it would",
                                                "no row fires when a = 70009", "no row fires when a = 90000"));
}

TEST(DecisionTableCheck, SaysWhatWasTooMuchWork) {
  // Each row leaves out one point of a plane of its own: nothing covers anything, everything meets.
  const auto without = [](int i) { return "not(" + std::to_string(i) + ")"; };
  const auto found = findings(numbers(HitPolicy::any, 9'000, without, without));
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found, Contains(HasSubstr("this table is too much work to check whole")));
}

} // namespace
} // namespace handrail::feel
