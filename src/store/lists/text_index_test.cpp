#include "store/lists/text_index.h"

#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace handrail::store {
namespace {

class TextIndexTest : public ::testing::Test {
protected:
  TextIndexTest() {
    auto opened = sqlite::Database::open(folder_.path() / "read.db", sqlite::Access::write, {"OFF", ""});
    EXPECT_TRUE(opened.has_value());
    database_ = std::move(*opened);
    EXPECT_TRUE(database_->execute(text_index_tables).has_value());
    EXPECT_TRUE(database_->execute(column_table).has_value());
    EXPECT_TRUE(database_->execute("BEGIN").has_value());
  }

  void add(const std::string& name) {
    ++last_;
    ColumnWriter columns(*database_);
    TextIndexWriter index(*database_, columns, TenantOrder::name);
    const auto added = index.add(last_, {"", name, fmt::format("t-{:06}", last_)});
    ASSERT_TRUE(added.has_value()) << to_string(added.error());
    const auto written = columns.write();
    ASSERT_TRUE(written.has_value()) << to_string(written.error());
  }

  /// Labels ascend along the index, and the column has the same.
  void expect_in_order() {
    std::vector<Cell> cells(last_ + 1);
    ASSERT_TRUE(read_column(*database_, Column::name, NumberSet::all(last_), [&](std::uint64_t number, Cell cell) {
                  cells[number] = cell;
                }).has_value());
    auto walk = TextWalk::begin(*database_, TenantOrder::name, false, nullptr);
    ASSERT_TRUE(walk.has_value());
    Cell before = 0;
    std::uint64_t count = 0;
    for (; *walk->next(); ++count) {
      ASSERT_GT(walk->label(), before) << walk->place().name;
      ASSERT_EQ(walk->label(), cells[walk->number()]) << walk->place().name;
      before = walk->label();
    }
    EXPECT_EQ(count, last_);
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<sqlite::Database> database_;
  std::uint64_t last_ = 0;
};

TEST_F(TextIndexTest, LabelsAscendWhateverTheOrderInWhichNamesCome) {
  std::mt19937 random(3);
  for (int i = 0; i < 2'000; ++i) add(fmt::format("a name that is long enough {}", random() % 1'000));
  expect_in_order();
}

TEST_F(TextIndexTest, ManyNamesThatComeInOrderBetweenTwoFindRoom) {
  add("a");
  add("z");
  for (int i = 0; i < 1'000; ++i) add(fmt::format("m {:06}", i));
  expect_in_order();
  for (int i = 0; i < 1'000; ++i) add(fmt::format("c {:06}", 1'000 - i));
  expect_in_order();
  for (int i = 0; i < 1'000; ++i) add("the same");
  expect_in_order();
}

TEST_F(TextIndexTest, NamesThatComeBehindOrBeforeAllOthersFindRoom) {
  for (int i = 0; i < 1'000; ++i) add(fmt::format("m {:06}", i));
  for (int i = 0; i < 1'000; ++i) add(fmt::format("a {:06}", 1'000 - i));
  expect_in_order();
}

} // namespace
} // namespace handrail::store
