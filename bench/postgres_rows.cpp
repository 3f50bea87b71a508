#include "postgres_rows.h"

#include "checklist.h"
#include "engine_bed.h"
#include "raw_postgres.h"
#include "support/postgres_server.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace handrail::bench {

namespace {

namespace fs = std::filesystem;

constexpr int callers = 32;
constexpr std::size_t batch = 64;
constexpr const char* peer = "bench/peers/dbos"; ///< from the repository's folder

void measure_raw(const Settings& settings, const std::string& url) {
  progress("raw PostgreSQL");
  const RawPostgres raw(url, settings.postgres_tenants);
  tell("raw_postgres_single_per_second", raw.single_statements(callers, settings.seconds));
  tell("raw_postgres_batched_per_second", raw.batched(batch, settings.seconds));
}

void measure_nodes(const Settings& settings, const fs::path& folder, const std::string& url) {
  progress("PostgreSQL: one node");
  EngineBed one(folder / "node-1", settings.postgres_tenants, {}, url);
  one.closed_loop(callers, settings.seconds / 4);
  const auto start = bench::Clock::now();
  auto alone = one.closed_loop(callers, settings.seconds);
  tell("postgres_per_second", static_cast<double>(alone.count()) / seconds_since(start));
  tell("postgres", alone);
  progress("PostgreSQL: two nodes");
  EngineBed two(folder / "node-2", settings.postgres_tenants, {}, url);
  two.closed_loop(callers, settings.seconds / 4);
  const auto both = bench::Clock::now();
  Times of_two;
  std::thread beside([&] { of_two = two.closed_loop(callers / 2, settings.seconds); });
  auto together = one.closed_loop(callers / 2, settings.seconds);
  beside.join();
  together.add(of_two);
  tell("postgres_nodes_per_second", static_cast<double>(together.count()) / seconds_since(both));
  tell("postgres_nodes", together);
}

/// Steps of the peer, where it is installed.
void measure_peer(const Settings& settings, const std::string& url) {
  if (!fs::exists(fs::path(peer) / "node_modules")) return;
  progress("DBOS: checklists");
  const auto command =
      fmt::format("node {}/checklist.mjs '{}' {} {} 2>/dev/null", peer, url, callers, settings.seconds);
  FILE* output = ::popen(command.c_str(), "r");
  if (output == nullptr) std::abort();
  std::array<char, 200> name{};
  double figure = 0;
  while (std::fscanf(output, "%199s %lf", name.data(), &figure) == 2) tell(name.data(), figure);
  if (::pclose(output) != 0) fmt::print(stderr, "store_bench: the peer failed: {}\n", command);
}

} // namespace

void measure_postgres(const Settings& settings) {
  const auto folder = settings.folder / "postgres";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const testing::PostgresServer server({"shared_buffers=256MB", "max_wal_size=4GB"});
  for (const char* database : {"raw", "nodes", "checklist", "peer"}) server.make_database(database);
  measure_raw(settings, server.url("raw"));
  measure_nodes(settings, folder, server.url("nodes"));
  progress("PostgreSQL: checklists");
  tell("checklist_steps_per_second",
       checklist_steps(folder / "checklist", server.url("checklist"), callers, settings.seconds));
  measure_peer(settings, server.url("peer"));
  fs::remove_all(folder);
}

} // namespace handrail::bench
