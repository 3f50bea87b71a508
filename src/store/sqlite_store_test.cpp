// What can go wrong around the files: every case is a clear error, and nothing that was answered is lost.
#include "store/sqlite_store.h"

#include "core/file.h"
#include "store/chain.h"
#include "store/data_folder.h"
#include "store/sqlite_read_models.h"
#include "support/temporary_folder.h"

#include <csignal>
#include <gmock/gmock.h>
#include <sys/resource.h>

namespace handrail::store {
namespace {

namespace fs = std::filesystem;
using sqlite::Access;
using ::testing::HasSubstr;

class SqliteFiles : public ::testing::Test {
protected:
  std::unique_ptr<Store> opened() {
    auto store = open_sqlite_store(data_.log(), Access::write);
    EXPECT_TRUE(store.has_value()) << to_string(store.error());
    return std::move(*store);
  }
  void run(const fs::path& file, const char* sql) {
    auto database = sqlite::Database::open(file, Access::write, {"FULL", ""});
    ASSERT_TRUE(database.has_value());
    const auto ran = (*database)->execute(sql);
    ASSERT_TRUE(ran.has_value()) << to_string(ran.error());
  }
  static Commit commit(Version expected, std::size_t bytes = 10) {
    return {TenantId("contoso"),
            expected,
            CommandId("key-" + std::to_string(expected)),
            {},
            PersonId("tara"),
            Instant{},
            {{"noted", "\"" + std::string(bytes, 'x') + "\"", false}}};
  }
  static bool appends(Store& store, Version expected) {
    const auto made = commit(expected);
    const auto answer = store.append({&made, 1});
    return answer.has_value() && answer->front().has_value();
  }

  testing::TemporaryFolder folder_;
  DataFolder data_{folder_.path()};
};

TEST_F(SqliteFiles, AFileNewerThanTheProgramIsRefusedForReadingAndWriting) {
  opened();
  run(data_.log(), "PRAGMA user_version = 99");
  for (const auto access : {Access::write, Access::read}) {
    const auto store = open_sqlite_store(data_.log(), access);
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().code, ErrorCode::invalid);
    EXPECT_EQ(to_string(store.error()), "log.db has format 99, and this program knows formats up to 2 (Use the newer "
                                        "Handrail that wrote it.)");
  }
}

TEST_F(SqliteFiles, AFileOfFormatOneIsBroughtForwardWhenItIsOpenedForWriting) {
  {
    const auto store = opened();
    auto asks = commit(0);
    asks.events[0].message = true;
    ASSERT_TRUE(store->append({&asks, 1})->front().has_value());
  }
  run(data_.log(), "ALTER TABLE outbox DROP COLUMN free_at; ALTER TABLE outbox DROP COLUMN attempts; "
                   "PRAGMA user_version = 1");
  const auto reading = open_sqlite_store(data_.log(), Access::read);
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().message, HasSubstr("has format 1, older than this program's 2"));
  const auto store = opened();
  EXPECT_EQ(store->head()->position, 1U);
  const auto claimed = store->claim(Instant{}, Instant{std::chrono::seconds(60)}, 10);
  ASSERT_TRUE(claimed.has_value()) << to_string(claimed.error());
  EXPECT_EQ(claimed->size(), 1U);
  EXPECT_TRUE(appends(*store, 1));
}

TEST_F(SqliteFiles, ADatabaseOfSomethingElseIsLeftAlone) {
  run(data_.log(), "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
  const auto store = open_sqlite_store(data_.log(), Access::write);
  ASSERT_FALSE(store.has_value());
  EXPECT_THAT(store.error().message, HasSubstr("log.db is no log of Handrail"));
  run(data_.log(), "INSERT INTO recipes VALUES ('still there')");
}

TEST_F(SqliteFiles, WhatIsNoDatabaseIsCalledDamaged) {
  ASSERT_TRUE(write_file(data_.log(), std::string(8192, 'z')).has_value());
  const auto store = open_sqlite_store(data_.log(), Access::write);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::unavailable);
  EXPECT_THAT(to_string(store.error()), HasSubstr("log.db: it is damaged, or no database of Handrail"));
  EXPECT_THAT(store.error().remedy, HasSubstr("restore a backup"));
}

