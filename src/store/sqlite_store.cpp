#include "store/sqlite_store.h"

#include "store/appending.h"
#include "store/chain.h"
#include "store/limits.h"
#include "store/sqlite_checkpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <condition_variable>
#include <mutex>

namespace handrail::store {

namespace {

using sqlite::Database;
using sqlite::hash_at;
using sqlite::Query;

/// Formats, from 1 on. A migration that was released is never edited; the next one is added below it.
constexpr const char* migrations[] = {
    R"(
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  tenant   TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  command  TEXT    NOT NULL,
  request  BLOB    NOT NULL,
  actor    TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  type     TEXT    NOT NULL,
  data     TEXT    NOT NULL,
  message  INTEGER NOT NULL,
  hash     BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_by_tenant ON event (tenant, version);
CREATE INDEX event_by_command ON event (command);

CREATE TABLE head (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  position INTEGER NOT NULL,
  hash     BLOB    NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, zeroblob(32));

CREATE TABLE document (
  hash BLOB NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  position  INTEGER PRIMARY KEY REFERENCES event (position),
  delivered INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (position) WHERE delivered IS NULL;
)",
    R"(
ALTER TABLE outbox ADD COLUMN free_at  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
)",
};

constexpr const sqlite::Kind& kind = log_kind;
constexpr sqlite::Schema schema{0x48524c31, "log", migrations}; // "HRL1"

constexpr std::string_view event_columns =
    "SELECT position, tenant, version, command, request, actor, at, type, data, message, hash FROM event ";

StoredEvent event_at(const Query& row) {
  return {row.natural(0),
          TenantId(row.text(1)),
          row.natural(2),
          CommandId(row.text(3)),
          hash_at(row, 4),
          PersonId(row.text(5)),
          Instant(std::chrono::microseconds(row.integer(6))),
          std::string(row.text(7)),
          std::string(row.text(8)),
          row.integer(9) != 0,
          hash_at(row, 10)};
}

Result<std::vector<StoredEvent>> events_of(Query rows) {
  std::vector<StoredEvent> events;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return events;
    events.push_back(event_at(rows));
  }
}

class SqliteStore final : public Store {
public:
  SqliteStore(const std::filesystem::path& file, std::unique_ptr<Database> writer)
      : writer_(std::move(writer)), readers_(file, kind) {
    if (writer_ != nullptr) checkpointer_.emplace(file, kind, *writer_, writing_);
  }

  Result<std::vector<Result<std::vector<StoredEvent>>>> append(std::span<const Commit> group) override;
  Result<void> put_documents(std::span<const std::string> texts) override;
  Result<Head> head() override;
  bool is_shared() const override { return false; }
  std::string identity() const override { return {}; }
  Result<Reach> reach() override;
  Result<Standing> standing(std::span<const TenantId> tenants, std::span<const CommandId> commands) override;
  Result<std::vector<StoredEvent>> events_of(const TenantId& tenant, Version after, std::size_t limit) override;
  Result<std::vector<std::vector<StoredEvent>>> beginnings(std::span<const TenantId> tenants,
                                                           std::size_t limit) override;
  Result<std::vector<StoredEvent>> events_after(Position after, std::size_t limit) override;
  Result<std::vector<StoredEvent>> house_events_after(Position after, std::size_t limit) override;
  Result<std::vector<Hash>> hashes(Position after, Position up_to) override;
  Result<Position> wait_beyond(Position after, std::chrono::milliseconds within) override;
  Result<std::vector<StoredEvent>> events_of(const CommandId& command) override;
  Result<std::vector<TenantId>> tenants(const TenantId& after, std::size_t limit) override;
  Result<std::string> document(const Hash& hash) override;
  Result<std::vector<Hash>> documents(const Hash& after, std::size_t limit) override;
  Result<std::vector<OutboxEntry>> outbox(Position after, std::size_t limit) override;
  Result<std::vector<OutboxEntry>> messages(Position after, std::size_t limit) override;
  Result<std::vector<OutboxEntry>> claim(Instant now, Instant until, std::size_t limit) override;
  Result<void> acknowledge(std::span<const OutboxEntry> entries, Instant at) override;
  Result<void> give_back(std::span<const OutboxEntry> entries, Instant again) override;
  Result<std::vector<Finding>> check_storage() override;

private:
  Result<Head> head_of(Database& database);
  Result<Tail> tail_of(const TenantId& tenant);
  Result<bool> is_used(const CommandId& command);
  Result<void> write(const StoredEvent& event);
  /// Runs a statement with an instant and a position in its places for each entry, in one transaction.
  Result<void> mark(std::span<const OutboxEntry> entries, const char* statement, Instant at);

