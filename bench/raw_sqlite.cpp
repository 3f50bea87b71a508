#include "raw_sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>

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

void RawSqlite::run(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
}

sqlite3_stmt* RawSqlite::prepared(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) std::abort();
  return statement;
}

} // namespace handrail::bench