TEST_F(SqliteFiles, ReadingWhatIsNotThereIsNotFoundAndMakesNothing) {
  const auto store = open_sqlite_store(data_.log(), Access::read);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(data_.log()));
}

TEST_F(SqliteFiles, AFolderThatCannotBeMadeIsNamed) {
  const DataFolder nowhere{"/proc/handrail/data"};
  const auto lock = WriterLock::take(nowhere);
  ASSERT_FALSE(lock.has_value());
  EXPECT_EQ(lock.error().code, ErrorCode::unavailable);
  EXPECT_EQ(lock.error().where, "/proc/handrail/data");
  EXPECT_THAT(lock.error().message, HasSubstr("The data folder cannot be made"));
}

TEST_F(SqliteFiles, OneProcessWritesAtATimeAndTheOtherIsToldWhoDoes) {
  {
    const auto first = WriterLock::take(data_);
    ASSERT_TRUE(first.has_value());
    const auto second = WriterLock::take(data_);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_EQ(second.error().message, "The data folder is in use by process " + std::to_string(::getpid()));
  }
  EXPECT_TRUE(WriterLock::take(data_).has_value()) << "let go of when its holder ends";
}

/// No file may grow beyond a size while this lives: a full disk, as the program sees it.
class FullDisk {
public:
  explicit FullDisk(rlim_t bytes) : before_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_handler_);
  }

private:
  rlimit before_{};
  void (*before_handler_)(int);
};

TEST_F(SqliteFiles, AFullDiskRefusesTheGroupLosesNothingAndWorkGoesOnWhenThereIsRoom) {
  auto store = opened();
  ASSERT_TRUE(appends(*store, 0));
  const auto before = *store->head();
  {
    const FullDisk full(fs::file_size(data_.log().string() + "-wal") + 4096);
    const auto large = commit(1, 500'000);
    const auto answer = store->append({&large, 1});
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
    EXPECT_THAT(answer.error().remedy, HasSubstr("nothing that was answered is lost"));
    EXPECT_EQ(*store->head(), before);
  }
  EXPECT_TRUE(appends(*store, 1));
  EXPECT_TRUE(store->check_storage()->empty());
  store = opened();
  EXPECT_EQ(store->events_after(0, 10)->size(), 2U);
}

TEST_F(SqliteFiles, ReadModelsOfAnotherFormatOrDamagedAreBegunAnew) {
  const auto position_after_opening = [&] {
    const auto models = open_sqlite_read_models(data_.read_models(), Access::write);
    EXPECT_TRUE(models.has_value()) << to_string(models.error());
    EXPECT_EQ(*(*models)->position(), 0U);
    EXPECT_TRUE((*models)->apply({}, 7).has_value());
  };
  position_after_opening();
  run(data_.read_models(), "PRAGMA user_version = 99");
  position_after_opening();
  ASSERT_TRUE(write_file(data_.read_models(), std::string(8192, 'z')).has_value());
  position_after_opening();
  auto bytes = *read_file(data_.read_models(), 1 << 20); // one page in the middle, while the head of the file is whole
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2 / 4096 * 4096), 4096, 'z');
  ASSERT_TRUE(write_file(data_.read_models(), bytes).has_value());
  position_after_opening();
}

TEST_F(SqliteFiles, ClosingLeavesOneFileThatCanBeCopied) {
  {
    auto store = opened();
    ASSERT_TRUE(appends(*store, 0));
    ASSERT_EQ(store->events_after(0, 10)->size(), 1U);
  }
  EXPECT_FALSE(fs::exists(data_.log().string() + "-wal"));
  const auto store = open_sqlite_store(data_.log(), Access::read);
  ASSERT_TRUE(store.has_value());
  EXPECT_EQ((*store)->events_after(0, 10)->size(), 1U);
}

} // namespace
} // namespace handrail::store