  std::mutex writing_;
  std::unique_ptr<Database> writer_; ///< used under `writing_`; null when opened for reading
  std::mutex waiting_;
  std::condition_variable appended_;
  Position end_ = 0;        ///< as this process knows it; used under `waiting_`
  sqlite::Readers readers_; ///< closed before the writer, which merges the whole write-ahead log as the last one
  std::optional<sqlite::Checkpointer> checkpointer_;
};

// ---- writing -------------------------------------------------------------------------------------------------------

Result<Tail> SqliteStore::tail_of(const TenantId& tenant) {
  HANDRAIL_TRY(auto rows,
               writer_->query("SELECT version, hash FROM event WHERE tenant = ? ORDER BY version DESC LIMIT 1"));
  rows.bind(tenant.text());
  HANDRAIL_TRY(const bool found, rows.next());
  if (!found) return Tail{};
  return Tail{rows.natural(0), hash_at(rows, 1)};
}

Result<bool> SqliteStore::is_used(const CommandId& command) {
  HANDRAIL_TRY(auto rows, writer_->query("SELECT 1 FROM event WHERE command = ? LIMIT 1"));
  rows.bind(command.text());
  return rows.next();
}

Result<void> SqliteStore::write(const StoredEvent& event) {
  HANDRAIL_TRY(auto insert, writer_->query("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.bind(event.position)
      .bind(event.tenant.text())
      .bind(event.version)
      .bind(event.command.text())
      .bind(event.request)
      .bind(event.actor.text())
      .bind(std::int64_t{event.at.time_since_epoch().count()})
      .bind(event.type)
      .bind(event.data)
      .bind(event.message ? 1 : 0)
      .bind(event.hash);
  HANDRAIL_CHECK(insert.run());
  if (!event.message) return {};
  HANDRAIL_TRY(auto queue, writer_->query("INSERT INTO outbox (position) VALUES (?)"));
  return queue.bind(event.position).run();
}

Result<std::vector<Result<std::vector<StoredEvent>>>> SqliteStore::append(std::span<const Commit> group) {
  assert(writer_ != nullptr && "a store opened for reading was written to");
  const std::lock_guard lock(writing_);
  std::vector<Result<std::vector<StoredEvent>>> answers;
  answers.reserve(group.size());
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  HANDRAIL_TRY(const Head before, head_of(*writer_));
  Head head = before;
  RefusedVersions refused;
  for (const auto& commit : group) {
    assert(!commit.events.empty() && "a commit without events");
    HANDRAIL_TRY(auto tail, tail_of(commit.tenant));
    HANDRAIL_TRY(const bool used, is_used(commit.command));
    if (auto reason = refusal(commit, tail, used, refused)) {
      answers.emplace_back(std::move(*reason));
      continue;
    }
    auto events = appended(commit, tail, head);
    for (const auto& event : events) HANDRAIL_CHECK(write(event));
    answers.emplace_back(std::move(events));
  }
  if (head == before) return answers; // all refused: the transaction is rolled back, nothing was written
  {
    HANDRAIL_TRY(auto update, writer_->query("UPDATE head SET position = ?, hash = ?"));
    HANDRAIL_CHECK(update.bind(head.position).bind(head.hash).run());
  }
  HANDRAIL_CHECK(transaction.commit());
  {
    const std::lock_guard waiting(waiting_);
    end_ = head.position;
  }
  appended_.notify_all();
  return answers;
}

Result<void> SqliteStore::put_documents(std::span<const std::string> texts) {
  assert(writer_ != nullptr && "a store opened for reading was written to");
  const std::lock_guard lock(writing_);
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  for (const auto& text : texts) {
    HANDRAIL_CHECK(check_document(text));
    const auto hash = hash_of(text);
    HANDRAIL_TRY(auto insert, writer_->query("INSERT INTO document VALUES (?, ?) ON CONFLICT DO NOTHING"));
    HANDRAIL_CHECK(insert.bind(hash).bind(std::string_view(text)).run());
  }
  return transaction.commit();
}

// ---- reading -------------------------------------------------------------------------------------------------------

Result<Head> SqliteStore::head_of(Database& database) {
  HANDRAIL_TRY(auto rows, database.query("SELECT position, hash FROM head"));
  HANDRAIL_TRY(const bool found, rows.next());
  if (!found)
    return Error{ErrorCode::unavailable,
                 fmt::format("{}: the row that says where the log ends is gone", database.name()), "",
                 "Run `handrail verify` to see what is there, and restore a backup."};
  return Head{rows.natural(0), hash_at(rows, 1)};
}

Result<Head> SqliteStore::head() {
  HANDRAIL_TRY(auto database, readers_.lend());
  return head_of(*database);
}

/// The house's streams stand together: their mark sorts before every letter.
constexpr std::string_view of_the_house = "tenant >= '@' AND tenant < 'A'";

Result<Reach> SqliteStore::reach() {
  static const auto sql = fmt::format("SELECT ifnull(max(position), 0) FROM event WHERE {}", of_the_house);
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto one_moment, sqlite::Transaction::begin(*database, "BEGIN"));
  HANDRAIL_TRY(const auto house, database->number(sql));
  HANDRAIL_TRY(const auto end, head_of(*database));
  return Reach{end.position, static_cast<Position>(house), 0};
}

Result<Standing> SqliteStore::standing(std::span<const TenantId> tenants, std::span<const CommandId> commands) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto one_moment, sqlite::Transaction::begin(*database, "BEGIN"));
  Standing standing;
  for (const auto& tenant : tenants) {
    HANDRAIL_TRY(auto rows, database->query("SELECT ifnull(max(version), 0) FROM event WHERE tenant = ?"));
    rows.bind(tenant.text());
    HANDRAIL_TRY(const bool found, rows.next());
    standing.versions.push_back(found ? rows.natural(0) : 0);
  }
  for (const auto& command : commands) {
    HANDRAIL_TRY(auto rows, database->query("SELECT 1 FROM event WHERE command = ? LIMIT 1"));
    rows.bind(command.text());
    HANDRAIL_TRY(const bool used, rows.next());
    standing.used.push_back(used);
  }
  return standing;
}

