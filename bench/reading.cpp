#include "reading.h"

#include "raw_sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace handrail::bench {

namespace {

const PersonId reader("tara");
constexpr std::size_t lines_of_a_page = 50;

struct Closes {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Closes>;

class Database {
public:
  Database(const std::filesystem::path& file, int flags) {
    sqlite3* opened = nullptr;
    if (sqlite3_open_v2(file.c_str(), &opened, flags, nullptr) != SQLITE_OK) std::abort();
    database_.reset(opened);
  }
  Statement prepared(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) std::abort();
    return Statement(statement);
  }
  void run(const char* sql) const {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  }

private:
  std::unique_ptr<sqlite3, Closes> database_;
};

void set_text(const Statement& statement, int place, const std::string& text) {
  sqlite3_bind_text(statement.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// Every row with every column as a text of one's own, as whoever shows it needs them.
std::vector<std::string> rows_of(const Statement& statement) {
  std::vector<std::string> cells;
  while (sqlite3_step(statement.get()) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count(statement.get()); ++column) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement.get(), column));
      cells.emplace_back(bytes == nullptr ? "" : bytes,
                         static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column)));
    }
  sqlite3_reset(statement.get());
  return cells;
}

template <class Read>
void time(Times& times, const Read& read) {
  const auto before = Clock::now();
  read();
  times.add(Clock::now() - before);
}

void check(bool holds, const char* what) {
  if (holds) return;
  fmt::print(stderr, "a page could not be read: {}\n", what);
  std::abort();
}

/// The columns of a tenant in a list, of tenants as EngineBed registers them.
void fill(const Database& database, std::uint64_t tenants) {
  database.run("CREATE TABLE listed (id TEXT PRIMARY KEY, name TEXT, customer TEXT, region TEXT, status TEXT, "
               "next_action TEXT, changed INTEGER, field TEXT, holder TEXT) WITHOUT ROWID;"
               "CREATE INDEX by_view ON listed (holder, region, name, id); BEGIN");
  const auto insert = database.prepared("INSERT INTO listed VALUES (?, ?, ?, 'EMEA', 'Active', '', ?, 'FM', 'tara')");
  for (std::uint64_t number = 0; number < tenants; ++number) {
    const auto name = tenant_name(number);
    const auto customer = name + " Group";
    set_text(insert, 1, name);
    set_text(insert, 2, name);
    set_text(insert, 3, customer);
    sqlite3_bind_int64(insert.get(), 4, static_cast<sqlite3_int64>(number));
    check(sqlite3_step(insert.get()) == SQLITE_DONE, "the table made by hand");
    sqlite3_reset(insert.get());
  }
  database.run("COMMIT");
}

} // namespace

Reading read_tenant_pages(app::Engine& engine, const std::filesystem::path& log, std::uint64_t tenants,
                          double seconds) {
  const Database database(log, SQLITE_OPEN_READONLY);
  const auto all =
      database.prepared("SELECT * FROM event WHERE tenant = ? AND version > 0 ORDER BY version LIMIT 1000");
  const auto newest = database.prepared("SELECT * FROM event WHERE tenant = ? ORDER BY version DESC LIMIT ?");
  sqlite3_bind_int64(newest.get(), 2, lines_of_a_page);
  Reading took;
  Draw draw(static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()));
  for (const auto start = Clock::now(); seconds_since(start) < seconds;) {
    const TenantId ours(tenant_name(draw.below(tenants)));
    time(took.handrail, [&] {
      check(engine.tenant(ours).has_value(), "its state");
      check(engine.timeline(ours, reader, 0, lines_of_a_page).has_value(), "its history");
    });
    const auto theirs = tenant_name(draw.below(tenants)); // another one, whose pages nobody has just read
    time(took.by_hand, [&] {
      for (const auto* query : {&all, &newest}) {
        set_text(*query, 1, theirs);
        check(!rows_of(*query).empty(), "by hand");
      }
    });
  }
  return took;
}

Reading read_saved_view(app::Engine& engine, const std::filesystem::path& file, std::uint64_t tenants, double seconds) {
  const Database database(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  fill(database, tenants);
  const auto page = database.prepared("SELECT name, id, customer, region, status, next_action, changed, field, holder "
                                      "FROM listed WHERE holder = 'tara' AND region = 'EMEA' AND (name, id) > (?, ?) "
                                      "ORDER BY name, id LIMIT 50");
  constexpr std::size_t columns = 9;
  Reading took;
  store::TenantQuery query;
  query.holder = "tara";
  query.region = "EMEA";
  query.limit = 50;
  std::string last_name, last_id;
  for (const auto start = Clock::now(); seconds_since(start) < seconds;) {
    time(took.handrail, [&] {
      const auto found = engine.tenants(query, reader);
      check(found.has_value() && !found->tenants.empty(), "a saved view");
      query.cursor = found->next;
    });
    time(took.by_hand, [&] {
      set_text(page, 1, last_name);
      set_text(page, 2, last_id);
      const auto cells = rows_of(page);
      check(!cells.empty() || !last_id.empty(), "a saved view, by hand");
      const auto row = cells.size() < 50 * columns ? cells.end() : cells.end() - columns;
      last_name = row == cells.end() ? "" : row[0]; // after the last page, the first one again
      last_id = row == cells.end() ? "" : row[1];
    });
  }
  return took;
}

} // namespace handrail::bench
