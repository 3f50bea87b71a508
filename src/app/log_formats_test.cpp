// Every log.db that a released Handrail wrote is brought forward, and holds the same history afterwards. § storage-31
#include "app/engine.h"
#include "app/verification.h"
#include "core/file.h"
#include "store/chain.h"
#include "store/data_folder.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using store::sqlite::Access;
using store::sqlite::Database;
using ::testing::IsEmpty;

constexpr std::size_t most_bytes = 1 << 20;

fs::path fixture(int format) { return "tests/fixtures/logs/format-" + std::to_string(format) + ".sql"; }

class LogFormats : public ::testing::Test {
protected:
  /// Makes a log.db of a format in the folder, and says what its head is.
  std::string make(int format) {
    const auto sql = read_file(fixture(format), most_bytes);
    EXPECT_TRUE(sql.has_value()) << "there is no log of format " << format << " to bring forward";
    if (!sql) return {};
    fs::create_directories(data_.path);
    const auto database = Database::open(data_.log(), Access::write, store::log_kind);
    EXPECT_TRUE(database.has_value());
    const auto made = (*database)->execute(sql->c_str());
    EXPECT_TRUE(made.has_value()) << to_string(made.error());
    const std::string mark = "-- head ";
    const auto begin = sql->find(mark) + mark.size();
    return sql->substr(begin, sql->find('\n', begin) - begin);
  }
  static std::int64_t format_of(const fs::path& log) {
    const auto database = Database::open(log, Access::read, store::log_kind);
    EXPECT_TRUE(database.has_value());
    const auto format = (*database)->number("PRAGMA user_version");
    return format ? *format : -1;
  }
  /// What a program of today makes.
  std::int64_t newest() {
    const auto log = folder_.path() / "newest.db";
    EXPECT_TRUE(store::open_sqlite_store(log, Access::write).has_value());
    return format_of(log);
  }

  testing::TemporaryFolder folder_;
  const store::DataFolder data_{folder_.path() / "data"};
  SystemClock clock_;
  RandomIds ids_{clock_};
};

TEST_F(LogFormats, OfEveryReleaseAreBroughtForwardWithTheirHistoryAndGoneOnWith) {
  const auto formats = newest();
  ASSERT_GE(formats, 1);
  for (int format = 1; format <= formats; ++format) {
    SCOPED_TRACE("format " + std::to_string(format));
    fs::remove_all(data_.path);
    const auto head = make(format);
    ASSERT_EQ(format_of(data_.log()), format);
    {
      const auto engine = Engine::open({data_.path}, clock_, ids_);
      ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
      ASSERT_TRUE((*engine)->publish(testing::small_model()).has_value());
      const auto answer = (*engine)->submit(
          {TenantId("shared"), testing::note("after", "Afterwards"), PersonId("tara"), CommandId("after"), {}});
      EXPECT_TRUE(answer.has_value() && std::holds_alternative<Receipt>(*answer));
    }
    EXPECT_EQ(format_of(data_.log()), formats);
    const auto colon = head.find(':');
    const auto hash = store::hash_from_hex(std::string_view(head).substr(colon + 1));
    ASSERT_TRUE(hash.has_value());
    const auto verification = testing::verified(data_, store::Head{std::stoull(head.substr(0, colon)), *hash});
    EXPECT_THAT(verification.findings, IsEmpty())
        << verification.findings.front().where << ": " << verification.findings.front().message;
    EXPECT_GT(verification.head.position, std::stoull(head));
  }
}

TEST_F(LogFormats, ListsOfAnEarlierReleaseAreMadeAnewFromTheLog) {
  make(1);
  {
    // As they were before they had sets and columns: another name, and a position that must not be believed.
    const auto lists = Database::open(data_.read_models(), Access::write, store::read_models_kind);
    ASSERT_TRUE(lists.has_value());
    const auto made = (*lists)->execute("PRAGMA application_id = 0x48525233; PRAGMA user_version = 1; CREATE TABLE "
                                        "progress (only_one INTEGER, position INTEGER); "
                                        "INSERT INTO progress VALUES (1, 11)");
    ASSERT_TRUE(made.has_value()) << to_string(made.error());
  }
  const auto engine = Engine::open({data_.path}, clock_, ids_);
  ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
  const auto models = store::open_sqlite_read_models(data_.read_models(), Access::read);
  ASSERT_TRUE(models.has_value());
  const auto position = (*models)->position();
  ASSERT_TRUE(position.has_value());
  EXPECT_EQ(*position, 11U);
  const auto rows = (*models)->rows_after({}, 10);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->size(), 2U);
}

} // namespace
} // namespace handrail::app