Result<std::vector<StoredEvent>> SqliteStore::house_events_after(Position after, std::size_t limit) {
  static const auto sql =
      fmt::format("{}WHERE position > ? AND {} ORDER BY position LIMIT ?", event_columns, of_the_house);
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  rows.bind(after).bind(limit);
  return store::events_of(std::move(rows));
}

Result<std::vector<Hash>> SqliteStore::hashes(Position after, Position up_to) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query("SELECT position, hash FROM event WHERE position > ? AND position <= ? "
                                          "ORDER BY position"));
  rows.bind(after).bind(up_to);
  std::vector<Hash> hashes;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    const auto expected = after + hashes.size() + 1;
    if (!more && expected > up_to) return hashes;
    if (!more || rows.natural(0) != expected) return missing_event(expected);
    hashes.push_back(hash_at(rows, 1));
  }
}

Result<Position> SqliteStore::wait_beyond(Position after, std::chrono::milliseconds within) {
  HANDRAIL_TRY(const auto now, head());
  if (now.position > after) return now.position;
  std::unique_lock lock(waiting_);
  appended_.wait_for(lock, within, [&] { return end_ > after; });
  return std::max(end_, now.position);
}

Result<std::vector<StoredEvent>> SqliteStore::events_of(const TenantId& tenant, Version after, std::size_t limit) {
  static const auto sql = std::string(event_columns) + "WHERE tenant = ? AND version > ? ORDER BY version LIMIT ?";
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  rows.bind(tenant.text()).bind(after).bind(limit);
  return store::events_of(std::move(rows));
}

