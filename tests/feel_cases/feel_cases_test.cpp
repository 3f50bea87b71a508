#include "feel_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace handrail::feel_cases {
namespace {

using ::testing::HasSubstr;

TEST(FeelCases, AtLeastNinetyEightInAHundredOfThePublicSuiteComeOutRight) {
  const char* given = std::getenv("HANDRAIL_FEEL_CASES");
  const std::filesystem::path folder = given != nullptr ? given : "../shared/feel-cases";
  if (!exists(folder / "cases.jsonl"))
    GTEST_SKIP() << "no cases in " << folder << " (HANDRAIL_FEEL_CASES names another folder)";
  Report report;
  const auto read = run_file(folder / "cases.jsonl", report);
  ASSERT_TRUE(read) << read.error().message;
  const Tally total = report.total();
  EXPECT_GE(total.passed * 100, total.all * 98) << to_text(total);
  EXPECT_GE(total.non_null_passed * 100, total.non_null * 98) << to_text(total);
  EXPECT_GE(total.errors_right * 100, total.all * 98) << to_text(total);
}

std::string refusal_of(const std::string& line) {
  Report report;
  const auto run = run_text("\n" + line, "own.jsonl", report);
  return run ? to_text(report.total()) : to_string(run.error());
}

TEST(FeelCases, ALineThatIsNoCaseIsSaidWithItsPlace) {
  EXPECT_THAT(refusal_of("[1"), HasSubstr("own.jsonl:2"));
  EXPECT_THAT(refusal_of("{}"), HasSubstr("this line is not a case"));
  EXPECT_THAT(refusal_of("\xff\xfe"), HasSubstr("this line is not a case"));
  EXPECT_THAT(refusal_of(std::string(100'000, '[')), HasSubstr("more than 200 deep"));
}

TEST(FeelCases, DecisionsThatRequireThemselvesEnd) {
  EXPECT_EQ(refusal_of(R"({"id": "own/1", "inputs": {}, "decisions": {"a": {"text": "b", "req": ["b", "b", "b"]},)"
                       R"("b": {"text": "a", "req": ["a", "a", "a"]}},)"
                       R"("results": [{"name": "a", "expected": {"t": "null"}, "error": true}]})"),
            "all 1/1 non-null 0/0 errors 1/1");
}

TEST(FeelCases, AValueIsRightWhereItIsTheExpectedOne) {
  const auto asked = [](const std::string& text, const std::string& expected) {
    return refusal_of(R"({"id": "own/1", "inputs": {"n": {"t": "decimal", "v": "3"}}, "decisions": {"a": {"text": ")" +
                      text + R"(", "req": []}}, "results": [{"name": "a", "expected": )" + expected + "}]}");
  };
  EXPECT_EQ(asked("n + 1", R"({"t": "decimal", "v": "4.000000001"})"), "all 1/1 non-null 1/1 errors 1/1");
  EXPECT_EQ(asked("n + 1", R"({"t": "decimal", "v": "5"})"), "all 0/1 non-null 0/1 errors 1/1");
  EXPECT_EQ(asked("n + true", R"({"t": "null"})"), "all 1/1 non-null 0/0 errors 0/1");
  EXPECT_EQ(asked("[n]", R"({"t": "list", "v": [{"t": "decimal", "v": "3"}]})"), "all 1/1 non-null 1/1 errors 1/1");
}

} // namespace
} // namespace handrail::feel_cases
