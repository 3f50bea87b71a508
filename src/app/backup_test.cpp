// A log that is copied while it is written to, put back elsewhere, and refused when it is not what it should be.
#include "app/backup.h"

#include "app/compaction.h"
#include "app/engine.h"
#include "store/sqlite_store.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using store::sqlite::Access;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::verified;

class CopyTest : public ::testing::Test {
protected:
  std::unique_ptr<Engine> opened(const store::DataFolder& data) {
    auto engine = Engine::open({data.path}, clock_, ids_);
    EXPECT_TRUE(engine.has_value()) << to_string(engine.error());
    EXPECT_TRUE((*engine)->publish(testing::small_model()).has_value());
    return std::move(*engine);
  }
  static store::Position send(Engine& engine, engagement::Command command) {
    const auto answer = engine.submit({TenantId("contoso"), std::move(command), PersonId("tara"), {}, {}});
    EXPECT_TRUE(answer.has_value() && std::holds_alternative<Receipt>(*answer));
    return answer ? std::get<Receipt>(*answer).position : 0;
  }
  static store::Position send_note(Engine& engine, int number) {
    return send(engine, testing::note("n" + std::to_string(number), std::string(500, 'x')));
  }
  /// A tenant with so many notes, at rest.
  void fill(const store::DataFolder& data, int notes) {
    const auto engine = opened(data);
    send(*engine, testing::registration("contoso", "Contoso"));
    for (int i = 0; i < notes; ++i) send_note(*engine, i);
  }
  std::vector<std::string> files_beside() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  testing::TemporaryFolder folder_;
  const store::DataFolder data_{folder_.path() / "data"}, other_{folder_.path() / "other"};
  const fs::path file_ = folder_.path() / "backup.db";
  SystemClock clock_;
  RandomIds ids_{clock_};
};

TEST_F(CopyTest, ABackupUnderLoadHoldsWhatWasAnsweredBeforeItAndIsServedFromWhenRestored) {
  const auto engine = opened(data_);
  auto before = send(*engine, testing::registration("contoso", "Contoso"));
  for (int i = 0; i < 50; ++i) before = send_note(*engine, i);
  std::atomic<bool> ends = false;
  std::atomic<int> sent = 0;
  std::thread writer([&] {
    for (int i = 50; !ends; ++i, ++sent) send_note(*engine, i);
  });
  while (sent < 5) std::this_thread::yield();
  const auto copy = backup(data_, file_);
  const int during = sent;
  while (sent < during + 5) std::this_thread::yield(); // the server is at work as before
  ends = true;
  writer.join();
  ASSERT_TRUE(copy.has_value()) << to_string(copy.error());
  EXPECT_GE(copy->head.position, before);
  EXPECT_EQ(copy->tenants, 1U);

  const auto back = restore(file_, other_, copy->head);
  ASSERT_TRUE(back.has_value()) << to_string(back.error());
  EXPECT_EQ(back->head, copy->head);
  EXPECT_EQ(send_note(*opened(other_), 1'000'000), copy->head.position + 1);
  EXPECT_THAT(verified(other_).findings, IsEmpty());
}

TEST_F(CopyTest, ABackupIsOneFileAndIsReadWhereNothingCanBeWritten) {
  fill(data_, 3);
  const auto copy = backup(data_, file_);
  ASSERT_TRUE(copy.has_value()) << to_string(copy.error());
  EXPECT_EQ(files_beside(), (std::vector<std::string>{"backup.db", "data"}));
  ASSERT_TRUE(restore(file_, other_).has_value());
  EXPECT_EQ(files_beside(), (std::vector<std::string>{"backup.db", "data", "other"})) << "a write-ahead log was made";
}

TEST_F(CopyTest, NothingIsWrittenOver) {
  fill(data_, 3);
  std::ofstream(file_) << "mine";
  const auto copy = backup(data_, file_);
  ASSERT_FALSE(copy.has_value());
  EXPECT_THAT(to_string(copy.error()), HasSubstr("nothing is written over"));
  EXPECT_EQ(fs::file_size(file_), 4U);

  fs::remove(file_);
  ASSERT_TRUE(backup(data_, file_).has_value());
  fill(other_, 1);
  const auto back = restore(file_, other_);
  ASSERT_FALSE(back.has_value());
  EXPECT_THAT(to_string(back.error()), HasSubstr("holds data already"));
}

