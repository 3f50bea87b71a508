// Durable commands a second, beside raw SQLite on the same disk in the same run: what the engine's validation, events,
// hashes, lists and answers cost on top of the syncs that anybody pays.
#include "app/engine.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace handrail;

constexpr int tenants = 1'000; ///< each command goes to the next one

// ---- raw SQLite ----------------------------------------------------------------------------------------------------

/// The least that stores the same: an event row and an indexed state row, synced at each commit.
class RawSqlite {
public:
  RawSqlite() {
    run_at_open((folder_.path() / "raw.db").c_str());
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE event (position INTEGER PRIMARY KEY, tenant TEXT, version INTEGER, data TEXT, UNIQUE (tenant, "
        "version));"
        "CREATE TABLE state (tenant TEXT PRIMARY KEY, status TEXT, changed INTEGER); CREATE INDEX by_status ON state "
        "(status)");
    event_ = prepared("INSERT INTO event (tenant, version, data) VALUES (?, ?, ?)");
    state_ = prepared("INSERT INTO state VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET status = excluded.status, "
                      "changed = excluded.changed");
  }
  ~RawSqlite() {
    sqlite3_finalize(event_);
    sqlite3_finalize(state_);
    sqlite3_close(database_);
  }
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  void commit(int commands) {
    run("BEGIN IMMEDIATE");
    for (int i = 0; i < commands; ++i) write(number_++);
    run("COMMIT");
  }

private:
  void write(std::int64_t number) {
    const auto tenant = fmt::format("tenant-{}", number % tenants);
    const auto status = fmt::format("status-{}", number % 7);
    sqlite3_bind_text(event_, 1, tenant.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(event_, 2, number / tenants);
    sqlite3_bind_text(event_, 3, data_.c_str(), -1, SQLITE_STATIC);
    step(event_);
    sqlite3_bind_text(state_, 1, tenant.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(state_, 2, status.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(state_, 3, number);
    step(state_);
  }
  void run_at_open(const char* file) {
    if (sqlite3_open(file, &database_) != SQLITE_OK) std::abort();
  }
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  }
  sqlite3_stmt* prepared(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) std::abort();
    return statement;
  }
  static void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) std::abort();
    sqlite3_reset(statement);
  }

  testing::TemporaryFolder folder_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* event_ = nullptr;
  sqlite3_stmt* state_ = nullptr;
  std::int64_t number_ = 0;
  const std::string data_ = std::string(120, 'x');
};

/// The argument is the number of commands in one transaction.
void raw_sqlite(benchmark::State& state) {
  RawSqlite database;
  const auto commands = static_cast<int>(state.range(0));
  for (auto _ : state) database.commit(commands);
  state.SetItemsProcessed(state.iterations() * commands);
}
BENCHMARK(raw_sqlite)->Arg(1)->Arg(32)->Arg(64)->UseRealTime()->Unit(benchmark::kMicrosecond);

// ---- the engine ----------------------------------------------------------------------------------------------------

/// An engine with its tenants registered, shared by all the threads of one benchmark.
class Bed {
public:
  Bed() {
    app::Options options;
    options.data = folder_.path();
    engine_ = std::move(*app::Engine::open(options, clock_, ids_));
    if (!engine_->publish(testing::small_model())) std::abort();
    std::vector<std::future<Result<app::Answer>>> answers;
    for (int i = 0; i < tenants; ++i) answers.push_back(registered(fmt::format("tenant-{}", i)));
    for (auto& answer : answers) check(answer.get());
  }
  void send(const std::string& tenant, engagement::Command command) {
    check(engine_->submit({TenantId(tenant), std::move(command), PersonId("tara"), {}, {}}));
  }

private:
  /// What changes nothing costs nothing: every command of a benchmark must have been written.
  static void check(const Result<app::Answer>& answer) {
    if (!answer || !std::holds_alternative<app::Receipt>(*answer) || std::get<app::Receipt>(*answer).events.empty())
      std::abort();
  }
  std::future<Result<app::Answer>> registered(const std::string& id) {
    auto promise = std::make_shared<std::promise<Result<app::Answer>>>();
    engine_->submit({TenantId(id), testing::registration(id, id), PersonId("tara"), {}, {}},
                    [promise](Result<app::Answer> answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
  }

  testing::TemporaryFolder folder_;
  SystemClock clock_;
  app::RandomIds ids_{clock_};
  std::unique_ptr<app::Engine> engine_;
};

std::unique_ptr<Bed> bed;
void make_bed(const benchmark::State&) { bed = std::make_unique<Bed>(); }
void drop_bed(const benchmark::State&) { bed.reset(); }

/// One command after the other from each caller on tenants of its own, each decided, evented, hashed, durable and shown
/// in the lists when the next one is sent.
void engine(benchmark::State& state) {
  const int own = tenants / state.threads();
  const int first = state.thread_index() * own;
  int number = 0;
  for (auto _ : state) {
    const auto* status = number % 2 == 0 ? "Inactive" : "Active";
    bed->send(fmt::format("tenant-{}", first + number / 2 % own), engagement::SetStatus{status});
    ++number;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(engine)->Setup(make_bed)->Teardown(drop_bed)->Threads(1)->Threads(32)->UseRealTime()->Unit(
    benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
