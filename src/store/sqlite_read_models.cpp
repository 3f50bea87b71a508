#include "store/sqlite_read_models.h"

#include "store/query_check.h"
#include "store/request_order.h"
#include "store/row_codec.h"
#include "store/sqlite_checkpoints.h"
#include "store/sqlite_filters.h"
#include "store/tenant_match.h"
#include "store/tenant_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <mutex>

namespace handrail::store {

namespace {

using sqlite::Database;
using sqlite::Query;

/// There are no migrations: a file of another format is thrown away and replayed. Only names and places that seldom
/// change are indexed; an index on a status or a date would be written with nearly every command.
constexpr const char* format[] = {
    R"(
CREATE TABLE tenant (
  id       TEXT    NOT NULL PRIMARY KEY,
  version  INTEGER NOT NULL,
  customer TEXT    NOT NULL,
  row      BLOB    NOT NULL
) STRICT;
CREATE INDEX tenant_by_customer ON tenant (customer, id);

CREATE TABLE holder (
  tenant       TEXT    NOT NULL,
  field        TEXT    NOT NULL,
  service      TEXT    NOT NULL,
  holder       TEXT    NOT NULL,
  is_queue     INTEGER NOT NULL,
  is_primary   INTEGER NOT NULL,
  PRIMARY KEY (tenant, field, service, holder, is_queue)
) STRICT, WITHOUT ROWID;
CREATE INDEX holder_by_holder ON holder (holder, tenant);

CREATE TABLE running (
  tenant   TEXT NOT NULL,
  playbook TEXT NOT NULL,
  version  TEXT NOT NULL,
  PRIMARY KEY (tenant, playbook, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX running_by_playbook ON running (playbook, version);

CREATE TABLE request (
  tenant   TEXT    NOT NULL,
  request  TEXT    NOT NULL,
  team     TEXT    NOT NULL,
  asked_by TEXT    NOT NULL,
  asked_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_by_team ON request (team, asked_at, tenant, request);
CREATE INDEX request_by_asker ON request (asked_by, asked_at, tenant, request);

CREATE TABLE progress (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  position INTEGER NOT NULL
) STRICT;
INSERT INTO progress VALUES (1, 0);
)",
};

constexpr const sqlite::Kind& kind = read_models_kind;
constexpr sqlite::Schema schema{0x48525233, "read model", format}; // "HRR3"

constexpr std::string_view tenant_columns = "SELECT id, version, row FROM tenant ";

Result<std::vector<HolderRow>> holders_of(Database& database, const TenantId& tenant) {
  HANDRAIL_TRY(auto rows, database.query("SELECT field, service, holder, is_queue, is_primary FROM holder "
                                         "WHERE tenant = ? ORDER BY field, service, holder, is_queue"));
  rows.bind(tenant.text());
  std::vector<HolderRow> holders;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return holders;
    holders.push_back({FieldId(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                       rows.integer(3) != 0, rows.integer(4) != 0});
  }
}

Result<std::vector<RunningRow>> running_in(Query rows) {
  std::vector<RunningRow> running;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return running;
    running.push_back({PlaybookId(rows.text(0)), std::string(rows.text(1))});
  }
}

Result<std::vector<RunningRow>> running_of(Database& database, const TenantId& tenant) {
  HANDRAIL_TRY(auto rows,
               database.query("SELECT playbook, version FROM running WHERE tenant = ? ORDER BY playbook, version"));
  rows.bind(tenant.text());
  return running_in(std::move(rows));
}

RequestRow request_in(Query& rows, int first) {
  return {RequestId(rows.text(first)), RoleId(rows.text(first + 1)), PersonId(rows.text(first + 2)),
          Instant(std::chrono::microseconds(rows.integer(first + 3)))};
}

Result<std::vector<RequestRow>> requests_of(Database& database, const TenantId& tenant) {
  HANDRAIL_TRY(auto rows, database.query("SELECT request, team, asked_by, asked_at FROM request WHERE tenant = ? "
                                         "ORDER BY request, team, asked_by, asked_at"));
  rows.bind(tenant.text());
  std::vector<RequestRow> requests;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return requests;
    requests.push_back(request_in(rows, 0));
  }
}

Result<TenantRow> tenant_in(const Query& rows) {
  TenantRow tenant;
  tenant.id = TenantId(rows.text(0));
  tenant.version = rows.natural(1);
  HANDRAIL_CHECK(unpack(rows.blob(2), tenant));
  return tenant;
}

class SqliteReadModels final : public ReadModels {
public:
  SqliteReadModels(const std::filesystem::path& file, std::unique_ptr<Database> writer)
      : writer_(std::move(writer)), readers_(file, kind) {
    if (writer_ != nullptr) checkpointer_.emplace(file, kind, *writer_, writing_);
  }

