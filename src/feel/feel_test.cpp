#include "feel/feel.h"

#include "feel/value/text_form.h"

#include <gmock/gmock.h>

namespace handrail::feel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Type tenant_type = Type::context({{"region", Type::one_of({"EMEA", "APJ"})},
                                        {"seats", Type::number()},
                                        {"managed", Type::boolean()},
                                        {"next action date", Type::date()}});

Names names() {
  Names all;
  all.add("tenant", tenant_type).add("days in stock", Type::number()).add("days", Type::number());
  all.add("contacts", Type::list(Type::context({{"kind", Type::string()}, {"name", Type::string()}})));
  return all;
}

Value values() {
  const auto contact = [](const char* kind, const char* name) {
    return Value::context({{"kind", Value::string(kind)}, {"name", Value::string(name)}});
  };
  return Value::context({{"tenant", Value::context({{"region", Value::string("EMEA")},
                                                    {"seats", Value::number(1240)},
                                                    {"managed", Value::boolean(false)},
                                                    {"next action date", Value::date(CalendarDate{2026, 3, 27})}})},
                         {"days in stock", Value::number(7)},
                         {"days", Value::number(2)},
                         {"contacts", Value::list({contact("customer", "Ann"), contact("partner", "Bo")})}});
}

Surroundings surroundings() {
  Surroundings all;
  all.now = *instant_from_iso("2026-03-27T23:30:00Z");
  all.zone = "Europe/Berlin";
  return all;
}

Compiled compiled(std::string_view text) { return compile(text, names(), Mode::expression); }

/// The value as a literal, and what was reported while evaluating.
std::string evaluated(std::string_view text, Checking checking = Checking::strict) {
  const auto result = compile(text, names(), Mode::expression, checking);
  if (!result.expression) return "refused: " + result.problems.front().message;
  const auto evaluation = evaluate(*result.expression, values(), surroundings());
  return literal_form(evaluation.value) +
         (evaluation.problems.empty() ? "" : " (" + evaluation.problems.front().message + ")");
}

std::string problem_of(std::string_view text) {
  const auto result = compiled(text);
  if (result.problems.empty()) return "";
  const auto& first = result.problems.front();
  return first.message + (first.hint.empty() ? "" : " | " + first.hint);
}

TEST(Feel, TheLongestNameInScopeIsTaken) {
  EXPECT_EQ(evaluated("days in stock + 1"), "8");
  EXPECT_EQ(evaluated("days in [2, 3]"), "true");
  EXPECT_EQ(evaluated("tenant.next action date.year"), "2026");
}

TEST(Feel, NamesOfLoopsAndEntriesHideThoseAround) {
  EXPECT_EQ(evaluated("for days in [10] return days"), "[10]");
  EXPECT_EQ(evaluated("{days: 5, twice: days * 2}.twice"), "10");
  EXPECT_EQ(evaluated("(function(days) days + 1)(1)"), "2");
}

TEST(Feel, SaysWhatDiffersWithinValuesOfOneKind) {
  EXPECT_EQ(evaluated("[1] = [\"a\"]", Checking::lenient),
            "null (these two hold values of different kinds in the same place, which cannot be compared)");
  EXPECT_EQ(evaluated("[1] < [2]", Checking::lenient), "null (a list is neither smaller nor larger than another)");
  EXPECT_EQ(evaluated("(function(x: list<string>) x)([\"a\", 1])", Checking::lenient),
            "null (this function needs list<string> as “x”, and this is list<Any>)");
}

TEST(Feel, CapitalisesTheSharpS) { EXPECT_EQ(evaluated("upper case(\"straße äß\")"), "\"STRASSE ÄSS\""); }

TEST(Feel, TwoLiteralsMayDiffer) {
  EXPECT_EQ(evaluated("\"a\" = \"b\""), "false");
  EXPECT_EQ(evaluated("\"a\" in (\"b\", \"a\")"), "true");
  EXPECT_EQ(evaluated("\"a\" in [\"b\"]"), "false");
  EXPECT_EQ(problem_of("tenant.region = \"EMAE\""), "this is never “EMAE” | did you mean “EMEA”?");
  EXPECT_EQ(problem_of("\"EMAE\" = tenant.region"), "this is never “EMAE” | did you mean “EMEA”?");
}

