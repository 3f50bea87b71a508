#include "feel_cases.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace handrail::feel_cases {
namespace {

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

} // namespace
} // namespace handrail::feel_cases
