#include "core/sequence.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <thread>
#include <vector>

namespace handrail {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Counts how often one is copied.
struct Counted {
  std::string text;
  static inline int copies = 0;

  explicit Counted(std::string from) : text(std::move(from)) {}
  Counted(const Counted& other) : text(other.text) { ++copies; }
  Counted(Counted&&) = default;
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() = default;
  bool operator==(const Counted&) const = default;
};

Sequence<Counted> counted(std::size_t size) {
  Sequence<Counted> all;
  for (std::size_t i = 0; i < size; ++i) all.push_back(Counted(std::to_string(i)));
  Counted::copies = 0;
  return all;
}

TEST(Sequence, IsReadLikeAVector) {
  const Sequence<int, 2> all{1, 2, 3, 4, 5};
  EXPECT_THAT(all, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(all.front(), 1);
  EXPECT_EQ(all.back(), 5);
  EXPECT_EQ(all[3], 4);
  EXPECT_EQ(*all.rbegin(), 5);
  EXPECT_EQ(all.end() - all.begin(), 5);
  EXPECT_THAT((Sequence<int>()), IsEmpty());
}

TEST(Sequence, AChangeOfACopyLeavesTheOtherAsItWas) {
  Sequence<int, 2> first{1, 2, 3};
  auto second = first;
  second.push_back(4);
  second.edit(0, [](int& item) { item = 10; });
  EXPECT_THAT(first, ElementsAre(1, 2, 3));
  EXPECT_THAT(second, ElementsAre(10, 2, 3, 4));
  first.push_back(5);
  EXPECT_THAT(first, ElementsAre(1, 2, 3, 5));
  EXPECT_THAT(second, ElementsAre(10, 2, 3, 4));
}

TEST(Sequence, ACopyCopiesNoItemAndAppendingToItAtMostAPart) {
  const auto all = counted(10'000);
  auto copy = all;
  EXPECT_EQ(Counted::copies, 0);
  copy.push_back(Counted("new"));
  EXPECT_LT(Counted::copies, 16);
  Counted::copies = 0;
  for (int i = 0; i < 1000; ++i) copy.push_back(Counted("new"));
  EXPECT_EQ(Counted::copies, 0) << "nobody else has the end";
  EXPECT_EQ(all.size(), 10'000U);
}

TEST(Sequence, ChangingAnItemOfACopyCopiesItsPartAlone) {
  const auto all = counted(10'000);
  auto copy = all;
  copy.edit(5'000, [](Counted& item) { item.text = "changed"; });
  EXPECT_LE(Counted::copies, 16);
  EXPECT_EQ(all[5'000].text, "5000");
  EXPECT_EQ(copy[5'000].text, "changed");
}

TEST(Sequence, ErasingKeepsTheOrderAndDoesNothingWhereNothingIsMeant) {
  auto all = counted(100);
  all.erase_if([](const Counted& item) { return item.text == "none"; });
  EXPECT_EQ(Counted::copies, 0);
  all.erase_if([](const Counted& item) { return item.text != "7" && item.text != "60"; });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].text, "7");
  EXPECT_EQ(all[1].text, "60");
}

TEST(Sequence, DoesAsAVectorDoesOverAnyChanges) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::pair<Sequence<int, 4>, std::vector<int>>> pairs(1);
    for (int step = 0; step < 400; ++step) {
      auto& [ours, theirs] = pairs[random() % pairs.size()];
      const int value = static_cast<int>(random() % 50);
      switch (random() % 8) {
        case 0: pairs.emplace_back(pairs[random() % pairs.size()]); break;
        case 1:
          ours.erase_if([&](int item) { return item == value; });
          std::erase(theirs, value);
          break;
        case 2:
          if (theirs.empty()) break;
          ours.edit(static_cast<std::size_t>(value) % theirs.size(), [&](int& item) { item += value; });
          theirs[static_cast<std::size_t>(value) % theirs.size()] += value;
          break;
        default: ours.push_back(value); theirs.push_back(value);
      }
    }
    for (const auto& [ours, theirs] : pairs) {
      ASSERT_TRUE(std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end())) << "seed " << seed;
      Sequence<int, 4> again;
      for (const int item : theirs) again.push_back(item);
      EXPECT_EQ(ours, again);
    }
  }
}

TEST(Sequence, MeasuresWhatItKeepsOnceForEachChange) {
  auto all = counted(1'000);
  int asked = 0;
  const auto measure = [&asked](const Counted& item) {
    ++asked;
    return item.text.size();
  };
  const auto first = all.heap_bytes(measure);
  EXPECT_EQ(asked, 1'000);
  EXPECT_GT(first, 1'000 * sizeof(Counted));
  const auto copy = all;
  all.push_back(Counted("one more"));
  asked = 0;
  EXPECT_GE(all.heap_bytes(measure), first);
  EXPECT_LE(asked, 16);
  asked = 0;
  EXPECT_EQ(copy.heap_bytes(measure), first);
  EXPECT_EQ(asked, 0);
}

TEST(Sequence, CopiesMayBeReadByOtherThreadsWhileOneIsChanged) {
  auto all = counted(100);
  std::vector<std::thread> readers;
  for (int i = 0; i < 200; ++i) {
    readers.emplace_back([copy = all, i] {
      for (const auto& item : copy) ASSERT_FALSE(item.text.empty());
      ASSERT_EQ(copy.size(), 100U + static_cast<std::size_t>(i));
    });
    all.push_back(Counted("more"));
    all.edit(0, [](Counted& item) { item.text += "."; });
  }
  for (auto& reader : readers) reader.join();
}

} // namespace
} // namespace handrail
