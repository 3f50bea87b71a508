// An invented organisation: the same again from the same seed, sound, and never on top of other data.
#include "app/seed/seeding.h"

#include "app/workspace_folder.h"
#include "core/file.h"
#include "store/data_folder.h"
#include "store/sqlite_store.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

#include <set>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path workspace = "workspaces/fasttrack";

std::shared_ptr<const playbook::Model> model() {
  auto compiled = compiled_workspace(workspace);
  EXPECT_TRUE(compiled.has_value()) << to_string(compiled.error());
  return std::move(*compiled);
}

SeedOptions options(std::size_t tenants, std::uint64_t seed) {
  return {tenants, seed, std::chrono::sys_days(*date_from_iso("2026-01-01"))};
}

std::vector<store::StoredEvent> events_of(const fs::path& data) {
  const auto log = store::open_sqlite_store(store::DataFolder{data}.log(), store::sqlite::Access::read);
  return *(*log)->events_after(0, 1'000'000);
}

TEST(Seeding, TheSameSeedMakesTheSameLogAndAnotherSeedAnother) {
  const testing::TemporaryFolder folder;
  const auto one = seed_folder(folder.path() / "one", model(), options(40, 7));
  const auto same = seed_folder(folder.path() / "same", model(), options(40, 7));
  const auto other = seed_folder(folder.path() / "other", model(), options(40, 8));
  ASSERT_TRUE(one && same && other);
  EXPECT_EQ(one->head, same->head);
  EXPECT_EQ(events_of(folder.path() / "one"), events_of(folder.path() / "same"));
  EXPECT_NE(one->head.hash, other->head.hash);
}

TEST(Seeding, MakesAsManyTenantsAsAskedForInTheOrderOfTimeAndVerifies) {
  const testing::TemporaryFolder folder;
  const store::DataFolder data{folder.path() / "data"};
  std::size_t told = 0;
  const auto made = seed_folder(data.path, model(), options(300, 1), [&told](std::size_t done, std::size_t all) {
    EXPECT_GE(done, told);
    EXPECT_EQ(all, 300U);
    told = done;
  });
  ASSERT_TRUE(made.has_value()) << to_string(made.error());
  EXPECT_EQ(made->tenants, 300U);
  EXPECT_GT(told, 0U);
  const auto verification = testing::verified(data, made->head);
  EXPECT_THAT(verification.findings, IsEmpty());
  EXPECT_EQ(verification.tenants, 300U);
  EXPECT_EQ(verification.read_models_at, made->head.position);
  Instant before{};
  std::set<std::string> types;
  for (const auto& event : events_of(data.path)) {
    EXPECT_LE(before, event.at) << event.position;
    EXPECT_LE(event.at, options(1, 1).end) << event.position;
    before = event.at;
    types.insert(event.type);
  }
  for (const auto* type : {"note_written", "meeting_logged", "engagement_started", "task_set", "engagement_closed"})
    EXPECT_TRUE(types.contains(type)) << "nothing of the kind " << type << " ever happens";
}

TEST(Seeding, NobodyIsWrittenTo) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(seed_folder(folder.path() / "data", model(), options(600, 1)));
  const auto log =
      *store::open_sqlite_store(store::DataFolder{folder.path() / "data"}.log(), store::sqlite::Access::read);
  EXPECT_THAT(*log->outbox(0, 10), IsEmpty());
  const auto asked = *log->messages(0, 100);
  EXPECT_FALSE(asked.empty()) << "no rule asked for a message: the test shows nothing";
  for (const auto& message : asked) EXPECT_TRUE(message.delivered.has_value());
}

TEST(Seeding, AFolderWithDataIsRefusedAndLeftAsItIs) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(seed_folder(folder.path(), model(), options(3, 1))) << "a folder that is there and empty is filled";
  const auto before = events_of(folder.path());
  const auto refused = seed_folder(folder.path(), model(), options(3, 2));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(refused.error().where, "--data");
  EXPECT_EQ(events_of(folder.path()), before);
}

TEST(Seeding, WhatCannotBeMadeLeavesNothingBehind) {
  const testing::TemporaryFolder folder;
  const auto none = seed_folder(folder.path() / "data", model(), options(0, 1));
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, ErrorCode::invalid);
  EXPECT_THAT(none.error().message, HasSubstr("1 to 10000000"));
  auto nobody = *testing::small_model();
  nobody.workspace.people.clear();
  const auto refused =
      seed_folder(folder.path() / "data", std::make_shared<const playbook::Model>(nobody), options(3, 1));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("Nobody in this workspace may register tenants"));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Seeding, AWorkspaceOfOneFieldAndNoPlaybookIsEnough) {
  const testing::TemporaryFolder folder;
  const auto made = seed_folder(folder.path() / "data", testing::small_model(), options(50, 1));
  ASSERT_TRUE(made.has_value()) << to_string(made.error());
  EXPECT_EQ(made->tenants, 50U);
  testing::expect_sound({folder.path() / "data"});
}

} // namespace
} // namespace handrail::app
