// Files are brought forward from every format there ever was, in one step or not at all. § storage-31
#include "store/sqlite.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <span>

namespace handrail::store::sqlite {
namespace {

using ::testing::HasSubstr;

constexpr Kind kind{"FULL", ""};
constexpr const char* steps[] = {
    "CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('from the first')",
    "ALTER TABLE note ADD COLUMN length INTEGER; UPDATE note SET length = length(text)",
    "CREATE TABLE second (text TEXT); INSERT INTO second SELECT text FROM note WHERE length > 3",
};

class Migration : public ::testing::Test {
protected:
  static Schema schema(std::size_t formats) { return {0x48525858, "file of a test", std::span(steps).first(formats)}; }
  std::unique_ptr<Database> opened() {
    auto database = Database::open(file_, Access::write, kind);
    EXPECT_TRUE(database.has_value());
    return std::move(*database);
  }
  std::int64_t number(const char* sql) {
    const auto found = opened()->number(sql);
    EXPECT_TRUE(found.has_value()) << to_string(found.error());
    return found ? *found : -1;
  }

  testing::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "test.db";
};

TEST_F(Migration, FromEachFormatLeadsToTheSameFileWithWhatWasInIt) {
  for (std::size_t from = 0; from <= std::size(steps); ++from) {
    SCOPED_TRACE(from);
    discard(file_);
    if (from > 0) {
      ASSERT_TRUE(migrate(*opened(), schema(from)).has_value());
    }
    ASSERT_TRUE(migrate(*opened(), schema(std::size(steps))).has_value());
    EXPECT_EQ(number("PRAGMA user_version"), 3);
    EXPECT_EQ(number("SELECT count(*) FROM note WHERE length = 14"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM second"), 1);
    ASSERT_TRUE(migrate(*opened(), schema(std::size(steps))).has_value()) << "again, with nothing to do";
    EXPECT_EQ(number("SELECT count(*) FROM second"), 1);
  }
}

TEST_F(Migration, ThatFailsOnTheWayLeavesTheFormatThatWas) {
  ASSERT_TRUE(migrate(*opened(), schema(1)).has_value());
  constexpr const char* broken[] = {steps[0], steps[1], "INSERT INTO nowhere VALUES (1)"};
  EXPECT_FALSE(migrate(*opened(), {0x48525858, "file of a test", broken}).has_value());
  EXPECT_EQ(number("PRAGMA user_version"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM pragma_table_info('note')"), 1) << "half a migration is left";
  EXPECT_TRUE(migrate(*opened(), schema(3)).has_value());
}

TEST_F(Migration, OfANewerFileIsRefusedAndLeavesItAlone) {
  ASSERT_TRUE(migrate(*opened(), schema(3)).has_value());
  const auto refused = migrate(*opened(), schema(2));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(to_string(refused.error()), HasSubstr("has format 3, and this program knows formats up to 2"));
  EXPECT_EQ(number("PRAGMA user_version"), 3);
}

} // namespace
} // namespace handrail::store::sqlite
