#include "replay.h"

#include "app/projector.h"
#include "app/tenant_history.h"
#include "figures.h"
#include "store/data_folder.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>

namespace handrail::bench {

namespace {

using store::sqlite::Access;

double rows_read(const std::filesystem::path& log) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open_v2(log.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(database, "SELECT * FROM event ORDER BY position", -1, &statement, nullptr) != SQLITE_OK)
    std::abort();
  const auto start = Clock::now();
  std::uint64_t rows = 0, bytes = 0;
  for (; sqlite3_step(statement) == SQLITE_ROW; ++rows)
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
      if (sqlite3_column_blob(statement, column) == nullptr) std::abort();
      bytes += static_cast<std::uint64_t>(sqlite3_column_bytes(statement, column));
    }
  const double took = seconds_since(start);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  if (bytes == 0) std::abort();
  return static_cast<double>(rows) / took;
}

double states_made(store::Store& log) {
  const auto start = Clock::now();
  std::uint64_t events = 0;
  constexpr std::size_t page = 1'000;
  for (TenantId after;;) {
    const auto tenants = log.tenants(after, page);
    if (!tenants) std::abort();
    for (const auto& tenant : *tenants) {
      if (!app::is_tenant(tenant)) continue;
      const auto state = app::replayed(log, tenant);
      if (!state) std::abort();
      events += state->version;
    }
    if (tenants->size() < page) break;
    after = tenants->back();
  }
  return static_cast<double>(events) / seconds_since(start);
}

double lists_made(store::Store& log, const std::filesystem::path& beside) {
  const auto lists = store::open_sqlite_read_models(beside, Access::write);
  if (!lists) std::abort();
  const auto start = Clock::now();
  if (const auto caught_up = app::catch_up(log, **lists); !caught_up) {
    fmt::print(stderr, "lists could not be made: {}\n", to_string(caught_up.error()));
    std::abort();
  }
  return static_cast<double>((*lists)->position().value()) / seconds_since(start);
}

} // namespace

Replay replay(const std::filesystem::path& data, const std::filesystem::path& beside) {
  const store::DataFolder folder{data};
  const auto log = store::open_sqlite_store(folder.log(), Access::read);
  if (!log) std::abort();
  rows_read(folder.log()); // so that all of them meet a log in memory
  Replay took;
  took.rows_per_second = rows_read(folder.log());
  took.states_per_second = states_made(**log);
  took.lists_per_second = lists_made(**log, beside);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(beside.string() + suffix);
  return took;
}

} // namespace handrail::bench
