// `handrail seed`, as it is typed.
#include "cli/command.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::run_handrail;

TEST(Seed, TheHeadItPrintsIsTheOneThatVerifyFinds) {
  const testing::TemporaryFolder folder;
  const auto data = (folder.path() / "data").string();
  const auto made = run_handrail({"seed", "--tenants", "25", "--seed", "3", "--data", data});
  ASSERT_EQ(made.status, Exit::success) << made.err;
  EXPECT_THAT(made.out, HasSubstr("Made 25 tenants with "));
  const auto head = made.out.substr(made.out.find("Head:"));
  const auto verified = run_handrail({"verify", "--data", data});
  EXPECT_EQ(verified.status, Exit::success) << verified.out << verified.err;
  EXPECT_THAT(verified.out, AllOf(HasSubstr("25 tenants"), HasSubstr(head)));
  const auto again = run_handrail({"seed", "--tenants", "25", "--data", data});
  EXPECT_EQ(again.status, Exit::usage);
  EXPECT_THAT(again.err, HasSubstr("has data already"));
}

TEST(Seed, WhatIsNoNumberOrNoDateIsSaidWithItsFlag) {
  EXPECT_THAT(run_handrail({"seed", "--tenants", "many"}).err, HasSubstr("\"many\" is no number from 1 to 10000000"));
  EXPECT_THAT(run_handrail({"seed", "--seed", "-1"}).err, HasSubstr("--seed"));
  EXPECT_THAT(run_handrail({"seed", "--until", "tomorrow"}).err, HasSubstr("\"tomorrow\" is no date"));
  EXPECT_EQ(run_handrail({"seed", "--until", "1900-01-01"}).status, Exit::usage);
  EXPECT_EQ(run_handrail({"seed", "--db", "nowhere"}).status, Exit::usage);
}

} // namespace
} // namespace handrail::cli
