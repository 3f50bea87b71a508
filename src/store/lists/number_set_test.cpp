#include "store/lists/number_set.h"

#include <gmock/gmock.h>

namespace handrail::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint64_t> numbers_of(const NumberSet& set) {
  std::vector<std::uint64_t> numbers;
  set.each([&](std::uint64_t number) { numbers.push_back(number); });
  return numbers;
}

TEST(NumberSet, HoldsNumbersFromOneToTheLast) {
  for (const std::uint64_t last : {1U, 62U, 63U, 64U, 65U, 127U, 128U, 1000U}) {
    const auto all = NumberSet::all(last);
    EXPECT_EQ(all.count(), last);
    EXPECT_FALSE(all.has(0));
    EXPECT_TRUE(all.has(last));
    EXPECT_FALSE(all.has(last + 1));
    NumberSet none(last);
    EXPECT_TRUE(none.empty());
    none.add(last + 1);
    EXPECT_TRUE(none.empty());
    none.add(last);
    EXPECT_THAT(numbers_of(none), ElementsAre(last));
  }
  EXPECT_TRUE(NumberSet::all(0).empty());
}

TEST(NumberSet, IsNarrowedWidenedAndTakenFrom) {
  NumberSet even(200), third(200);
  for (std::uint64_t i = 1; i <= 200; ++i) {
    if (i % 2 == 0) even.add(i);
    if (i % 3 == 0) third.add(i);
  }
  auto both = even;
  both &= third;
  EXPECT_EQ(both.count(), 33U);
  auto either = even;
  either |= third;
  EXPECT_EQ(either.count(), 133U);
  auto rest = even;
  rest -= third;
  EXPECT_EQ(rest.count(), 67U);
  EXPECT_FALSE(rest.has(6));
  EXPECT_TRUE(rest.has(8));
}

TEST(NumberSet, IsGoneThroughInParts) {
  NumberSet set(300);
  for (const std::uint64_t number : {1U, 63U, 64U, 65U, 128U, 299U, 300U}) set.add(number);
  const auto part = [&](std::uint64_t first, std::uint64_t end) {
    std::vector<std::uint64_t> numbers;
    set.each_in(first, end, [&](std::uint64_t number) { numbers.push_back(number); });
    return numbers;
  };
  EXPECT_THAT(part(0, 64), ElementsAre(1, 63));
  EXPECT_THAT(part(64, 65), ElementsAre(64));
  EXPECT_THAT(part(65, 300), ElementsAre(65, 128, 299));
  EXPECT_THAT(part(300, 10'000), ElementsAre(300));
  EXPECT_THAT(part(400, 500), IsEmpty());
  EXPECT_THAT(part(10, 10), IsEmpty());
}

} // namespace
} // namespace handrail::store
