#include "raw_sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace handrail::bench {

namespace {

void step(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) std::abort();
  sqlite3_reset(statement);
}

void bind(sqlite3_stmt* statement, int place, const std::string& text) {
  sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

} // namespace

std::string tenant_name(std::uint64_t number) { return fmt::format("tenant-{}", number); }

RawSqlite::RawSqlite(const std::filesystem::path& file, Writes writes, std::uint64_t tenants)
    : writes_(writes), tenants_(tenants) {
  if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) std::abort();
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE event (position INTEGER PRIMARY KEY, tenant TEXT, version INTEGER, data TEXT);"
      "CREATE TABLE state (tenant TEXT PRIMARY KEY, status TEXT, changed INTEGER) WITHOUT ROWID;"
      "CREATE INDEX by_status ON state (status)");
  event_ = prepared("INSERT INTO event (tenant, version, data) VALUES (?, ?, ?)");
  state_ = prepared("INSERT INTO state VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET status = excluded.status, "
                    "changed = excluded.changed");
  if (writes == Writes::event_and_state) fill();
}

RawSqlite::~RawSqlite() {
  sqlite3_finalize(event_);
  sqlite3_finalize(state_);
  sqlite3_close(database_);
}

void RawSqlite::fill() {
  run("BEGIN IMMEDIATE");
  for (std::uint64_t tenant = 0; tenant < tenants_; ++tenant) put_state(tenant, tenant);
  run("COMMIT");
  run("PRAGMA wal_checkpoint(TRUNCATE)");
}

void RawSqlite::put_state(std::uint64_t tenant, std::uint64_t change) {
  const auto name = tenant_name(tenant);
  const auto status = fmt::format("status-{}", change % 7);
  bind(state_, 1, name);
  bind(state_, 2, status);
  sqlite3_bind_int64(state_, 3, static_cast<sqlite3_int64>(change));
  step(state_);
}

void RawSqlite::put_event(std::uint64_t tenant, std::uint64_t version) {
  const auto name = tenant_name(tenant);
  bind(event_, 1, name);
  sqlite3_bind_int64(event_, 2, static_cast<sqlite3_int64>(version));
  bind(event_, 3, data_);
  step(event_);
}

void RawSqlite::commit(int commands) {
  run("BEGIN IMMEDIATE");
  for (int i = 0; i < commands; ++i) {
    const auto tenant = draw_.below(tenants_);
    put_event(tenant, ++number_);
    if (writes_ == Writes::event_and_state) put_state(tenant, number_);
  }
  run("COMMIT");
}

Times RawSqlite::open_loop(double per_second, double seconds) {
  constexpr std::size_t most_at_once = 256;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> waiting;
  bool ends = false;
  std::thread writer([&] {
    for (;;) {
      std::vector<std::function<void()>> group;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return ends || !waiting.empty(); });
        if (waiting.empty()) return;
        for (; !waiting.empty() && group.size() < most_at_once; waiting.pop_front())
          group.push_back(std::move(waiting.front()));
      }
      commit(static_cast<int>(group.size()));
      for (const auto& done : group) done();
    }
  });
  const auto times = bench::open_loop(per_second, seconds, [&](std::function<void()> done) {
    {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(done));
    }
    changed.notify_one();
  });
  {
    const std::lock_guard lock(mutex);
    ends = true;
  }
  changed.notify_one();
  writer.join();
  return times;
}

void RawSqlite::run(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
}

sqlite3_stmt* RawSqlite::prepared(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) std::abort();
  return statement;
}

} // namespace handrail::bench
