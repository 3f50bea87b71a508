#include "store/postgres_schema.h"

#include <fmt/format.h>

#include <string>

namespace handrail::store::postgres {

namespace {

/// Formats, numbered from 1. Everything is keyed by tenant, or by what else it is asked for by, and split by the hash
/// of that (docs/decisions/0120): texts compare by their bytes, as they do in SQLite.
constexpr const char* migrations[] = {
    R"(
CREATE TABLE log (
  singleton smallint PRIMARY KEY CHECK (singleton = 1),
  format    integer NOT NULL,
  identity  text NOT NULL,
  arriving  text -- from where, while a move into this log is under way
);
INSERT INTO log VALUES (1, 0, gen_random_uuid());

CREATE TABLE head (
  position bigint PRIMARY KEY,
  house    bigint NOT NULL,
  hash     bytea  NOT NULL
);
INSERT INTO head VALUES (0, 0, decode(repeat('00', 32), 'hex'));

-- Takes the log's lock, and fails when somebody has appended since the caller looked, or a move into it is under way.
CREATE FUNCTION lock_log_at(expected bigint, expected_hash bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arriving_from text;
BEGIN
  SELECT arriving INTO arriving_from FROM handrail.log FOR UPDATE;
  IF arriving_from IS NOT NULL OR NOT EXISTS (SELECT 1 FROM (SELECT position, hash FROM handrail.head ORDER BY position DESC LIMIT 1) last
                 WHERE position = expected AND hash = expected_hash) THEN
    RAISE EXCEPTION 'the log has grown' USING ERRCODE = 'HR001';
  END IF;
END $$;

CREATE TABLE event (
  position bigint  NOT NULL,
  version  bigint  NOT NULL,
  at       bigint  NOT NULL,
  message  boolean NOT NULL,
  tenant   text    COLLATE "C" NOT NULL,
  command  text    COLLATE "C" NOT NULL,
  request  bytea   NOT NULL,
  actor    text    COLLATE "C" NOT NULL,
  type     text    COLLATE "C" NOT NULL,
  data     text    COLLATE "C" NOT NULL,
  hash     bytea   NOT NULL,
  PRIMARY KEY (tenant, version)
) PARTITION BY HASH (tenant);
CREATE INDEX event_by_position ON event (position);

CREATE TABLE command (
  command text   COLLATE "C" PRIMARY KEY,
  tenant  text   COLLATE "C" NOT NULL,
  first   bigint NOT NULL,
  last    bigint NOT NULL
) PARTITION BY HASH (command);

CREATE TABLE outbox (
  position  bigint NOT NULL,
  version   bigint NOT NULL,
  free_at   bigint NOT NULL DEFAULT 0,
  delivered bigint,
  attempts  integer NOT NULL DEFAULT 0,
  tenant    text   COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, version)
) PARTITION BY HASH (tenant);
CREATE INDEX outbox_waiting ON outbox (position) WHERE delivered IS NULL;
CREATE INDEX outbox_by_position ON outbox (position);

CREATE TABLE document (
  hash bytea PRIMARY KEY,
  text bytea NOT NULL
);

DO $$ BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('CREATE TABLE event_%s PARTITION OF event FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
    EXECUTE format('CREATE TABLE command_%s PARTITION OF command FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
    EXECUTE format('CREATE TABLE outbox_%s PARTITION OF outbox FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
  END LOOP;
END $$;
)",
};

constexpr int newest = static_cast<int>(std::size(migrations));

/// Nodes that start at once make the tables one after the other.
constexpr const char* making_lock = "SELECT pg_advisory_xact_lock(1213354033)"; // "HRL1"

Error not_ours(std::string_view what) {
  return {ErrorCode::invalid, fmt::format("The schema handrail of that database {}", what), "--db",
          "Name another database."};
}

/// 0: there is nothing yet.
Result<int> format_of(Connection& connection) {
  HANDRAIL_TRY(const auto found, connection.query("SELECT to_regclass('handrail.log') IS NOT NULL, "
                                                  "EXISTS (SELECT 1 FROM pg_class JOIN pg_namespace n "
                                                  "ON n.oid = relnamespace WHERE nspname = 'handrail')"));
  if (!found.flag(0, 0) && found.flag(0, 1)) return not_ours("holds tables that are not Handrail's");
  if (!found.flag(0, 0)) return 0;
  HANDRAIL_TRY(const auto rows, connection.query("SELECT format FROM log"));
  if (rows.size() != 1) return not_ours("is damaged: it does not say which format it has");
  const auto format = static_cast<int>(rows.integer(0, 0));
  if (format > newest)
    return Error{ErrorCode::invalid,
                 fmt::format("The database has format {}, and this program knows formats up to {}", format, newest),
                 "--db", "Use the newer Handrail that wrote it."};
  return format;
}

/// § storage-20: what is answered must survive; a server that was told to forget is not served on.
Result<void> check_server(Connection& connection) {
  HANDRAIL_TRY(const auto rows,
               connection.query("SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
                                " current_setting('fsync'), current_setting('full_page_writes')"));
  if (rows.integer(0, 0) < 150000)
    return Error{ErrorCode::invalid, "The server is older than PostgreSQL 15", "--db", "Upgrade it."};
  if (rows.text(0, 1) != "UTF8")
    return Error{ErrorCode::invalid, fmt::format("The database's encoding is {}, not UTF8", rows.text(0, 1)), "--db",
                 "Create one with ENCODING 'UTF8'."};
  if (rows.text(0, 2) != "on" || rows.text(0, 3) != "on")
    return Error{ErrorCode::unavailable,
                 "The server has fsync or full_page_writes switched off: a power cut would lose "
                 "what it confirmed",
                 "--db", "Switch both on in postgresql.conf."};
  return {};
}

} // namespace

Result<void> check_arrived(Connection& connection) {
  HANDRAIL_TRY(const auto rows, connection.query("SELECT arriving FROM log"));
  if (rows.size() == 1 && rows.is_null(0, 0)) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("A move into that database, from {}, was begun and has not ended",
                           rows.size() == 1 ? rows.text(0, 0) : "somewhere"),
               "--db", "Run the same `handrail move` again: it goes on where it is."};
}

Result<void> migrate(Connection& connection) {
  HANDRAIL_CHECK(check_server(connection));
  {
    HANDRAIL_TRY(const int format, format_of(connection));
    if (format == newest) return {};
  }
  HANDRAIL_CHECK(connection.execute("BEGIN"));
  Transaction transaction(connection);
  HANDRAIL_CHECK(connection.execute(making_lock));
  HANDRAIL_TRY(const int format, format_of(connection));
  // A schema that is there and empty was made for a user who may make none.
  if (format == 0)
    HANDRAIL_CHECK(connection.execute("DO $$ BEGIN IF to_regnamespace('handrail') IS NULL THEN CREATE SCHEMA handrail; "
                                      "END IF; END $$"));
  for (int number = format; number < newest; ++number)
    HANDRAIL_CHECK(connection.execute(migrations[number])); // NOLINT: within the array
  HANDRAIL_CHECK(connection.execute(fmt::format("UPDATE log SET format = {}", newest)));
  HANDRAIL_CHECK(connection.execute("COMMIT"));
  transaction.ended();
  return {};
}

Result<void> check_format(Connection& connection) {
  HANDRAIL_TRY(const int format, format_of(connection));
  if (format == 0)
    return Error{ErrorCode::not_found, "That database holds nothing of Handrail's yet", "--db",
                 "`handrail serve --db` begins there, `handrail move` fills it."};
  HANDRAIL_CHECK(check_arrived(connection));
  if (format < newest)
    return Error{ErrorCode::invalid,
                 fmt::format("The database has format {}, older than this program's {}", format, newest), "--db",
                 "Start `handrail serve` on it once: that brings it forward."};
  return {};
}

} // namespace handrail::store::postgres