  Result<Position> position() override;
  Result<void> apply(std::span<const TenantRow> rows, Position position) override {
    return apply(rows, [position] { return std::optional(position); });
  }
  Result<void> apply(std::span<const TenantRow> rows, const Settled& settled) override;
  Result<void> clear() override;
  Result<TenantPage> tenants(const TenantQuery& query) override;
  Result<std::size_t> count(const TenantQuery& query, std::size_t up_to) override;
  Result<RequestPage> requests(const RequestQuery& query) override;
  Result<std::vector<RunningRow>> running() override;
  Result<std::vector<TenantRow>> rows_after(const TenantId& after, std::size_t limit) override;

private:
  Result<std::vector<TenantRow>> found(const TenantQuery& query);
  Result<void> put(const TenantRow& row);
  Result<void> put_holders(const TenantRow& row);
  Result<void> put_running(const TenantRow& row);
  Result<void> put_requests(const TenantRow& row);
  /// Takes the tenant's rows out of one of the tables beside its own.
  Result<void> remove(const char* statement, const TenantId& tenant);

  std::mutex writing_;
  std::unique_ptr<Database> writer_; ///< used under `writing_`; null when opened for reading
  sqlite::Readers readers_; ///< closed before the writer, which merges the whole write-ahead log as the last one
  std::optional<sqlite::Checkpointer> checkpointer_;
};

// ---- writing -------------------------------------------------------------------------------------------------------

Result<void> SqliteReadModels::remove(const char* statement, const TenantId& tenant) {
  HANDRAIL_TRY(auto remove, writer_->query(statement));
  return remove.bind(tenant.text()).run();
}

Result<void> SqliteReadModels::put_holders(const TenantRow& row) {
  HANDRAIL_TRY(const auto before, holders_of(*writer_, row.id));
  if (before == row.holders) return {}; // most commands move nobody
  HANDRAIL_CHECK(remove("DELETE FROM holder WHERE tenant = ?", row.id));
  for (const auto& holder : row.holders) {
    HANDRAIL_TRY(auto insert, writer_->query("INSERT INTO holder VALUES (?, ?, ?, ?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(row.id.text())
                       .bind(holder.field.text())
                       .bind(holder.service)
                       .bind(holder.holder)
                       .bind(holder.queue ? 1 : 0)
                       .bind(holder.primary ? 1 : 0)
                       .run());
  }
  return {};
}

Result<void> SqliteReadModels::put_running(const TenantRow& row) {
  HANDRAIL_TRY(const auto before, running_of(*writer_, row.id));
  if (before == row.running) return {};
  HANDRAIL_CHECK(remove("DELETE FROM running WHERE tenant = ?", row.id));
  for (const auto& one : row.running) {
    HANDRAIL_TRY(auto insert, writer_->query("INSERT INTO running VALUES (?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(row.id.text()).bind(one.playbook.text()).bind(one.version).run());
  }
  return {};
}

Result<void> SqliteReadModels::put_requests(const TenantRow& row) {
  HANDRAIL_TRY(const auto before, requests_of(*writer_, row.id));
  if (before == row.requests) return {};
  HANDRAIL_CHECK(remove("DELETE FROM request WHERE tenant = ?", row.id));
  for (const auto& one : row.requests) {
    HANDRAIL_TRY(auto insert, writer_->query("INSERT INTO request VALUES (?, ?, ?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(row.id.text())
                       .bind(one.request.text())
                       .bind(one.team.text())
                       .bind(one.asked_by.text())
                       .bind(micros(one.asked_at))
                       .run());
  }
  return {};
}

Result<void> SqliteReadModels::put(const TenantRow& row) {
  const auto bytes = packed(row);
  HANDRAIL_TRY(auto put, writer_->query("INSERT INTO tenant VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
                                        "version = ?2, customer = ?3, row = ?4"));
  HANDRAIL_CHECK(put.bind(row.id.text()).bind(row.version).bind(row.customer).bind(bytes).run());
  HANDRAIL_CHECK(put_holders(row));
  HANDRAIL_CHECK(put_running(row));
  return put_requests(row);
}

Result<void> SqliteReadModels::apply(std::span<const TenantRow> rows, const Settled& settled) {
  assert(writer_ != nullptr && "read models opened for reading were written to");
  const std::lock_guard lock(writing_);
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  for (const auto& row : rows) HANDRAIL_CHECK(put(row));
  const auto position = settled();
  if (!position) return {}; // the transaction is rolled back
  {
    HANDRAIL_TRY(auto update, writer_->query("UPDATE progress SET position = ?"));
    HANDRAIL_CHECK(update.bind(*position).run());
  }
  return transaction.commit();
}

Result<void> SqliteReadModels::clear() {
  assert(writer_ != nullptr && "read models opened for reading were written to");
  const std::lock_guard lock(writing_);
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  HANDRAIL_CHECK(writer_->execute("DELETE FROM tenant; DELETE FROM holder; DELETE FROM running; DELETE FROM request; "
                                  "UPDATE progress SET position = 0"));
  return transaction.commit();
}

// ---- reading -------------------------------------------------------------------------------------------------------

Result<Position> SqliteReadModels::position() {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto position, database->number("SELECT position FROM progress"));
  return static_cast<Position>(position);
}

Result<std::vector<TenantRow>> SqliteReadModels::found(const TenantQuery& query) {
  static const auto sql = std::string(tenant_columns);
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  std::vector<TenantRow> found;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return found;
    HANDRAIL_TRY(auto row, tenant_in(rows));
    if (matches(query, row)) found.push_back(std::move(row));
  }
}

Result<TenantPage> SqliteReadModels::tenants(const TenantQuery& query) {
  HANDRAIL_CHECK(check(query));
  std::optional<TenantPlace> after;
  if (!query.cursor.empty()) {
    HANDRAIL_TRY(after, place_from(query.cursor, query.order));
  }
  HANDRAIL_TRY(auto rows, found(query));
  const auto before = [&](const TenantPlace& a, const TenantPlace& b) { return query.descending ? b < a : a < b; };
  const auto place = [&](const TenantRow& row) { return place_of(row, query.order); };
  if (after) std::erase_if(rows, [&](const TenantRow& row) { return !before(*after, place(row)); });
  std::sort(rows.begin(), rows.end(),
            [&](const TenantRow& a, const TenantRow& b) { return before(place(a), place(b)); });
  TenantPage page{std::move(rows), ""};
  if (page.tenants.size() <= query.limit) return page;
  page.tenants.resize(query.limit);
  page.next = to_cursor(place(page.tenants.back()), query.order);
  return page;
}

Result<std::size_t> SqliteReadModels::count(const TenantQuery& query, std::size_t up_to) {
  HANDRAIL_CHECK(check(query));
  HANDRAIL_TRY(const auto rows, found(query));
  return std::min(rows.size(), up_to);
}

Result<RequestPage> SqliteReadModels::requests(const RequestQuery& query) {
  HANDRAIL_CHECK(check(query));
  auto filters = filters_of(query);
  std::optional<RequestCursor> cursor;
  if (!query.cursor.empty()) {
    HANDRAIL_TRY(cursor, request_cursor(query.cursor));
    filters.where += " AND (asked_at, tenant, request) > (?, ?, ?)";
  }
  HANDRAIL_TRY(auto database, readers_.lend());
  const auto sql = fmt::format("SELECT request, team, asked_by, asked_at, tenant FROM request {} "
                               "ORDER BY asked_at, tenant, request LIMIT ?",
                               filters.where);
  HANDRAIL_TRY(auto rows, database->query(sql));
  for (const auto& value : filters.values) rows.bind(std::string_view(value));
  if (cursor)
    rows.bind(cursor->asked_at).bind(std::string_view(cursor->tenant)).bind(std::string_view(cursor->request));
  rows.bind(query.limit + 1);
  RequestPage page;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return page;
    if (page.requests.size() == query.limit) {
      page.next = to_text(page.requests.back());
      return page;
    }
    page.requests.push_back({TenantId(rows.text(4)), request_in(rows, 0)});
  }
}

Result<std::vector<RunningRow>> SqliteReadModels::running() {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query("SELECT DISTINCT playbook, version FROM running ORDER BY playbook, version"));
  return running_in(std::move(rows));
}

Result<std::vector<TenantRow>> SqliteReadModels::rows_after(const TenantId& after, std::size_t limit) {
  static const auto sql = std::string(tenant_columns) + "WHERE id > ? ORDER BY id LIMIT ?";
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  rows.bind(after.text()).bind(limit);
  std::vector<TenantRow> found;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return found;
    HANDRAIL_TRY(auto row, tenant_in(rows));
    found.push_back(std::move(row));
  }
}

/// § storage-6: a file whose pages are damaged opens well and fails later, with whoever reads there.
Result<void> check_pages(Database& database) {
  HANDRAIL_TRY(auto rows, database.query("PRAGMA quick_check(1)"));
  HANDRAIL_TRY(const bool said, rows.next());
  if (said && rows.text(0) == "ok") return {};
  return Error{ErrorCode::unavailable, fmt::format("{}: its pages are damaged", database.name()), "",
               kind.when_damaged};
}

Result<std::unique_ptr<Database>> open_for_writing(const std::filesystem::path& file) {
  HANDRAIL_TRY(auto database, Database::open(file, sqlite::Access::write, kind));
  HANDRAIL_CHECK(sqlite::migrate(*database, schema));
  HANDRAIL_CHECK(check_pages(*database));
  return database;
}

} // namespace

Result<std::unique_ptr<ReadModels>> open_sqlite_read_models(const std::filesystem::path& file, sqlite::Access access) {
  if (access == sqlite::Access::read) {
    HANDRAIL_TRY(auto database, Database::open(file, access, kind));
    HANDRAIL_CHECK(sqlite::check_format(*database, schema));
    return std::unique_ptr<ReadModels>(std::make_unique<SqliteReadModels>(file, nullptr));
  }
  auto database = open_for_writing(file);
  if (!database) {
    sqlite::discard(file);
    database = open_for_writing(file);
  }
  if (!database) return std::move(database).error();
  return std::unique_ptr<ReadModels>(std::make_unique<SqliteReadModels>(file, std::move(*database)));
}

} // namespace handrail::store
