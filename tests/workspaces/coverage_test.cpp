// The sample playbooks leave no sentence unclaimed, and the command says so as authors see it.

#include "cli/command.h"
#include "support/program.h"

#include <gmock/gmock.h>

namespace {

using handrail::cli::Exit;
using handrail::testing::run_handrail;
using ::testing::HasSubstr;

const std::string playbooks = "workspaces/fasttrack/playbooks/";

TEST(SampleCoverage, BothPlaybooksAndThoseAroundThemAreWhollyAccountedFor) {
  const auto ran = run_handrail({"coverage", "--min", "100", "workspaces/fasttrack"});
  EXPECT_EQ(ran.status, Exit::success) << ran.out << ran.err;
}

TEST(SampleCoverage, AFileOfAWorkspaceIsReadWithItsRules) {
  const auto ran = run_handrail({"coverage", "--min", "100", playbooks + "re-engagement-team-disengaged.md"});
  EXPECT_EQ(ran.status, Exit::success) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(" E  It must also give the root cause"));
  EXPECT_THAT(ran.out, HasSubstr("100 % accounted for"));
}

TEST(SampleCoverage, WhatIsMarkedStaysTheException) {
  const auto ran = run_handrail({"coverage", playbooks + "re-engagement-team-disengaged.md"});
  EXPECT_THAT(ran.out, HasSubstr("(2 of the guidance marked so)")) << "those of the two includes";
}

TEST(Coverage, BelowTheMinimumTheStatusIsOne) {
  const auto ran = run_handrail({"coverage", "--min", "101", playbooks + "enable-services.md"});
  EXPECT_EQ(ran.status, Exit::usage);
  const auto careless = run_handrail({"coverage", "--min", "100", "tests/fixtures/playbooks/careless.md"});
  EXPECT_EQ(careless.status, Exit::failure);
  EXPECT_THAT(careless.err, HasSubstr("% are accounted for, and 100 % are asked for"));
  EXPECT_EQ(run_handrail({"coverage", "tests/fixtures/playbooks/careless.md"}).status, Exit::success);
}

TEST(Coverage, AWorkspaceThatDoesNotCompileHasNone) {
  const auto ran = run_handrail({"coverage", "no-such-playbook.md"});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("there is no such file or folder"));
}

} // namespace
