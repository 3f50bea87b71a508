// Messages that wait: each is claimed by one at a time, until it is delivered or the claim has run out. § storage-23
#include "conformance/store_conformance.h"
#include "store/chain.h"

#include <gmock/gmock.h>

#include <map>
#include <mutex>
#include <thread>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OutboxConformance : public StoreConformance {
protected:
  /// So many messages, each of a tenant of its own: positions 1, 2, 3 …
  void ask_for(int messages) {
    std::vector<Commit> group;
    for (int i = 0; i < messages; ++i) {
      const auto key = "k" + std::to_string(i);
      group.push_back({TenantId("t" + std::to_string(i)),
                       0,
                       CommandId(key),
                       hash_of(key),
                       PersonId("tara"),
                       Instant{},
                       {{"message_asked", "{}", true}}});
    }
    for (const auto& answer : *store_->append(group)) ASSERT_TRUE(answer.has_value());
  }
  static Instant at(int second) { return Instant(std::chrono::seconds(1'700'000'000 + second)); }
  std::vector<Position> claimed(int now, int until, std::size_t limit = 100) {
    const auto entries = store_->claim(at(now), at(until), limit);
    EXPECT_TRUE(entries.has_value()) << to_string(entries.error());
    return positions(*entries);
  }
  static std::vector<Position> positions(const std::vector<OutboxEntry>& entries) {
    std::vector<Position> found;
    for (const auto& entry : entries) found.push_back(entry.position);
    return found;
  }
};

TEST_P(OutboxConformance, TheOldestAreClaimedFirstAndNobodyElseGetsThem) {
  ask_for(5);
  EXPECT_THAT(claimed(0, 60, 2), ElementsAre(1, 2));
  EXPECT_THAT(claimed(0, 60, 2), ElementsAre(3, 4));
  EXPECT_THAT(claimed(59, 120), ElementsAre(5));
  EXPECT_THAT(claimed(59, 120), IsEmpty());
  EXPECT_THAT(*store_->outbox(0, 10), SizeIs(5)) << "they still wait";
}

TEST_P(OutboxConformance, AClaimThatRanOutCanBeClaimedAgainAndCountsTheAttempts) {
  ask_for(1);
  const auto first = *store_->claim(at(0), at(60), 1);
  EXPECT_THAT(first, ElementsAre(OutboxEntry{1, TenantId("t0"), 1, 1, {}}));
  EXPECT_THAT(claimed(59, 120), IsEmpty());
  EXPECT_THAT(*store_->claim(at(60), at(120), 1), ElementsAre(OutboxEntry{1, TenantId("t0"), 1, 2, {}}));
  EXPECT_THAT(*store_->outbox(0, 10), ElementsAre(OutboxEntry{1, TenantId("t0"), 1, 2, {}}));
}

TEST_P(OutboxConformance, WhatWasDeliveredWaitsNoMoreWhoeverSaysSo) {
  ask_for(3);
  const auto first = *store_->claim(at(0), at(60), 2);
  ASSERT_TRUE(store_->acknowledge(first, at(1)).has_value());
  EXPECT_THAT(positions(*store_->outbox(0, 10)), ElementsAre(3));
  ASSERT_TRUE(store_->acknowledge(first, at(2)).has_value()) << "once more does no harm";
  ASSERT_TRUE(store_->give_back(first, at(0)).has_value());
  open();
  EXPECT_THAT(claimed(1000, 2000), ElementsAre(3));
  const auto all = *store_->messages(0, 10);
  EXPECT_THAT(positions(all), ElementsAre(1, 2, 3));
  EXPECT_EQ(all[1].delivered, at(1)) << "when it was said first";
  EXPECT_EQ(all[2].delivered, std::nullopt);
  EXPECT_THAT(positions(*store_->messages(1, 1)), ElementsAre(2));
  EXPECT_THAT(*store_->check_storage(), IsEmpty());
}

TEST_P(OutboxConformance, WhatIsGivenBackCanBeClaimedFromTheTimeThatWasNamed) {
  ask_for(1);
  const auto entries = *store_->claim(at(0), at(60), 1);
  ASSERT_TRUE(store_->give_back(entries, at(10)).has_value());
  EXPECT_THAT(claimed(9, 60), IsEmpty());
  EXPECT_THAT(claimed(10, 70), ElementsAre(1));
}

TEST_P(OutboxConformance, ManyWhoClaimAtOnceNeverGetTheSame) {
  ask_for(200);
  std::mutex mutex;
  std::map<Position, int> times;
  std::vector<std::thread> claimers;
  for (int i = 0; i < 4; ++i)
    claimers.emplace_back([&] {
      for (;;) {
        const auto entries = store_->claim(at(0), at(60), 7);
        ASSERT_TRUE(entries.has_value()) << to_string(entries.error());
        const std::lock_guard lock(mutex);
        for (const auto& entry : *entries) ++times[entry.position];
        // Those that another is just claiming are passed over: only whoever sees all of them taken may go.
        if (entries->empty() && times.size() == 200) return;
      }
    });
  for (auto& claimer : claimers) claimer.join();
  EXPECT_THAT(times, SizeIs(200));
  for (const auto& [position, count] : times) EXPECT_EQ(count, 1) << position;
}

INSTANTIATE_TEST_SUITE_P(Stores, OutboxConformance, ::testing::ValuesIn(store_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
