// Seeds that are the same each time, so that a change of the product that breaks something is found by everybody.
// `./dev sim` looks at others. docs/spec/storage.md § storage-38
#include "sim/simulation.h"

#include <gtest/gtest.h>

#include <string>

namespace handrail::sim {
namespace {

struct InMemory : ::testing::Environment {
  void SetUp() override { stand_in_memory(); }
};
const auto* const in_memory = ::testing::AddGlobalTestEnvironment(new InMemory);

/// Nothing is broken; what there was is told, so that a run that leads nowhere is seen.
Run expect_whole(const Plan& plan) {
  auto run = simulate(plan);
  if (run.broken) ADD_FAILURE() << report(run, shortest(run));
  return run;
}

/// Of several seeds, one after the other.
void expect_whole(const std::string& house, int nodes, std::uint64_t first, std::uint64_t count, Plan plan = {}) {
  Run all;
  for (auto seed = first; seed < first + count && !::testing::Test::HasFailure(); ++seed) {
    plan.setting = {house, seed, nodes};
    const auto run = expect_whole(plan);
    all.accepted += run.accepted;
    all.refused += run.refused;
    all.events += run.events;
    all.tenants += run.tenants;
  }
  ::testing::Test::RecordProperty("tenants", std::to_string(all.tenants));
  ::testing::Test::RecordProperty("events", std::to_string(all.events));
  EXPECT_GT(all.accepted, plan.steps * count / 5) << "the runs lead nowhere";
  EXPECT_GT(all.refused, plan.steps * count / 5) << "nothing is refused";
}

TEST(Simulation, OfGeneratedHousesBreaksNothing) { expect_whole("generated", 1, 1000, 6); }
TEST(Simulation, OfNodesThatShareALogBreaksNothing) { expect_whole("generated", 2, 2000, 3); }
TEST(Simulation, OfThreeNodesBreaksNothing) { expect_whole("generated", 3, 3000, 1); }
TEST(Simulation, OfTheSampleBreaksNothing) { expect_whole("fasttrack", 1, 4000, 2); }
TEST(Simulation, OfTheSampleOnTwoNodesBreaksNothing) { expect_whole("fasttrack", 2, 5000, 1); }
TEST(Simulation, OfManyTenantsBreaksNothing) { expect_whole("generated", 1, 6000, 1, Plan{{}, 1000, 500}); }
TEST(Simulation, OfOneTenantsLongHistoryBreaksNothing) { expect_whole("generated", 1, 7001, 1, Plan{{}, 1, 500}); }

TEST(Simulation, OfASeedIsTheSameEachTime) {
  for (const int nodes : {1, 2}) {
    Plan plan;
    plan.setting = {"generated", 42, nodes};
    plan.steps = 80;
    const auto first = simulate(plan), second = simulate(plan);
    EXPECT_EQ(to_text(first.history), to_text(second.history));
    EXPECT_EQ(first.head, second.head) << "to the last byte of the log";
    const auto replayed = replay(first.history);
    EXPECT_EQ(replayed.head, first.head) << "and so when its steps are played";
  }
}

TEST(Simulation, OfSomeHousesBegins) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Plan plan;
    plan.setting = {"generated", seed, 1};
    plan.steps = 0;
    const auto run = simulate(plan);
    EXPECT_FALSE(run.broken.has_value()) << run.broken->what;
  }
}

TEST(History, ReadsBackWhatItPrinted) {
  Plan plan;
  plan.setting = {"generated", 5, 2};
  plan.steps = 80;
  const auto history = simulate(plan).history;
  const auto read = history_from(to_text(history));
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(to_text(*read), to_text(history));
}

TEST(History, SaysWhichLineCannotBeRead) {
  const auto read = history_from("# said before\n{\"house\":\"generated\",\"seed\":1,\"nodes\":1}\n{\"do\":\"fly\"}\n");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().where, "line 3");
}

} // namespace
} // namespace handrail::sim
