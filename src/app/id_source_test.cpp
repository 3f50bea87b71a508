#include "app/id_source.h"

#include <gmock/gmock.h>

#include <set>

namespace handrail::app {
namespace {

TEST(RandomIds, SortAsTheyWereMadeEvenWithinAMillisecondOrWithAClockSetBack) {
  ManualClock clock(*instant_from_iso("2026-03-02T09:00:00Z"));
  RandomIds ids(clock);
  std::vector<std::string> made;
  for (int i = 0; i < 1000; ++i) made.push_back(ids.next());
  clock.advance(std::chrono::milliseconds(1));
  made.push_back(ids.next());
  clock.advance(-std::chrono::hours(1));
  made.push_back(ids.next());
  EXPECT_TRUE(std::is_sorted(made.begin(), made.end()));
  EXPECT_EQ(std::set<std::string>(made.begin(), made.end()).size(), made.size());
  EXPECT_THAT(made, ::testing::Each(::testing::MatchesRegex("[0-9A-HJKMNP-TV-Z]{26}")));
}

TEST(RandomIds, BeginWithTheirMillisecond) {
  // 1469918176385 ms is the example of the ULID specification: its first ten digits are 01ARYZ6S41.
  ManualClock clock(Instant(std::chrono::milliseconds(1469918176385)));
  EXPECT_EQ(RandomIds(clock).next().substr(0, 10), "01ARYZ6S41");
}

TEST(CountedIds, AreTheSameInEveryRun) {
  CountedIds ids("note");
  EXPECT_EQ(ids.next(), "note-1");
  EXPECT_EQ(ids.next(), "note-2");
}

} // namespace
} // namespace handrail::app
