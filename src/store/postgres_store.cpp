#include "store/postgres_store.h"

#include "store/appending.h"
#include "store/chain.h"
#include "store/postgres_appender.h"
#include "store/postgres_connections.h"
#include "store/postgres_listener.h"
#include "store/postgres_rows.h"
#include "store/postgres_schema.h"

#include <fmt/format.h>

#include <cassert>

namespace handrail::store {

namespace {

using postgres::Access;
using postgres::Address;
using postgres::Connection;
using postgres::Connections;
using postgres::event_columns;
using postgres::events_in;
using postgres::hash_at;
using postgres::head_in;
using postgres::head_query;
using postgres::Parameters;
using postgres::Rows;

/// Tenants whose end is known without asking: some 10 MB of them.
constexpr std::size_t known_tails = 50'000;

// ---- the store -----------------------------------------------------------------------------------------------------

class PostgresStore final : public Store {
public:
  /// `writer` is null when it is opened for reading.
  PostgresStore(const Address& address, std::string identity, std::unique_ptr<Connection> writer, Access access,
                bool arriving = false)
      : identity_(std::move(identity)), readers_(address, access), tails_(known_tails), listener_(address, access) {
    if (writer != nullptr) appender_.emplace(address, std::move(writer), tails_, arriving);
  }

  Result<postgres::Answers> append(std::span<const Commit> group) override {
    assert(appender_ && "a store opened for reading was written to");
    return appender_->append(group);
  }
  Result<void> put_documents(std::span<const std::string> texts) override {
    assert(appender_ && "a store opened for reading was written to");
    return appender_->put_documents(texts);
  }
  /// Before the first use.
  Result<void> settle() { return appender_->settle(); }

  Result<Head> head() override;
  bool is_shared() const override { return true; }
  std::string identity() const override { return identity_; }
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
  /// Runs a statement on entries that wait, with an instant.
  Result<void> mark(std::span<const OutboxEntry> entries, std::string_view statement, Instant at);

  const std::string identity_;
  Connections readers_;
  Tails tails_;
  std::optional<postgres::Appender> appender_;
  postgres::Listener listener_;
};

// ---- reading -------------------------------------------------------------------------------------------------------

Result<Head> PostgresStore::head() {
  HANDRAIL_TRY(const auto rows, readers_.read(head_query));
  return head_in(rows);
}

Result<Reach> PostgresStore::reach() {
  HANDRAIL_TRY(const auto rows, readers_.read(head_query));
  HANDRAIL_TRY(const auto end, head_in(rows));
  return Reach{end.position, rows.natural(0, 2), readers_.lost() + (appender_ ? appender_->lost() : 0)};
}

Result<Standing> PostgresStore::standing(std::span<const TenantId> tenants, std::span<const CommandId> commands) {
  Parameters asked;
  asked.add_each(tenants, [](const TenantId& tenant) { return std::string_view(tenant.text()); })
      .add_each(commands, [](const CommandId& command) { return std::string_view(command.text()); });
  HANDRAIL_TRY(const auto rows,
               readers_.read("(SELECT coalesce((SELECT version FROM event WHERE event.tenant = named.tenant ORDER BY "
                             "version DESC LIMIT 1), 0), false FROM unnest($1) WITH ORDINALITY named (tenant, place) "
                             "ORDER BY place) UNION ALL (SELECT 0, EXISTS (SELECT 1 FROM command WHERE "
                             "command.command = named.command) FROM unnest($2) WITH ORDINALITY named (command, place) "
                             "ORDER BY place)",
                             asked));
  Standing standing;
  for (std::size_t row = 0; row < tenants.size(); ++row) standing.versions.push_back(rows.natural(row, 0));
  for (std::size_t row = tenants.size(); row < rows.size(); ++row) standing.used.push_back(rows.flag(row, 1));
  return standing;
}

Result<std::vector<StoredEvent>> PostgresStore::house_events_after(Position after, std::size_t limit) {
  // The house's streams stand together: their mark sorts before every letter.
  static const auto sql =
      std::string(event_columns) + "WHERE position > $1 AND tenant >= '@' AND tenant < 'A' ORDER BY position LIMIT $2";
  Parameters asked;
  asked.add(after).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read(sql, asked));
  return events_in(rows);
}

Result<std::vector<Hash>> PostgresStore::hashes(Position after, Position up_to) {
  Parameters asked;
  asked.add(after).add(up_to);
  HANDRAIL_TRY(const auto rows, readers_.read("SELECT position, hash FROM event WHERE position > $1 AND position <= $2 "
                                              "ORDER BY position",
                                              asked));
  std::vector<Hash> hashes;
  hashes.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.natural(row, 0) != after + row + 1) return missing_event(after + row + 1);
    hashes.push_back(hash_at(rows, row, 1));
  }
  if (after + hashes.size() < up_to) return missing_event(after + hashes.size() + 1);
  return hashes;
}