TEST_F(CopyTest, WhatIsNotAsItWasWrittenIsNeitherBackedUpNorRestored) {
  fill(data_, 20);
  ASSERT_TRUE(backup(data_, file_).has_value());
  for (const auto& log : {data_.log(), file_}) {
    auto database = store::sqlite::Database::open(log, Access::write, {"FULL", ""});
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE((*database)
                    ->execute("UPDATE event SET data = replace(data, 'x', 'y') WHERE position = 7; "
                              "PRAGMA journal_mode = DELETE")
                    .has_value());
  }
  const auto files = files_beside();
  const auto copy = backup(data_, folder_.path() / "second.db");
  ASSERT_FALSE(copy.has_value());
  EXPECT_THAT(to_string(copy.error()), HasSubstr("position 7"));
  const auto back = restore(file_, other_);
  ASSERT_FALSE(back.has_value());
  EXPECT_THAT(to_string(back.error()), HasSubstr("position 7"));
  EXPECT_EQ(files_beside(), files) << "something was left behind";
}

TEST_F(CopyTest, AFileThatIsNoLogOrOfANewerProgramIsNotRestored) {
  std::ofstream(file_) << std::string(8192, 'n');
  EXPECT_FALSE(restore(file_, other_).has_value());
  fs::remove(file_);
  fill(data_, 1);
  ASSERT_TRUE(backup(data_, file_).has_value());
  {
    auto database = store::sqlite::Database::open(file_, Access::write, {"FULL", ""});
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE((*database)->execute("PRAGMA user_version = 99").has_value());
  }
  const auto back = restore(file_, other_);
  ASSERT_FALSE(back.has_value());
  EXPECT_THAT(to_string(back.error()), HasSubstr("newer"));
  EXPECT_FALSE(fs::exists(other_.path));
}

TEST_F(CopyTest, ABackupThatWasCutShortIsFoundByTheHeadNotedWhenItWasMade) {
  fill(data_, 5);
  const auto longer = backup(data_, file_);
  ASSERT_TRUE(longer.has_value());
  fill(other_, 2);
  const auto shorter = folder_.path() / "shorter.db";
  ASSERT_TRUE(backup(other_, shorter).has_value());
  EXPECT_FALSE(restore(shorter, {folder_.path() / "third"}, longer->head).has_value());
}

TEST_F(CopyTest, CompactingKeepsEverythingInLessRoom) {
  fill(data_, 200);
  {
    auto database = store::sqlite::Database::open(data_.log(), Access::write, {"FULL", ""});
    ASSERT_TRUE(database.has_value());
    const auto filled = (*database)->execute("CREATE TABLE much (bytes BLOB); INSERT INTO much VALUES "
                                             "(zeroblob(5000000)); DROP TABLE much");
    ASSERT_TRUE(filled.has_value()) << to_string(filled.error());
  }
  const auto before = verified(data_);
  const auto packed = compact(data_);
  ASSERT_TRUE(packed.has_value()) << to_string(packed.error());
  ASSERT_EQ(packed->front().file, "log.db");
  EXPECT_LT(packed->front().after_bytes + 4'000'000, packed->front().before_bytes);
  const auto after = verified(data_);
  EXPECT_THAT(after.findings, IsEmpty());
  EXPECT_EQ(after.head, before.head);
  EXPECT_EQ(after.read_models_at, before.read_models_at);
  EXPECT_EQ(send_note(*opened(data_), 1'000'000), before.head.position + 1);
}

TEST_F(CopyTest, WhatIsInUseIsNotCompacted) {
  fill(data_, 2);
  {
    const auto engine = opened(data_);
    EXPECT_FALSE(compact(data_).has_value());
    send_note(*engine, 100);
  }
  // Somebody who reads on keeps the write-ahead log from being merged to its end.
  const auto reader = store::sqlite::Database::open(data_.log(), Access::read, store::log_kind);
  ASSERT_TRUE(reader.has_value());
  {
    const auto moment = store::sqlite::Transaction::begin(**reader, "BEGIN");
    ASSERT_TRUE(moment.has_value() && (*reader)->number("SELECT count(*) FROM event").has_value());
    send_note(*opened(data_), 101);
    EXPECT_FALSE(compact(data_).has_value());
  }
  EXPECT_THAT(verified(data_).findings, IsEmpty());
}

} // namespace
} // namespace handrail::app