TEST(Feel, ARangeMayBeOpenedByItsEndsToo) {
  EXPECT_EQ(evaluated("[1..3[ = [1..3)"), "true");
  EXPECT_EQ(evaluated("]1..3[ = (1..3)"), "true");
  EXPECT_EQ(evaluated("range(\"[18..21[\")"), "[18 .. 21)");
  EXPECT_EQ(evaluated("if 3 in [1..3[ then 1 else 2"), "2");
  EXPECT_EQ(evaluated("for i in ]0..days[ return i"), "[1]");
  EXPECT_EQ(evaluated("2 in [1..[3, 4][1]["), "true");
  EXPECT_EQ(evaluated("[1, 2][1]"), "1");
}

TEST(Feel, AFilterSeesTheEntriesOfEachItem) {
  EXPECT_EQ(evaluated(R"(contacts[kind = "partner"].name)"), R"(["Bo"])");
  EXPECT_EQ(evaluated("contacts[-1].name"), "\"Bo\"");
  EXPECT_EQ(evaluated("[1, 2, 3, 4][item > days]"), "[3, 4]");
  EXPECT_EQ(evaluated("contacts[5]"), "null");
}

TEST(Feel, AVariableMayBeCalledLikeAFunctionOfTheLanguage) {
  Names with_date;
  with_date.add("date", Type::number());
  const auto result = compile("date + date(\"2026-01-05\").day", with_date, Mode::expression);
  ASSERT_TRUE(result.expression);
  EXPECT_EQ(evaluate(*result.expression, Value::context({{"date", Value::number(1)}}), {}).value.to_text(), "6");
}

TEST(Feel, OperatorsBindAsTheStandardSays) {
  EXPECT_EQ(evaluated("2 + 3 * 4 ** 2 / 8 - 1"), "7");
  EXPECT_EQ(evaluated("-5 ** 2"), "25");
  EXPECT_EQ(evaluated("1 = 1 and 2 > 3 or true"), "true");
  EXPECT_EQ(evaluated("3 between 1 and 5 and true"), "true");
}

TEST(Feel, NullIsNeitherTrueNorFalse) {
  EXPECT_EQ(evaluated("null and true"), "null");
  EXPECT_EQ(evaluated("null and false"), "false");
  EXPECT_EQ(evaluated("null or true"), "true");
  EXPECT_EQ(evaluated("if null then 1 else 2"), "2");
  EXPECT_EQ(evaluated("null = null"), "true");
  EXPECT_EQ(evaluated("null < 1"), "null");
}

TEST(Feel, NumbersAreDecimalsOf34Digits) {
  EXPECT_EQ(evaluated("0.1 + 0.2 = 0.3"), "true");
  EXPECT_EQ(evaluated("1 / 3"), "0.3333333333333333333333333333333333");
  EXPECT_EQ(evaluated("2 ** 100"), "1267650600228229401496703205376");
}

TEST(Feel, LoopsGoUpDownAndOverTheirOwnResults) {
  EXPECT_EQ(evaluated("for i in 3..1, j in [i, i * 10] return j"), "[3, 30, 2, 20, 1, 10]");
  EXPECT_EQ(evaluated("for i in 1..5 return if i = 1 then 1 else i * partial[-1]"), "[1, 2, 6, 24, 120]");
  EXPECT_EQ(evaluated("every x in [1, 2] satisfies x > 0"), "true");
  EXPECT_EQ(evaluated("some c in contacts satisfies c.name = \"Bo\""), "true");
}

TEST(Feel, FunctionsRememberWhereTheyWereMade) {
  EXPECT_EQ(evaluated("{add: function(a) function(b) a + b, two: add(2), five: two(3)}.five"), "5");
  EXPECT_EQ(evaluated("sort([3, 1, 2], function(a, b) a > b)"), "[3, 2, 1]");
  EXPECT_EQ(evaluated("(function(f, n) f(f, n))(function(f, n) if n = 0 then 1 else n * f(f, n - 1), 10)"), "3628800");
}