Result<std::vector<std::vector<StoredEvent>>> SqliteStore::beginnings(std::span<const TenantId> tenants,
                                                                      std::size_t limit) {
  std::vector<std::vector<StoredEvent>> beginnings;
  beginnings.reserve(tenants.size());
  for (const auto& tenant : tenants) {
    HANDRAIL_TRY(auto events, events_of(tenant, 0, limit));
    beginnings.push_back(std::move(events));
  }
  return beginnings;
}

Result<std::vector<StoredEvent>> SqliteStore::events_after(Position after, std::size_t limit) {
  static const auto sql = std::string(event_columns) + "WHERE position > ? ORDER BY position LIMIT ?";
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  rows.bind(after).bind(limit);
  return store::events_of(std::move(rows));
}

Result<std::vector<StoredEvent>> SqliteStore::events_of(const CommandId& command) {
  static const auto sql = std::string(event_columns) + "WHERE command = ? ORDER BY position";
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query(sql));
  rows.bind(command.text());
  return store::events_of(std::move(rows));
}

Result<std::vector<TenantId>> SqliteStore::tenants(const TenantId& after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query("SELECT tenant FROM event WHERE tenant > ? AND version = 1 "
                                          "ORDER BY tenant LIMIT ?"));
  rows.bind(after.text()).bind(limit);
  std::vector<TenantId> tenants;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return tenants;
    tenants.emplace_back(rows.text(0));
  }
}

Result<std::string> SqliteStore::document(const Hash& hash) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query("SELECT text FROM document WHERE hash = ?"));
  rows.bind(hash);
  HANDRAIL_TRY(const bool found, rows.next());
  if (!found) return Error{ErrorCode::not_found, fmt::format("No text is kept under {}", to_hex(hash)), "", ""};
  return std::string(rows.text(0));
}

Result<std::vector<Hash>> SqliteStore::documents(const Hash& after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows, database->query("SELECT hash FROM document WHERE hash > ? ORDER BY hash LIMIT ?"));
  rows.bind(after).bind(limit);
  std::vector<Hash> hashes;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return hashes;
    hashes.push_back(hash_at(rows, 0));
  }
}

// ---- messages ------------------------------------------------------------------------------------------------------

std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

Result<std::vector<OutboxEntry>> entries_of(Query rows) {
  std::vector<OutboxEntry> entries;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return entries;
    entries.push_back(
        {rows.natural(0), TenantId(rows.text(1)), rows.natural(2), static_cast<int>(rows.integer(3)), std::nullopt});
    if (!rows.is_null(4)) entries.back().delivered = Instant(std::chrono::microseconds(rows.integer(4)));
  }
}

Result<std::vector<OutboxEntry>> SqliteStore::outbox(Position after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows,
               database->query("SELECT position, tenant, version, attempts, delivered FROM outbox JOIN event "
                               "USING (position) WHERE delivered IS NULL AND position > ? "
                               "ORDER BY position LIMIT ?"));
  rows.bind(after).bind(limit);
  return entries_of(std::move(rows));
}

Result<std::vector<OutboxEntry>> SqliteStore::messages(Position after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto rows,
               database->query("SELECT position, tenant, version, attempts, delivered FROM outbox JOIN event "
                               "USING (position) WHERE position > ? ORDER BY position LIMIT ?"));
  rows.bind(after).bind(limit);
  return entries_of(std::move(rows));
}