Result<Position> PostgresStore::wait_beyond(Position after, std::chrono::milliseconds within) {
  return listener_.wait_beyond(after, within);
}

Result<std::vector<StoredEvent>> PostgresStore::events_of(const TenantId& tenant, Version after, std::size_t limit) {
  static const auto sql = std::string(event_columns) + "WHERE tenant = $1 AND version > $2 ORDER BY version LIMIT $3";
  Parameters asked;
  asked.add(tenant.text()).add(after).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read(sql, asked));
  auto events = events_in(rows);
  // Whoever reads to the end is about to append there.
  if (events.size() < limit && !events.empty()) tails_.put(tenant, {events.back().version, events.back().hash});
  return events;
}

Result<std::vector<std::vector<StoredEvent>>> PostgresStore::beginnings(std::span<const TenantId> tenants,
                                                                        std::size_t limit) {
  Parameters asked;
  asked.add_each(tenants, [](const TenantId& tenant) { return std::string_view(tenant.text()); }).add(limit);
  HANDRAIL_TRY(
      const auto rows,
      readers_.read("SELECT position, found.tenant, version, command, request, actor, at, type, data, message, "
                    "hash, place FROM unnest($1) WITH ORDINALITY named (tenant, place) CROSS JOIN LATERAL "
                    "(SELECT * FROM event WHERE event.tenant = named.tenant ORDER BY version LIMIT $2) found "
                    "ORDER BY place, version",
                    asked));
  std::vector<std::vector<StoredEvent>> beginnings(tenants.size());
  auto events = events_in(rows);
  for (std::size_t row = 0; row < events.size(); ++row)
    beginnings[rows.natural(row, 11) - 1].push_back(std::move(events[row]));
  for (const auto& all : beginnings)
    if (!all.empty() && all.size() < limit) tails_.put(all.back().tenant, {all.back().version, all.back().hash});
  return beginnings;
}

Result<std::vector<StoredEvent>> PostgresStore::events_after(Position after, std::size_t limit) {
  static const auto sql = std::string(event_columns) + "WHERE position > $1 ORDER BY position LIMIT $2";
  Parameters asked;
  asked.add(after).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read(sql, asked));
  return events_in(rows);
}

Result<std::vector<StoredEvent>> PostgresStore::events_of(const CommandId& command) {
  static const auto sql =
      std::string(event_columns) +
      "JOIN (SELECT tenant AS of_tenant, first, last FROM command WHERE command.command = $1) found "
      "ON tenant = of_tenant AND version BETWEEN first AND last ORDER BY version";
  Parameters asked;
  asked.add(command.text());
  HANDRAIL_TRY(const auto rows, readers_.read(sql, asked));
  return events_in(rows);
}

Result<std::vector<TenantId>> PostgresStore::tenants(const TenantId& after, std::size_t limit) {
  Parameters asked;
  asked.add(after.text()).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read("SELECT tenant FROM event WHERE tenant > $1 AND version = 1 "
                                              "ORDER BY tenant LIMIT $2",
                                              asked));
  std::vector<TenantId> tenants;
  for (std::size_t row = 0; row < rows.size(); ++row) tenants.emplace_back(rows.text(row, 0));
  return tenants;
}

Result<std::string> PostgresStore::document(const Hash& hash) {
  Parameters asked;
  asked.add(std::span<const std::uint8_t>(hash));
  HANDRAIL_TRY(const auto rows, readers_.read("SELECT text FROM document WHERE hash = $1", asked));
  if (rows.size() == 0)
    return Error{ErrorCode::not_found, fmt::format("No text is kept under {}", to_hex(hash)), "", ""};
  return std::string(rows.text(0, 0));
}