TEST(Feel, TodayIsADateInTheZoneOfTheSurroundings) {
  EXPECT_EQ(evaluated("today()"), "2026-03-28");
  EXPECT_EQ(evaluated("today() - tenant.next action date"), "P1D");
}

TEST(Feel, UnaryTestsTestTheInput) {
  const auto passes = [](std::string_view tests, const Value& input) {
    const auto result = compile(tests, names(), Mode::unary_tests);
    EXPECT_TRUE(result.expression) << tests;
    return result.expression && evaluate(*result.expression, values(), {}, &input).value.is_true();
  };
  EXPECT_TRUE(passes("-", Value()));
  EXPECT_TRUE(passes("< 5, [10..20)", Value::number(10)));
  EXPECT_FALSE(passes("< 5, [10..20)", Value::number(20)));
  EXPECT_TRUE(passes("not(1, 2)", Value::number(3)));
  EXPECT_TRUE(passes("? * 2 > days in stock", Value::number(4)));
  EXPECT_TRUE(passes("\"a\", \"b\"", Value::string("b")));
  EXPECT_FALSE(passes("> 3", Value()));
}

TEST(Feel, UnknownNamesAreFoundBeforeAnythingRuns) {
  EXPECT_EQ(problem_of("tennant.seats > 1"), "there is nothing called “tennant” here | did you mean “tenant”?");
  EXPECT_EQ(problem_of("tenant.seets > 1"), "this has no “seets” | did you mean “seats”?");
  EXPECT_EQ(problem_of("contacts[kindd = \"x\"]"), "there is nothing called “kindd” here | did you mean “kind”?");
  EXPECT_EQ(problem_of("strin length(\"x\")"),
            "there is nothing called “strin length” here | did you mean “string length”?");
}

TEST(Feel, ComparisonsThatCanNeverHoldAreFoundBeforeAnythingRuns) {
  EXPECT_EQ(problem_of("tenant.region = \"EMAE\""), "this is never “EMAE” | did you mean “EMEA”?");
  EXPECT_EQ(problem_of("tenant.region in (\"EMEA\", \"US\")"), "this is never “US” | it is one of “EMEA”, “APJ”");
  EXPECT_EQ(problem_of("tenant.seats = \"200\""), "a number and a string can never be compared");
  EXPECT_EQ(problem_of("tenant.managed > 3"), "a boolean is neither smaller nor larger than anything");
  EXPECT_EQ(problem_of("tenant.seats and true"), "each side of “and” must be true or false, and this is a number");
  EXPECT_EQ(problem_of("tenant.next action date + 1"), "“+” has no meaning between a date and a number");
  EXPECT_EQ(problem_of("string length(tenant.seats)"),
            "string length needs a string as “string”, and this is a number | write string length(string)");
  EXPECT_EQ(problem_of("date(2026, 3, \"27\")"),
            "date needs a number as “day”, and this is a string | write date(year, month, day)");
}

TEST(Feel, AProblemPointsAtTheBytesThatAreWrong) {
  const std::string text = "tenant.seats > 1 and tenant.región = 3";
  const auto result = compiled(text);
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(text.substr(result.problems[0].offset, result.problems[0].length), "región");
}

TEST(Feel, BreachesOfTheGrammarSayWhatIsMissing) {
  EXPECT_EQ(problem_of("1 +"), "something is missing at the end");
  EXPECT_EQ(problem_of("if true then 1"),
            "“else” is missing before the end | write else and the value for when the condition does not hold");
  EXPECT_EQ(problem_of("[1, 2"), "“,” is missing before the end | write , or ] to end the list");
  EXPECT_EQ(problem_of("\"abc"), "this text has no end | write \" behind it");
  EXPECT_EQ(problem_of("1 2"), "“2” does not belong here | an operator is missing before it, or something too many");
  EXPECT_EQ(problem_of("f(a: 1, 2)").find("arguments have either"), 0U);
}

