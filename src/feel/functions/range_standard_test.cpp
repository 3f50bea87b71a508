// The fourteen relations of ranges and points: the examples of the standard's own table (DMN 1.5, 10.3.4.7), all of
// them.
#include "feel/feel.h"

#include "feel/value/text_form.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace handrail::feel {
namespace {

std::string evaluated(const std::string& text) {
  const auto compiled = compile(text, Names(), Mode::expression);
  if (!compiled.expression) return "refused: " + compiled.problems.front().message;
  const auto evaluation = evaluate(*compiled.expression, Value::context({}), {});
  return evaluation.problems.empty() ? literal_form(evaluation.value) : evaluation.problems.front().message;
}

void expect_relation(const std::string& function, const std::vector<std::string>& hold,
                     const std::vector<std::string>& do_not) {
  for (const auto& arguments : hold)
    EXPECT_EQ(evaluated(function + "(" + arguments + ")"), "true") << function << "(" << arguments << ")";
  for (const auto& arguments : do_not)
    EXPECT_EQ(evaluated(function + "(" + arguments + ")"), "false") << function << "(" << arguments << ")";
}

TEST(RangeRelations, BeforeAndAfter) {
  expect_relation("before",
                  {"1, 10", "1, (1..10]", "1, [5..10]", "[1..10), 10", "[1..10], 15", "[1..10], [15..20]",
                   "[1..10), [10..20]", "[1..10], (10..20]"},
                  {"10, 1", "1, [1..10]", "[1..10], 10", "[1..10], [10..20]", "5, 5"});
  expect_relation("after",
                  {"10, 5", "12, [1..10]", "10, [1..10)", "[11..20], 10", "(11..20], 11", "[11..20], [1..10]",
                   "[11..20], [1..11)", "(11..20], [1..11]"},
                  {"5, 10", "10, [1..10]", "[11..20], 12", "[11..20], 11", "[1..10], [11..20]"});
}

TEST(RangeRelations, MeetsAndMetBy) {
  expect_relation("meets", {"[1..5], [5..10]"}, {"[1..5), [5..10]", "[1..5], (5..10]", "[1..5], [6..10]"});
  expect_relation("met by", {"[5..10], [1..5]"}, {"[5..10], [1..5)", "(5..10], [1..5]", "[6..10], [1..5]"});
}

TEST(RangeRelations, Overlaps) {
  expect_relation(
      "overlaps",
      {"[1..5], [3..8]", "[3..8], [1..5]", "[1..8], [3..5]", "[3..5], [1..8]", "[1..5], [5..8]", "[5..8], [1..5]"},
      {"[1..5], [6..8]", "[6..8], [1..5]", "[1..5], (5..8]", "[1..5), [5..8]", "[1..5), (5..8]", "(5..8], [1..5]",
       "[5..8], [1..5)", "(5..8], [1..5)"});
  expect_relation("overlaps before", {"[1..5], [3..8]", "[1..5], [5..8]", "[1..5), (1..5]", "[1..5], (1..5]"},
                  {"[1..5], [6..8]", "[1..5], (5..8]", "[1..5), [5..8]", "[1..5), [1..5]", "[1..5], [1..5]"});
  expect_relation("overlaps after", {"[3..8], [1..5]", "[5..8], [1..5]", "(1..5], [1..5)", "(1..5], [1..5]"},
                  {"[6..8], [1..5]", "(5..8], [1..5]", "[5..8], [1..5)", "[1..5], [1..5)", "[1..5], [1..5]"});
}

TEST(RangeRelations, FinishesAndFinishedBy) {
  expect_relation("finishes",
                  {"10, [1..10]", "[5..10], [1..10]", "[5..10), [1..10)", "[1..10], [1..10]", "(1..10], [1..10]"},
                  {"10, [1..10)", "[5..10), [1..10]"});
  expect_relation("finished by",
                  {"[1..10], 10", "[1..10], [5..10]", "[1..10), [5..10)", "[1..10], [1..10]", "[1..10], (1..10]"},
                  {"[1..10), 10", "[1..10], [5..10)"});
}

TEST(RangeRelations, IncludesAndDuring) {
  expect_relation("includes",
                  {"[1..10], 5", "[1..10], 1", "[1..10], 10", "[1..10], [4..6]", "[1..10], [1..5]", "(1..10], (1..5]",
                   "[1..10], (1..10)", "[1..10), [5..10)", "[1..10], [1..10)", "[1..10], (1..10]", "[1..10], [1..10]"},
                  {"[1..10], 12", "(1..10], 1", "[1..10), 10", "(1..10], [1..5]", "[1..10), [5..10]"});
  expect_relation("during",
                  {"5, [1..10]", "1, [1..10]", "10, [1..10]", "[4..6], [1..10]", "[1..5], [1..10]", "(1..5], (1..10]",
                   "(1..10), [1..10]", "[5..10), [1..10)", "[1..10), [1..10]", "(1..10], [1..10]", "[1..10], [1..10]"},
                  {"12, [1..10]", "1, (1..10]", "10, [1..10)"});
}

TEST(RangeRelations, StartsAndStartedBy) {
  expect_relation(
      "starts",
      {"1, [1..10]", "[1..5], [1..10]", "(1..5], (1..10]", "[1..10], [1..10]", "[1..10), [1..10]", "(1..10), (1..10)"},
      {"1, (1..10]", "2, [1..10]", "(1..5], [1..10]", "[1..5], (1..10]"});
  expect_relation(
      "started by",
      {"[1..10], 1", "[1..10], [1..5]", "(1..10], (1..5]", "[1..10], [1..10]", "[1..10], [1..10)", "(1..10), (1..10)"},
      {"(1..10], 1", "[1..10], 2", "[1..10], (1..5]", "(1..10], [1..5]"});
}

TEST(RangeRelations, CoincidesAndOtherThingsThanNumbers) {
  expect_relation("coincides", {"5, 5", "[1..5], [1..5]", "(1..5), (1..5)"},
                  {"3, 4", "(1..5), [1..5]", "[1..5], [2..6]"});
  EXPECT_EQ(evaluated(R"(during(@"2020-02-29", [@"2020-01-01"..@"2020-12-31"]))"), "true");
  EXPECT_EQ(evaluated(R"(before("a", ["b".."c"]))"), "true");
  EXPECT_EQ(evaluated(R"(meets([@"PT1H"..@"PT2H"], [@"PT120M"..@"P1D"]))"), "true");
  EXPECT_EQ(evaluated("includes(range: [1..10], point: 5)"), "true");
  EXPECT_EQ(evaluated("overlaps(range1: [1..5], range2: [3..8])"), "true");
}

} // namespace
} // namespace handrail::feel
