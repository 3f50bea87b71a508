// The same on PostgreSQL, where each node has connections of its own.
#include "sim/simulation.h"
#include "store/postgres_store.h"
#include "support/postgres_server.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace handrail::sim {
namespace {

class PostgresPlace final : public LogPlace {
public:
  std::shared_ptr<store::Store> open() override {
    auto address = store::postgres::Address::from(database_.url());
    if (!address) throw std::runtime_error(to_string(address.error()));
    auto opened = store::open_postgres_store(*address, store::postgres::Access::write);
    if (!opened) throw std::runtime_error(to_string(opened.error()));
    return std::move(*opened);
  }

private:
  testing::TestDatabase database_;
};

Means on_postgres() {
  Means means;
  means.place = [] { return std::make_unique<PostgresPlace>(); };
  return means;
}

Plan of_nodes(int nodes, std::uint64_t seed) {
  Plan plan;
  plan.setting = {"generated", seed, nodes};
  plan.steps = 100;
  return plan;
}

TEST(PostgresSimulation, BreaksNothing) {
  for (const auto& plan : {of_nodes(1, 8000), of_nodes(2, 8001), of_nodes(3, 8002)}) {
    const auto run = simulate(plan, on_postgres());
    if (run.broken) ADD_FAILURE() << report(run, run.history);
    EXPECT_GT(run.accepted, 15U) << "the run leads nowhere";
  }
}

TEST(PostgresSimulation, EndsWithTheLogThatTheFileHas) {
  const auto plan = of_nodes(2, 8003);
  const auto in_file = simulate(plan);
  const auto in_database = simulate(plan, on_postgres());
  EXPECT_EQ(to_text(in_database.history), to_text(in_file.history));
  EXPECT_EQ(in_database.head, in_file.head) << "to the last byte";
}

} // namespace
} // namespace handrail::sim
