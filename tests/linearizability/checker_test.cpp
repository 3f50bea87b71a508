// The checker finds what no order explains, and nothing else: histories written by hand, and small ones beside a search
// through every order.
#include "linearizability/checker.h"

#include "sim/chance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace handrail::linearizability {
namespace {

/// A number that can be added to, read, and set when it is what one expects: what one adds is answered with the sum.
struct Number {
  enum class Kind { add, read, set_if };
  struct Input {
    Kind kind;
    int value = 0, expected = 0;
  };
  using Output = int; ///< the number after it; of a refused set_if: -1
  using State = int;

  static std::optional<State> step(const State& state, const Input& input, const Output* output) {
    const bool is_refused = input.kind == Kind::set_if && state != input.expected;
    const int after = input.kind == Kind::add                  ? state + input.value
                      : input.kind == Kind::read || is_refused ? state
                                                               : input.value;
    if (output != nullptr && *output != (is_refused ? -1 : after)) return std::nullopt;
    return after;
  }
  static std::uint64_t fingerprint(const State& state) { return static_cast<std::uint64_t>(state); }
  static bool is_read(const Input& input) { return input.kind == Kind::read; }
};

using Calls = std::vector<Call<Number>>;

Number::Input add(int value) { return {Number::Kind::add, value, 0}; }
Number::Input read() { return {Number::Kind::read, 0, 0}; }
Number::Input set_if(int expected, int value) { return {Number::Kind::set_if, value, expected}; }

bool is_linearizable(const Calls& calls) {
  const auto verdict = Checker<Number>(0).check(calls);
  EXPECT_NE(verdict, Verdict::undecided);
  return verdict == Verdict::linearizable;
}

TEST(LinearizabilityChecker, TakesCallsThatOverlapInAnyOrderThatFits) {
  EXPECT_TRUE(is_linearizable({}));
  EXPECT_TRUE(is_linearizable({{1, 1, 2, add(1), 1}, {2, 3, 4, read(), 1}}));
  EXPECT_TRUE(is_linearizable({{1, 1, 4, add(1), 2}, {2, 2, 3, add(1), 1}})) << "the inner one came first";
  EXPECT_TRUE(is_linearizable({{1, 1, 6, add(5), 5}, {2, 2, 3, read(), 0}, {2, 4, 5, read(), 5}}));
}

TEST(LinearizabilityChecker, FindsAStaleRead) {
  EXPECT_FALSE(is_linearizable({{1, 1, 2, add(1), 1}, {2, 3, 4, read(), 0}}));
  EXPECT_FALSE(is_linearizable({{1, 1, 6, add(5), 5}, {2, 2, 3, read(), 5}, {3, 4, 5, read(), 0}}))
      << "what one has seen nobody sees undone";
}

TEST(LinearizabilityChecker, FindsALostUpdate) {
  EXPECT_FALSE(is_linearizable({{1, 1, 3, set_if(0, 1), 1}, {2, 2, 4, set_if(0, 2), 2}})) << "both saw the same";
  EXPECT_TRUE(is_linearizable({{1, 1, 3, set_if(0, 1), 1}, {2, 2, 4, set_if(0, 2), -1}}));
  EXPECT_FALSE(is_linearizable({{1, 1, 3, add(1), 1}, {2, 2, 4, add(1), 1}}));
}

TEST(LinearizabilityChecker, FindsWhatWasDoneTwice) {
  EXPECT_FALSE(is_linearizable({{1, 1, 2, add(1), 1}, {2, 3, 4, read(), 2}}));
}

TEST(LinearizabilityChecker, WhatDidNotEndMayHaveTakenEffectLaterOrNever) {
  const Call<Number> lost{1, 1, never, add(1), std::nullopt};
  EXPECT_TRUE(is_linearizable({lost, {2, 2, 3, read(), 0}}));
  EXPECT_TRUE(is_linearizable({lost, {2, 2, 3, read(), 1}}));
  EXPECT_TRUE(is_linearizable({lost, {2, 2, 3, read(), 0}, {2, 4, 5, read(), 1}}));
  EXPECT_FALSE(is_linearizable({lost, {2, 2, 3, read(), 1}, {2, 4, 5, read(), 0}}));
  EXPECT_FALSE(is_linearizable({lost, {2, 2, 3, read(), 2}})) << "not twice";
}

TEST(LinearizabilityChecker, GivesUpAndSaysSo) {
  Calls many;
  for (std::uint64_t i = 0; i < 12; ++i) many.push_back({static_cast<int>(i), i + 1, 100 + i, read(), 0});
  many.push_back({12, 50, 200, read(), 1}); // which nothing explains, whatever part of the others came before
  EXPECT_EQ(Checker<Number>(0, 1'000).check(many), Verdict::undecided);
  EXPECT_EQ(Checker<Number>(0).check(many), Verdict::not_linearizable);
}

TEST(LinearizabilityChecker, ShortensAHistoryToWhatBreaksIt) {
  Calls calls;
  std::uint64_t time = 0;
  const auto one_after_the_other = [&](Number::Input input, int output) {
    calls.push_back({1, time + 1, time + 2, input, output});
    time += 2;
  };
  for (int i = 1; i <= 20; ++i) one_after_the_other(add(1), i), one_after_the_other(read(), i);
  one_after_the_other(read(), 19); // stale
  for (int i = 21; i <= 40; ++i) one_after_the_other(add(1), i), one_after_the_other(read(), i);
  const auto shortest = Checker<Number>(0).shortest(calls);
  ASSERT_EQ(shortest.size(), 21U) << "what was added, and the one read";
  EXPECT_EQ(shortest.back().output, 19);
  EXPECT_FALSE(is_linearizable(shortest));
}

/// Every order of the calls, one by one.
bool is_explained_by_some_order(const Calls& calls) {
  std::vector<std::size_t> order(calls.size());
  std::iota(order.begin(), order.end(), 0U);
  do {
    int state = 0;
    bool fits = true;
    for (std::size_t i = 0; fits && i < order.size(); ++i) {
      for (std::size_t later = i + 1; later < order.size(); ++later)
        fits = fits && calls[order[later]].ended > calls[order[i]].began; // else it was over before this began
      const auto after = Number::step(state, calls[order[i]].input, &*calls[order[i]].output);
      fits = fits && after.has_value();
      if (fits) state = *after;
    }
    if (fits) return true;
  } while (std::next_permutation(order.begin(), order.end()));
  return false;
}

TEST(LinearizabilityChecker, AgreesWithASearchThroughEveryOrder) {
  int explained = 0;
  constexpr int rounds = 4'000;
  for (int round = 0; round < rounds; ++round) {
    sim::Chance chance(static_cast<std::uint64_t>(round));
    std::vector<std::uint64_t> times(12);
    std::iota(times.begin(), times.end(), 1U);
    for (std::size_t i = times.size() - 1; i > 0; --i) std::swap(times[i], times[chance.below(i + 1)]);
    // Answered as they would be in the order in which they ended; in every other round one answer is another.
    Calls calls;
    for (int i = 0; i < 6; ++i) {
      const auto one = times[static_cast<std::size_t>(2 * i)], other = times[static_cast<std::size_t>(2 * i + 1)];
      const auto kind = chance.below(3);
      const int value = static_cast<int>(chance.below(3));
      const auto input = kind == 0 ? add(1) : kind == 1 ? read() : set_if(value, value + 1);
      calls.push_back({i, std::min(one, other), std::max(one, other), input, 0});
    }
    std::sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.ended < b.ended; });
    int state = 0;
    for (auto& call : calls) {
      const bool is_refused = call.input.kind == Number::Kind::set_if && state != call.input.expected;
      state = *Number::step(state, call.input, nullptr);
      call.output = is_refused ? -1 : state;
    }
    if (chance.one_in(2)) *calls[chance.below(calls.size())].output += chance.one_in(2) ? 1 : -1;
    const bool expected = is_explained_by_some_order(calls);
    explained += expected ? 1 : 0;
    ASSERT_EQ(is_linearizable(calls), expected) << "round " << round;
  }
  EXPECT_GT(explained, 50);
  EXPECT_LT(explained, rounds - 50);
}

} // namespace
} // namespace handrail::linearizability