Result<std::vector<OutboxEntry>> SqliteStore::claim(Instant now, Instant until, std::size_t limit) {
  assert(writer_ != nullptr && "a store opened for reading was written to");
  const std::lock_guard lock(writing_);
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  std::vector<OutboxEntry> entries;
  {
    HANDRAIL_TRY(
        auto rows,
        writer_->query("SELECT position, tenant, version, attempts + 1, delivered FROM outbox JOIN event USING "
                       "(position) WHERE delivered IS NULL AND free_at <= ? ORDER BY position "
                       "LIMIT ?"));
    rows.bind(micros(now)).bind(limit);
    HANDRAIL_TRY(entries, entries_of(std::move(rows)));
  }
  for (const auto& entry : entries) {
    HANDRAIL_TRY(auto update,
                 writer_->query("UPDATE outbox SET free_at = ?, attempts = attempts + 1 WHERE position = ?"));
    HANDRAIL_CHECK(update.bind(micros(until)).bind(entry.position).run());
  }
  if (!entries.empty()) HANDRAIL_CHECK(transaction.commit());
  return entries;
}

Result<void> SqliteStore::mark(std::span<const OutboxEntry> entries, const char* statement, Instant at) {
  assert(writer_ != nullptr && "a store opened for reading was written to");
  const std::lock_guard lock(writing_);
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  for (const auto& entry : entries) {
    HANDRAIL_TRY(auto update, writer_->query(statement));
    HANDRAIL_CHECK(update.bind(micros(at)).bind(entry.position).run());
  }
  return transaction.commit();
}

Result<void> SqliteStore::acknowledge(std::span<const OutboxEntry> entries, Instant at) {
  return mark(entries, "UPDATE outbox SET delivered = ? WHERE position = ? AND delivered IS NULL", at);
}

Result<void> SqliteStore::give_back(std::span<const OutboxEntry> entries, Instant again) {
  return mark(entries, "UPDATE outbox SET free_at = ? WHERE position = ? AND delivered IS NULL", again);
}

// ---- checking ------------------------------------------------------------------------------------------------------

/// Runs a check that gives one line for each thing it finds.
Result<void> collect(Database& database, std::string_view sql, std::string_view where, std::vector<Finding>& findings) {
  HANDRAIL_TRY(auto rows, database.query(sql));
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return {};
    findings.push_back({std::string(where), std::string(rows.text(0))});
  }
}

Result<void> check_documents(Database& database, std::vector<Finding>& findings) {
  HANDRAIL_TRY(auto rows, database.query("SELECT hash, text FROM document"));
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return {};
    const auto kept_under = hash_at(rows, 0);
    if (rows.blob(0).size() != kept_under.size() || hash_of(rows.text(1)) != kept_under)
      findings.push_back({"the text " + to_hex(kept_under), "its content is not what was hashed when it was kept"});
  }
}

Result<std::vector<Finding>> SqliteStore::check_storage() {
  std::vector<Finding> findings;
  HANDRAIL_TRY(auto database, readers_.lend());
  const auto check = [&]() -> Result<void> {
    HANDRAIL_CHECK(collect(*database, "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                           "the database file", findings));
    HANDRAIL_CHECK(check_documents(*database, findings));
    HANDRAIL_CHECK(collect(*database,
                           "SELECT format('the message asked for at position %d has no entry', position) FROM event "
                           "WHERE message <> 0 AND position NOT IN (SELECT position FROM outbox)",
                           "the outbox", findings));
    return collect(*database,
                   "SELECT format('the entry at position %d belongs to no message', position) FROM outbox "
                   "WHERE position NOT IN (SELECT position FROM event WHERE message <> 0)",
                   "the outbox", findings);
  };
  if (auto checked = check(); !checked) findings.push_back({"the database file", to_string(checked.error())});
  return findings;
}

} // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file, sqlite::Access access) {
  HANDRAIL_TRY(auto database, Database::open(file, access, kind));
  if (access == sqlite::Access::write) {
    HANDRAIL_CHECK(sqlite::migrate(*database, schema));
    return std::unique_ptr<Store>(std::make_unique<SqliteStore>(file, std::move(database)));
  }
  HANDRAIL_CHECK(sqlite::check_format(*database, schema));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(file, nullptr));
}

} // namespace handrail::store