TEST(Feel, LenientCheckingLeavesMistakesToTheEvaluation) {
  EXPECT_EQ(evaluated("[1 + \"a\", 2]", Checking::lenient), "[null, 2] (a number and a string cannot be added)");
  EXPECT_EQ(evaluated("nobody", Checking::lenient), "null (there is nothing called “nobody” here)");
}

TEST(Feel, AnErrorIsNullAndAProblemWithItsPlace) {
  const std::string text = "[1, substring(\"abc\", 9)]";
  const auto result = compiled(text);
  ASSERT_TRUE(result.expression);
  const auto evaluation = evaluate(*result.expression, values(), surroundings());
  EXPECT_EQ(literal_form(evaluation.value), "[1, null]");
  ASSERT_EQ(evaluation.problems.size(), 1U);
  EXPECT_EQ(evaluation.problems[0].message, "there is no place 9 in a text of 3 characters");
  EXPECT_EQ(text.substr(evaluation.problems[0].offset, evaluation.problems[0].length), "substring(\"abc\", 9)");
}

TEST(Feel, TheTraceHasEveryPartInTheOrderOfEvaluation) {
  const std::string text = "tenant.seats >= 150 and tenant.managed = false";
  const auto result = compiled(text);
  ASSERT_TRUE(result.expression);
  std::vector<TraceStep> trace;
  EXPECT_TRUE(evaluate(*result.expression, values(), surroundings(), nullptr, &trace).value.is_true());
  std::vector<std::string> parts;
  for (const auto& step : trace) parts.push_back(text.substr(step.offset, step.length) + " → " + step.value.to_text());
  EXPECT_THAT(parts, ElementsAre("tenant.seats → 1240", "tenant.seats >= 150 → true", "tenant.managed → false",
                                 "tenant.managed = false → true", text + " → true"));
}

TEST(Feel, ThePathsReadAreTheFactsOfAnExplanation) {
  const auto result = compiled("tenant.seats > days and (count(contacts[kind = \"x\"]) = 0 or tenant.seats < 3)");
  ASSERT_TRUE(result.expression);
  EXPECT_THAT(paths_read(*result.expression), ElementsAre("contacts", "days", "tenant.seats"));
}

TEST(Feel, TheHostsFunctionsAreCalledWithArgumentsOfTheirTypes) {
  Names with_host = names();
  const Type text = Type::string();
  with_host.add("queue of", Type::function({{"region", text}}, text));
  const Value host = Value::native("queue of", {{"region", text}}, text,
                                   [](std::span<const Value> arguments, const Surroundings&) -> Result<Value> {
                                     if (arguments[0].as_string() == "Mars")
                                       return Error{ErrorCode::invalid, "nobody serves Mars", "", ""};
                                     return Value::string("queue " + arguments[0].as_string());
                                   });
  const Value all = Value::context({{"tenant", values().entry("tenant")}, {"queue of", host}});
  const auto run = [&](std::string_view source) {
    const auto result = compile(source, with_host, Mode::expression);
    EXPECT_TRUE(result.expression) << source;
    return evaluate(*result.expression, all, {});
  };
  EXPECT_EQ(run("queue of(tenant.region)").value.to_text(), "queue EMEA");
  EXPECT_EQ(run("queue of(region: [\"APJ\"])").value.to_text(), "queue APJ");
  EXPECT_EQ(run("queue of(\"Mars\")").problems.at(0).message, "nobody serves Mars");
  EXPECT_THAT(compile("queue of(3)", with_host, Mode::expression).problems.at(0).message,
              HasSubstr("needs a string as “region”"));
}

TEST(Feel, WhatIsWrittenCanBeReadBack) {
  for (const char* text : {"{a b: 1, \"x:y\": [null, true, \"q\\\"\\n\"]}", "[1 .. 5)", "-0.25", "1E+60"}) {
    const std::string once = evaluated(text);
    EXPECT_EQ(evaluated(once), once);
  }
}

} // namespace
} // namespace handrail::feel