Result<std::vector<Hash>> PostgresStore::documents(const Hash& after, std::size_t limit) {
  Parameters asked;
  asked.add(std::span<const std::uint8_t>(after)).add(limit);
  HANDRAIL_TRY(const auto rows,
               readers_.read("SELECT hash FROM document WHERE hash > $1 ORDER BY hash LIMIT $2", asked));
  std::vector<Hash> hashes;
  for (std::size_t row = 0; row < rows.size(); ++row) hashes.push_back(hash_at(rows, row, 0));
  return hashes;
}

// ---- messages ------------------------------------------------------------------------------------------------------

std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

std::vector<OutboxEntry> entries_in(const Rows& rows) {
  std::vector<OutboxEntry> entries;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    entries.push_back({rows.natural(row, 0), TenantId(rows.text(row, 1)), rows.natural(row, 2),
                       static_cast<int>(rows.integer(row, 3)), std::nullopt});
    if (!rows.is_null(row, 4)) entries.back().delivered = Instant(std::chrono::microseconds(rows.integer(row, 4)));
  }
  return entries;
}

Result<std::vector<OutboxEntry>> PostgresStore::outbox(Position after, std::size_t limit) {
  Parameters asked;
  asked.add(after).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read("SELECT position, tenant, version, attempts, delivered FROM outbox WHERE "
                                              "delivered IS NULL AND position > $1 ORDER BY position LIMIT $2",
                                              asked));
  return entries_in(rows);
}

Result<std::vector<OutboxEntry>> PostgresStore::messages(Position after, std::size_t limit) {
  Parameters asked;
  asked.add(after).add(limit);
  HANDRAIL_TRY(const auto rows, readers_.read("SELECT position, tenant, version, attempts, delivered FROM outbox WHERE "
                                              "position > $1 ORDER BY position LIMIT $2",
                                              asked));
  return entries_in(rows);
}

/// Two who claim at once pass over each other's rows instead of waiting for them.
Result<std::vector<OutboxEntry>> PostgresStore::claim(Instant now, Instant until, std::size_t limit) {
  Parameters asked;
  asked.add(micros(now)).add(micros(until)).add(limit);
  HANDRAIL_TRY(auto connection, readers_.lend());
  HANDRAIL_TRY(
      const auto rows,
      connection->query("WITH free AS MATERIALIZED (SELECT tenant, version FROM outbox WHERE delivered IS NULL "
                        "AND free_at <= $1 ORDER BY position LIMIT $3 FOR UPDATE SKIP LOCKED), taken AS "
                        "(UPDATE outbox SET free_at = $2, attempts = attempts + 1 FROM free WHERE "
                        "outbox.tenant = free.tenant AND outbox.version = free.version RETURNING position, "
                        "outbox.tenant, outbox.version, attempts, delivered) SELECT * FROM taken ORDER BY position",
                        asked));
  return entries_in(rows);
}

Result<void> PostgresStore::mark(std::span<const OutboxEntry> entries, std::string_view statement, Instant at) {
  Parameters asked;
  asked.add(micros(at))
      .add_each(entries, [](const OutboxEntry& entry) { return std::string_view(entry.tenant.text()); })
      .add_each(entries, [](const OutboxEntry& entry) { return entry.version; });
  HANDRAIL_TRY(const auto rows, readers_.read(statement, asked)); // a second time does no harm
  (void)rows;
  return {};
}

Result<void> PostgresStore::acknowledge(std::span<const OutboxEntry> entries, Instant at) {
  return mark(entries,
              "UPDATE outbox SET delivered = $1 FROM unnest($2, $3) named (tenant, version) WHERE outbox.tenant = "
              "named.tenant AND outbox.version = named.version AND delivered IS NULL",
              at);
}

Result<void> PostgresStore::give_back(std::span<const OutboxEntry> entries, Instant again) {
  return mark(entries,
              "UPDATE outbox SET free_at = $1 FROM unnest($2, $3) named (tenant, version) WHERE outbox.tenant = "
              "named.tenant AND outbox.version = named.version AND delivered IS NULL",
              again);
}

// ---- checking ------------------------------------------------------------------------------------------------------

/// What belongs beside each event, looked at in slices of the log so that no statement takes long.
struct Check {
  const char* where;
  const char* sql; ///< of events after $1 up to $2: one line for each fault
};

constexpr Check checks[] = {
    {"the outbox", "SELECT format('the message asked for at position %s has no entry', position) FROM event "
                   "WHERE position > $1 AND position <= $2 AND message AND NOT EXISTS (SELECT 1 FROM outbox WHERE "
                   "outbox.tenant = event.tenant AND outbox.version = event.version AND "
                   "outbox.position = event.position)"},
    {"the table of commands", "SELECT format('the command of position %s is not in it', position) FROM event "
                              "WHERE position > $1 AND position <= $2 AND NOT EXISTS (SELECT 1 FROM command WHERE "
                              "command.command = event.command AND command.tenant = event.tenant AND "
                              "event.version BETWEEN first AND last)"},
};

