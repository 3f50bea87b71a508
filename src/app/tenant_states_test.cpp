#include "app/tenant_states.h"

#include "engagement/state_codec.h"
#include "store/data_folder.h"
#include "store/sqlite_store.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace handrail::app {
namespace {

constexpr std::size_t limit_bytes = 100'000;

class TenantStatesTest : public ::testing::Test {
protected:
  static TenantStates::State state(const std::string& id, std::size_t name_bytes, store::Version version = 1) {
    engagement::TenantState made;
    made.id = TenantId(id);
    made.version = version;
    made.name = std::string(name_bytes, 'x');
    return std::make_shared<const engagement::TenantState>(std::move(made));
  }
  /// The version that is kept; 0: the log was asked, which has no such tenant.
  store::Version kept(const std::string& id) { return (*states_.get(TenantId(id)))->version; }

  testing::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_ =
      std::move(*store::open_sqlite_store(store::DataFolder{folder_.path()}.log(), store::sqlite::Access::write));
  StateSnapshots log_{*store_, nullptr};
  TenantStates states_{log_, limit_bytes};
};

TEST_F(TenantStatesTest, KeepsNoMoreBytesThanItsLimitAndForgetsWhatWasUsedLongestAgo) {
  for (int i = 0; i < 100; ++i) states_.put(state("t" + std::to_string(i), 5'000));
  EXPECT_LE(states_.kept_bytes(), limit_bytes);
  EXPECT_GT(states_.kept_bytes(), limit_bytes * 9 / 10);
  EXPECT_GT(states_.kept_count(), 15U);
  EXPECT_EQ(kept("t99"), 1U);
  EXPECT_EQ(kept("t0"), 0U);
}

TEST_F(TenantStatesTest, WhatWasUsedStays) {
  states_.put(state("used", 5'000));
  for (int i = 0; i < 100; ++i) {
    states_.put(state("t" + std::to_string(i), 5'000));
    ASSERT_EQ(kept("used"), 1U);
  }
}

TEST_F(TenantStatesTest, OneThatIsLargerThanTheLimitIsKeptAloneUntilTheNext) {
  states_.put(state("small", 1'000));
  states_.put(state("large", 2 * limit_bytes));
  EXPECT_EQ(states_.kept_count(), 1U);
  EXPECT_EQ(kept("large"), 1U);
  states_.put(state("small", 1'000));
  EXPECT_LE(states_.kept_bytes(), limit_bytes);
  EXPECT_EQ(kept("small"), 1U);
}

TEST_F(TenantStatesTest, ANewerStateTakesThePlaceOfAnOlderOneWithItsBytes) {
  states_.put(state("contoso", 50'000, 1));
  const auto before = states_.kept_bytes();
  states_.put(state("contoso", 10, 2));
  EXPECT_LT(states_.kept_bytes() + 45'000, before);
  states_.put(state("contoso", 50'000, 1));
  EXPECT_EQ(kept("contoso"), 2U);
  states_.drop(TenantId("contoso"));
  EXPECT_EQ(states_.kept_bytes(), 0U);
  EXPECT_EQ(kept("contoso"), 0U);
}

} // namespace
} // namespace handrail::app
