// An invented organisation in PostgreSQL is the one that the same seed makes in a folder, hash for hash. § storage-32
#include "app/engine.h"
#include "app/seed/seeding.h"
#include "app/verification.h"
#include "app/workspace_folder.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "support/postgres_server.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::testing {
namespace {

using ::testing::IsEmpty;

const app::SeedOptions options{60, 5, std::chrono::sys_days(*date_from_iso("2026-01-01"))};

TEST(SeededDatabase, IsTheSameAsTheFolderAndServesAtOnce) {
  const TemporaryFolder folder;
  const TestDatabase database;
  const auto model = *app::compiled_workspace("workspaces/fasttrack");
  const auto in_folder = app::seed_folder(folder.path() / "alone", model, options);
  const auto made = app::seed_database(database.url(), folder.path() / "node", model, options);
  ASSERT_TRUE(in_folder.has_value()) << to_string(in_folder.error());
  ASSERT_TRUE(made.has_value()) << to_string(made.error());
  EXPECT_EQ(made->head, in_folder->head);
  {
    const auto log =
        *store::open_postgres_store(*store::postgres::Address::from(database.url()), store::postgres::Access::read);
    const auto lists = *store::open_sqlite_read_models(store::DataFolder{folder.path() / "node"}.read_models(),
                                                       store::sqlite::Access::read);
    EXPECT_THAT(app::verify(*log, lists.get(), made->head).findings, IsEmpty());
    EXPECT_THAT(*log->outbox(0, 10), IsEmpty());
  }
  const SystemClock clock;
  app::RandomIds ids(clock);
  const auto engine = app::Engine::open({folder.path() / "node", database.url()}, clock, ids);
  ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
  ASSERT_TRUE((*engine)->publish(model));
  EXPECT_EQ((*engine)->tenants({}, PersonId("noor"))->tenants.size(), 50U);
}

TEST(SeededDatabase, OneWithALogIsRefused) {
  const TemporaryFolder folder;
  const TestDatabase database;
  const auto model = *app::compiled_workspace("workspaces/fasttrack");
  ASSERT_TRUE(app::seed_database(database.url(), folder.path() / "one", model, options));
  const auto refused = app::seed_database(database.url(), folder.path() / "two", model, options);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().where, "--db");
  const auto same_folder = app::seed_database(database.url(), folder.path() / "one", model, options);
  ASSERT_FALSE(same_folder.has_value());
  EXPECT_EQ(same_folder.error().where, "--data");
}

} // namespace
} // namespace handrail::testing
