// The power goes while a write-ahead log is merged beside its writer and begun anew, every few pages: what was
// committed is there, in order and whole. § storage-27, § storage-28
#include "crash/rounds.h"
#include "store/sqlite.h"
#include "store/sqlite_checkpoints.h"
#include "support/faulty_disk.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <mutex>
#include <random>

namespace handrail::testing {
namespace {

using store::sqlite::Access;
using store::sqlite::Checkpointer;
using store::sqlite::Database;

constexpr store::sqlite::Kind kind{"FULL", ""};
/// As few pages as can be, so that one life sees many merges and many beginnings.
constexpr store::sqlite::CheckpointPolicy policy{4, 24, 8, 64};

class CheckpointPower : public ::testing::Test {
protected:
  /// Commits a row after the other until the power is gone.
  void live_and_die() {
    const auto opened = Database::open(file_, Access::write, kind);
    if (!opened) return;
    auto& database = **opened;
    if (!database.execute("CREATE TABLE IF NOT EXISTS row (number INTEGER PRIMARY KEY, bytes BLOB)")) return;
    const auto last = database.number("SELECT coalesce(max(number), 0) FROM row");
    if (!last) return;
    std::mutex writing;
    const Checkpointer checkpointer(file_, kind, database, writing, policy);
    for (auto number = *last + 1;; ++number) {
      const std::lock_guard lock(writing);
      const auto insert = "INSERT INTO row VALUES (" + std::to_string(number) + ", zeroblob(6000))";
      if (!database.execute(insert.c_str())) return;
      committed_ = number;
    }
  }
  void check() const {
    if (committed_ == 0) return;
    const auto opened = Database::open(file_, Access::write, kind);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    const auto rows = (*opened)->number("SELECT count(*) FROM row");
    const auto last = (*opened)->number("SELECT max(number) FROM row");
    ASSERT_TRUE(rows.has_value() && last.has_value());
    EXPECT_GE(*last, committed_) << "what was committed is lost";
    EXPECT_EQ(*rows, *last) << "there is a hole";
    auto sound = (*opened)->query("PRAGMA integrity_check");
    ASSERT_TRUE(sound.has_value());
    const auto said = sound->next();
    ASSERT_TRUE(said.has_value() && *said);
    EXPECT_EQ(sound->text(0), "ok");
  }

  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "rows.db";
  FaultyDisk disk_;
  std::int64_t committed_ = 0;
};

TEST_F(CheckpointPower, LosingItWhileALogIsMergedOrBegunAnewLosesNothing) {
  const int lives = crash_rounds(30);
  std::mt19937 random(20261123);
  for (int life = 0; life < lives; ++life) {
    SCOPED_TRACE("life " + std::to_string(life));
    disk_.lose_power_after(random() % 600);
    live_and_die();
    ASSERT_TRUE(disk_.has_lost_power()) << "a commit failed on a disk that works";
    disk_.restore_power(random);
    ASSERT_NO_FATAL_FAILURE(check());
    if (HasFailure()) return;
  }
  EXPECT_GT(committed_, lives * 10) << "hardly anything was written";
}

} // namespace
} // namespace handrail::testing
