// Expressions are untrusted: whatever stands in one, it ends soon, with a problem that names the limit.
#include "feel/feel.h"
#include "feel/limits.h"

#include <gmock/gmock.h>

namespace handrail::feel {
namespace {

using ::testing::HasSubstr;

std::string first_problem(const std::string& text) {
  const auto compiled = compile(text, Names(), Mode::expression, Checking::lenient);
  if (!compiled.expression) return compiled.problems.front().message;
  const auto evaluation = evaluate(*compiled.expression, Value(), {});
  return evaluation.problems.empty() ? "" : evaluation.problems.front().message;
}

std::string repeated(std::string_view part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST(Hostile, ALongSourceIsRefused) {
  EXPECT_EQ(first_problem(std::string(10'000'000, '1')), "an expression can have 65536 bytes at most");
}

TEST(Hostile, SourceThatIsNotUtf8IsRefused) { EXPECT_EQ(first_problem("\"\xC0\xAF\""), "this is not UTF-8 text"); }

TEST(Hostile, ThousandsOfBracketsOfAnyKindAreRefused) {
  const std::string limit = "brackets and operators can stand 200 deep within each other at most";
  for (const char* open : {"(", "[", "{a:", "-", "if ", "f(", "not(", "function() ", "x[", "1 + (", "for a in "})
    EXPECT_EQ(first_problem(repeated(open, 5'000)), limit) << open;
  EXPECT_EQ(first_problem("1" + repeated(" + 1", 10'000)), limit);
  EXPECT_EQ(first_problem("a" + repeated(".a", 10'000)), limit);
}

TEST(Hostile, NumbersThatCannotBeHeldAreReported) {
  EXPECT_EQ(first_problem("1e999999"), "this number is too large to be held");
  EXPECT_EQ(first_problem("10 ** 7000"), "this power has no result that can be held");
  EXPECT_EQ(first_problem("exp(100000)"), "the result is too large to be held");
  EXPECT_EQ(first_problem("@\"P9999999999999999D\" * 1e9"), "“P9999999999999999D” is no date, time or duration");
  EXPECT_EQ(first_problem("@\"999999999-12-31\" + @\"P1D\""), "the result is too large to be held");
}

TEST(Hostile, LoopsWithoutEndRunOutOfSteps) {
  const std::string steps = "the expression takes too many steps";
  EXPECT_EQ(first_problem("some i in 1..999999999999 satisfies false"), steps);
  EXPECT_EQ(first_problem("count(for i in 1..100000, j in 1..100000 return i)"),
            "a list can have 200000 items at most");
  EXPECT_EQ(first_problem("(function(f) f(f))(function(f) f(f))"),
            "functions and brackets stand too deep within each other");
  EXPECT_EQ(first_problem("(function(f, n) [f(f, n + 1), f(f, n + 1)])(function(f, n) if n > 40 then n else [f(f, n + "
                          "1), f(f, n + 1)], 0)"),
            steps);
}

TEST(Hostile, WhatGrowsRunsIntoItsLimit) {
  EXPECT_EQ(first_problem("for i in 1..60 return if i = 1 then \"ab\" else partial[-1] + partial[-1]"),
            "the text is longer than 1048576 bytes");
  EXPECT_EQ(first_problem("for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])"),
            "a list can have 200000 items at most");
  EXPECT_EQ(first_problem("for i in 1..5000 return if i = 1 then [] else [partial[-1]]"),
            "lists can stand 200 deep within each other at most");
}

TEST(Hostile, PatternsThatBacktrackWithoutEndAreStopped) {
  EXPECT_EQ(first_problem("matches(\"" + std::string(5'000, 'a') + "b\", \"(a+)+$\")"),
            "this pattern needs too much work for this text");
  EXPECT_EQ(first_problem("replace(\"" + std::string(5'000, 'a') + "\", \"(a|aa)+[cd]\", \"\")"),
            "this pattern needs too much work for this text");
  EXPECT_THAT(first_problem("matches(\"a\", \"" + repeated("(", 3'000) + "\")"), HasSubstr("a ( has no )"));
  EXPECT_EQ(first_problem("matches(\"a\", \"" + std::string(5'000, 'a') + "\")"),
            "a pattern can have 4096 bytes at most");
}

TEST(Hostile, EveryCutOfAnExpressionIsAnsweredWithAProblemOrAValue) {
  const std::string text =
      R"(for x in [{a b: "\u00e9", c: @"P1D"}, null] return if x.a b in ("é", [1..3), < 2) then -x.c ** 2 else function(y: list<number>) y[1])";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const auto compiled = compile(std::string_view(text).substr(0, length), Names(), Mode::expression);
    EXPECT_EQ(compiled.expression == nullptr, !compiled.problems.empty()) << length;
    for (const auto& problem : compiled.problems) EXPECT_LE(problem.offset, length);
  }
}

} // namespace
} // namespace handrail::feel
