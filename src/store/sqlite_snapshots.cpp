#include "store/sqlite_snapshots.h"

#include "store/chain.h"

#include <array>
#include <mutex>

namespace handrail::store {

namespace {

using sqlite::Database;

/// There are no migrations: a file of another format is thrown away.
constexpr const char* format[] = {
    R"(
CREATE TABLE snapshot (
  tenant  TEXT    NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  last    BLOB    NOT NULL,
  format  TEXT    NOT NULL,
  state   BLOB    NOT NULL,
  hash    BLOB    NOT NULL
) STRICT;
)",
};

constexpr const sqlite::Kind& kind = snapshots_kind;
constexpr sqlite::Schema schema{0x48525331, "cache of states", format}; // "HRS1"

std::string_view as_text(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

Hash hash_of(const Snapshot& snapshot) {
  const auto version = std::to_string(snapshot.version);
  return fingerprint(std::array<std::string_view, 5>{snapshot.tenant.text(), version, as_text(snapshot.last),
                                                     snapshot.format, snapshot.state});
}

class SqliteSnapshots final : public Snapshots {
public:
  SqliteSnapshots(const std::filesystem::path& file, std::unique_ptr<Database> writer)
      : writer_(std::move(writer)), readers_(file, kind) {}

  Result<std::optional<Snapshot>> find(const TenantId& tenant, std::string_view wanted) override {
    HANDRAIL_TRY(auto database, readers_.lend());
    HANDRAIL_TRY(auto rows, database->query("SELECT version, last, state, hash FROM snapshot "
                                            "WHERE tenant = ? AND format = ?"));
    rows.bind(tenant.text()).bind(wanted);
    HANDRAIL_TRY(const bool found, rows.next());
    if (!found) return std::optional<Snapshot>();
    const auto state = rows.blob(2);
    Snapshot snapshot{tenant, rows.natural(0), sqlite::hash_at(rows, 1), std::string(wanted),
                      std::string(reinterpret_cast<const char*>(state.data()), state.size())};
    if (hash_of(snapshot) != sqlite::hash_at(rows, 3)) return std::optional<Snapshot>();
    return std::optional(std::move(snapshot));
  }

  Result<void> keep(const Snapshot& snapshot) override {
    const std::lock_guard lock(writing_);
    const auto hash = hash_of(snapshot);
    HANDRAIL_TRY(auto put, writer_->query("INSERT INTO snapshot VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                                          "ON CONFLICT (tenant) DO UPDATE SET version = ?2, last = ?3, format = ?4, "
                                          "state = ?5, hash = ?6"));
    const std::span<const std::uint8_t> state(reinterpret_cast<const std::uint8_t*>(snapshot.state.data()),
                                              snapshot.state.size());
    return put.bind(snapshot.tenant.text())
        .bind(snapshot.version)
        .bind(snapshot.last)
        .bind(snapshot.format)
        .bind(state)
        .bind(hash)
        .run();
  }

private:
  std::mutex writing_;
  std::unique_ptr<Database> writer_; ///< used under `writing_`
  sqlite::Readers readers_;
};

Result<std::unique_ptr<Database>> open_for_writing(const std::filesystem::path& file) {
  HANDRAIL_TRY(auto database, Database::open(file, sqlite::Access::write, kind));
  HANDRAIL_CHECK(sqlite::migrate(*database, schema));
  return database;
}

} // namespace

Result<std::unique_ptr<Snapshots>> open_sqlite_snapshots(const std::filesystem::path& file) {
  auto database = open_for_writing(file);
  if (!database) {
    sqlite::discard(file);
    database = open_for_writing(file);
  }
  if (!database) return std::move(database).error();
  return std::unique_ptr<Snapshots>(std::make_unique<SqliteSnapshots>(file, std::move(*database)));
}

} // namespace handrail::store