/// What belongs to no event: whole tables, whose rows are few or narrow.
constexpr Check strays[] = {
    {"the outbox", "SELECT format('the entry at position %s belongs to no message', position) FROM outbox "
                   "WHERE position > $1 AND position <= $2 AND NOT EXISTS (SELECT 1 FROM event WHERE "
                   "event.tenant = outbox.tenant AND event.version = outbox.version AND message AND "
                   "event.position = outbox.position)"},
};

Result<std::vector<Finding>> PostgresStore::check_storage() {
  constexpr std::uint64_t slice = 20'000;
  std::vector<Finding> findings;
  HANDRAIL_TRY(const auto end, head());
  const auto look = [&](const Check& check, Position from) -> Result<void> {
    Parameters range;
    range.add(from).add(from + slice);
    HANDRAIL_TRY(const auto rows, readers_.read(check.sql, range));
    for (std::size_t row = 0; row < rows.size(); ++row)
      findings.push_back({check.where, std::string(rows.text(row, 0))});
    return {};
  };
  for (Position from = 0; from <= end.position; from += slice) {
    for (const auto& check : checks) HANDRAIL_CHECK(look(check, from));
    for (const auto& check : strays) HANDRAIL_CHECK(look(check, from));
  }
  HANDRAIL_TRY(const auto hashes, readers_.read("SELECT hash FROM document ORDER BY hash"));
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    const auto kept_under = hash_at(hashes, row, 0);
    HANDRAIL_TRY(const auto text, document(kept_under));
    if (hash_of(text) != kept_under)
      findings.push_back({"the text " + to_hex(kept_under), "its content is not what was hashed when it was kept"});
  }
  return findings;
}

Result<std::string> identity_of(Connection& connection) {
  HANDRAIL_TRY(const auto rows, connection.query("SELECT identity FROM log"));
  return rows.size() == 1 ? std::string(rows.text(0, 0)) : std::string();
}

Result<std::unique_ptr<Store>> opened_for_writing(const Address& address, std::unique_ptr<Connection> connection,
                                                  bool arriving) {
  HANDRAIL_TRY(auto identity, identity_of(*connection));
  auto store =
      std::make_unique<PostgresStore>(address, std::move(identity), std::move(connection), Access::write, arriving);
  HANDRAIL_CHECK(store->settle());
  return std::unique_ptr<Store>(std::move(store));
}

} // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const Address& address, Access access) {
  HANDRAIL_TRY(auto connection, Connection::open(address, access));
  if (access == Access::read) {
    HANDRAIL_CHECK(postgres::check_format(*connection));
    HANDRAIL_TRY(auto identity, identity_of(*connection));
    return std::unique_ptr<Store>(std::make_unique<PostgresStore>(address, std::move(identity), nullptr, access));
  }
  HANDRAIL_CHECK(postgres::migrate(*connection));
  HANDRAIL_CHECK(postgres::check_arrived(*connection));
  return opened_for_writing(address, std::move(connection), false);
}

Result<std::unique_ptr<Store>> open_arriving_postgres_store(const Address& address, const std::string& from) {
  HANDRAIL_TRY(auto connection, Connection::open(address, Access::write));
  HANDRAIL_CHECK(postgres::migrate(*connection));
  Parameters source;
  source.add(from);
  // Empty, or arriving already; the lock keeps everybody from appending in between.
  HANDRAIL_TRY(const auto marked,
               connection->query("UPDATE log SET arriving = coalesce(arriving, $1) WHERE arriving IS NOT NULL OR "
                                 "NOT EXISTS (SELECT 1 FROM head WHERE position > 0) RETURNING 1",
                                 source));
  if (marked.size() != 1)
    return Error{ErrorCode::invalid, fmt::format("{} holds a log already", address.shown()), "--to",
                 "Name an empty database."};
  return opened_for_writing(address, std::move(connection), true);
}

Result<void> arrive(const Address& address) {
  HANDRAIL_TRY(auto connection, Connection::open(address, Access::write));
  return connection->execute("UPDATE log SET arriving = NULL");
}

} // namespace handrail::store
