#include "app/demo.h"

#include "app/engine.h"
#include "app/verification.h"
#include "core/file.h"
#include "store/data_folder.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path workspace = "workspaces/fasttrack";
const fs::path demo = workspace / "demo.yaml";

TEST(Demo, TheSampleBecomesADataFolderThatVerifies) {
  const testing::TemporaryFolder folder;
  const auto steps = import_demo(folder.path() / "data/", workspace, demo);
  ASSERT_TRUE(steps.has_value()) << to_string(steps.error());
  EXPECT_GT(*steps, 50U);
  EXPECT_FALSE(fs::exists(folder.path() / "data.new"));
  const store::DataFolder data{folder.path() / "data"};
  const auto verification = testing::verified(data);
  EXPECT_THAT(verification.findings, IsEmpty());
  EXPECT_EQ(verification.tenants, 13U);
  const auto again = import_demo(data.path, workspace, demo);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(*again, 0U) << "a folder that has a log is left as it is";
}

TEST(Demo, GoesIntoAFolderThatIsThereAndLeavesTheRestOfItAlone) {
  const testing::TemporaryFolder folder;
  const auto scenario = folder.path() / "demo.yaml";
  ASSERT_TRUE(write_file(scenario, R"(scenario: Small
clock: 2026-03-02T09:00:00Z
tenants:
  contoso:
    name: Contoso
    customer: Contoso
    region: EMEA
    country: Spain
    segment: Enterprise
    managed: true
    seats: 900
    services: [Exchange]
    fields: {RM: [{holder: rana, primary: true}], FM: [{holder: tara, primary: true}]}
steps:
  - {as: tara, do: {set_next_action: {text: Call, date: 2026-03-05, owner: tara}}}
)")
                  .has_value());
  // "." is no folder that could be renamed; nor is a mount point.
  const auto before = fs::current_path();
  const auto sample = before / workspace;
  fs::current_path(folder.path());
  const auto steps = import_demo(".", sample, "demo.yaml");
  fs::current_path(before);
  ASSERT_TRUE(steps.has_value()) << to_string(steps.error());
  EXPECT_GT(*steps, 0U);
  EXPECT_TRUE(fs::exists(scenario));
  EXPECT_FALSE(fs::exists(folder.path() / "demo.new"));
  testing::expect_sound({folder.path()});
}

TEST(Demo, WhatCannotBePlayedIsSaidWithItsPlaceAndLeavesNothing) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "demo.yaml";
  ASSERT_TRUE(write_file(file, "scenario: Wrong\nclock: 2026-03-02T09:00:00Z\ntenants:\n  contoso: {name: Contoso}\n"
                               "steps:\n  - {as: nobody-at-all, do: {set_status: Active}}\n")
                  .has_value());
  const auto refused = import_demo(folder.path() / "data", workspace, file);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().where, HasSubstr("demo.yaml:"));
  EXPECT_FALSE(fs::exists(folder.path() / "data"));
  EXPECT_EQ(import_demo(folder.path() / "data", workspace, folder.path() / "none.yaml").error().code,
            ErrorCode::not_found);
}

} // namespace
} // namespace handrail::app
