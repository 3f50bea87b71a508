#include "identity/sqlite_accounts.h"

#include "store/sqlite.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace handrail::identity {

namespace {

using store::sqlite::Database;
using store::sqlite::Query;

/// The file of the first format is the first step; each later one is a step of its own.
constexpr const char* migrations[] = {
    R"(
CREATE TABLE account (
  id            TEXT    NOT NULL PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  person        TEXT    NOT NULL UNIQUE,
  password      TEXT    NOT NULL,
  administrator INTEGER NOT NULL,
  active        INTEGER NOT NULL,
  created       INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  revision      INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  hash    BLOB    NOT NULL PRIMARY KEY,
  id      TEXT    NOT NULL,
  account TEXT    NOT NULL REFERENCES account (id),
  begun   INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  address TEXT    NOT NULL,
  agent   TEXT    NOT NULL
) STRICT;
CREATE INDEX session_of_account ON session (account);
CREATE TABLE link (
  hash    BLOB    NOT NULL PRIMARY KEY,
  account TEXT    NOT NULL REFERENCES account (id),
  kind    TEXT    NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX link_of_account ON link (account);
CREATE TABLE token (
  hash    BLOB    NOT NULL PRIMARY KEY,
  id      TEXT    NOT NULL,
  account TEXT    NOT NULL REFERENCES account (id),
  label   TEXT    NOT NULL,
  scope   TEXT    NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used    INTEGER
) STRICT;
CREATE INDEX token_of_account ON token (account);
CREATE TABLE security (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  what    TEXT    NOT NULL,
  account TEXT    NOT NULL,
  by      TEXT    NOT NULL,
  address TEXT    NOT NULL,
  detail  TEXT    NOT NULL
) STRICT;
CREATE TRIGGER security_stays BEFORE UPDATE ON security BEGIN SELECT RAISE(ABORT, 'the security log is only added to'); END;
CREATE TRIGGER security_is_kept BEFORE DELETE ON security BEGIN SELECT RAISE(ABORT, 'the security log is only added to'); END;
)",
};

constexpr store::sqlite::Kind kind{"FULL", "Put a copy of it back, or make the accounts anew with `handrail account`."};
constexpr store::sqlite::Schema schema{0x48524131, "file of accounts", migrations}; // "HRA1"

std::int64_t number_of(Instant at) { return at.time_since_epoch().count(); }
Instant instant_at(const Query& row, int column) { return Instant(std::chrono::microseconds(row.integer(column))); }

constexpr std::string_view account_columns =
    "SELECT id, name, person, password, administrator, active, created, changed, revision FROM account ";
Account account_at(const Query& row) {
  return {AccountId(row.text(0)),   std::string(row.text(1)), PersonId(row.text(2)),
          std::string(row.text(3)), row.integer(4) != 0,      row.integer(5) != 0,
          instant_at(row, 6),       instant_at(row, 7),       row.natural(8)};
}

constexpr std::string_view session_columns = "SELECT id, hash, account, begun, seen, address, agent FROM session ";
Session session_at(const Query& row) {
  return {std::string(row.text(0)), store::sqlite::hash_at(row, 1), AccountId(row.text(2)),  instant_at(row, 3),
          instant_at(row, 4),       std::string(row.text(5)),       std::string(row.text(6))};
}

constexpr std::string_view token_columns = "SELECT id, hash, account, label, scope, created, expires, used FROM token ";
Token token_at(const Query& row) {
  Token token{std::string(row.text(0)), store::sqlite::hash_at(row, 1),
              AccountId(row.text(2)),   std::string(row.text(3)),
              Token::Scope::read,       instant_at(row, 5),
              instant_at(row, 6),       {}};
  if (row.text(4) == "write") token.scope = Token::Scope::write;
  if (!row.is_null(7)) token.used = instant_at(row, 7);
  return token;
}

Link link_at(const Query& row) {
  const auto what = row.text(2) == "reset" ? Link::Kind::reset : Link::Kind::invitation;
  return {store::sqlite::hash_at(row, 0), AccountId(row.text(1)), what, instant_at(row, 3)};
}

SecurityEntry entry_at(const Query& row) {
  return {row.natural(0),           instant_at(row, 1),       std::string(row.text(2)), std::string(row.text(3)),
          std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6))};
}

template <class T>
Result<std::optional<T>> one(Query rows, T (*at)(const Query&)) {
  HANDRAIL_TRY(const bool found, rows.next());
  return found ? std::optional<T>(at(rows)) : std::optional<T>();
}

template <class T>
Result<std::vector<T>> all(Query rows, T (*at)(const Query&)) {
  std::vector<T> found;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back(at(rows));
  }
}

/// One step of a change, within its transaction.
class Step {
public:
  explicit Step(Database& database) : database_(database) {}

  Result<void> operator()(const OnlyFirst&) {
    HANDRAIL_TRY(const auto count, database_.number("SELECT count(*) FROM account"));
    if (count == 0) return {};
    return Error{ErrorCode::conflict, "There is an account already.", "", "Sign in with it."};
  }

  Result<void> operator()(const Unchanged& seen) {
    HANDRAIL_TRY(auto kept, database_.query("SELECT revision FROM account WHERE id = ?"));
    kept.bind(seen.account.text());
    HANDRAIL_TRY(const bool found, kept.next());
    if (found && kept.natural(0) == seen.revision) return {};
    return Error{ErrorCode::conflict, "Somebody else changed this account just now.", "", "Look at it again."};
  }

  Result<void> operator()(const Account& account) {
    HANDRAIL_CHECK(check_free("name", account.name, account.id, "Somebody has this name at the door already."));
    HANDRAIL_CHECK(check_free("person", account.person.text(), account.id, "This person has an account already."));
    if (account.revision > 1) HANDRAIL_CHECK((*this)(Unchanged{account.id, account.revision - 1}));
    HANDRAIL_TRY(auto put, database_.query("INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                                           "ON CONFLICT (id) DO UPDATE SET name = ?2, person = ?3, password = ?4, "
                                           "administrator = ?5, active = ?6, changed = ?8, revision = ?9"));
    put.bind(account.id.text()).bind(account.name).bind(account.person.text()).bind(account.password);
    put.bind(account.administrator ? 1 : 0).bind(account.active ? 1 : 0);
    return put.bind(number_of(account.created)).bind(number_of(account.changed)).bind(account.revision).run();
  }

  Result<void> operator()(const Session& session) {
    HANDRAIL_TRY(auto put, database_.query("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)"));
    put.bind(session.hash).bind(session.id).bind(session.account.text()).bind(number_of(session.begun));
    return put.bind(number_of(session.seen)).bind(session.address).bind(session.agent).run();
  }
  Result<void> operator()(const DropSession& drop) { return of_hash("DELETE FROM session WHERE hash = ?", drop.hash); }
  Result<void> operator()(const DropSessions& drop) {
    HANDRAIL_TRY(auto gone, database_.query("DELETE FROM session WHERE account = ? AND hash <> ?"));
    return gone.bind(drop.account.text()).bind(drop.but).run();
  }
  Result<void> operator()(const SessionSeen& seen) {
    HANDRAIL_TRY(auto put, database_.query("UPDATE session SET seen = max(seen, ?) WHERE hash = ?"));
    return put.bind(number_of(seen.at)).bind(seen.hash).run();
  }

  Result<void> operator()(const Link& link) {
    HANDRAIL_TRY(auto put, database_.query("INSERT INTO link VALUES (?, ?, ?, ?)"));
    const std::string_view what = link.kind == Link::Kind::reset ? "reset" : "invitation";
    return put.bind(link.hash).bind(link.account.text()).bind(what).bind(number_of(link.expires)).run();
  }
  Result<void> operator()(const TakeLink& take) {
    HANDRAIL_TRY(auto kept, database_.query("SELECT 1 FROM link WHERE hash = ?"));
    kept.bind(take.hash);
    HANDRAIL_TRY(const bool found, kept.next());
    if (!found)
      return Error{ErrorCode::conflict, "This link was used already.", "", "Ask an administrator for a new one."};
    return of_hash("DELETE FROM link WHERE hash = ?", take.hash);
  }
  Result<void> operator()(const DropLinks& drop) {
    return of_account("DELETE FROM link WHERE account = ?", drop.account);
  }

  Result<void> operator()(const Token& token) {
    HANDRAIL_TRY(auto put, database_.query("INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?, NULL)"));
    const std::string_view scope = token.scope == Token::Scope::write ? "write" : "read";
    put.bind(token.hash).bind(token.id).bind(token.account.text()).bind(token.label).bind(scope);
    return put.bind(number_of(token.created)).bind(number_of(token.expires)).run();
  }
  Result<void> operator()(const TokenUsed& used) {
    HANDRAIL_TRY(auto put, database_.query("UPDATE token SET used = ? WHERE hash = ?"));
    return put.bind(number_of(used.at)).bind(used.hash).run();
  }
  Result<void> operator()(const DropToken& drop) { return of_hash("DELETE FROM token WHERE hash = ?", drop.hash); }
  Result<void> operator()(const DropTokens& drop) {
    return of_account("DELETE FROM token WHERE account = ?", drop.account);
  }

  Result<void> operator()(const DropExpired& drop) {
    HANDRAIL_TRY(auto sessions, database_.query("DELETE FROM session WHERE begun < ? OR seen < ?"));
    HANDRAIL_CHECK(sessions.bind(number_of(drop.begun)).bind(number_of(drop.seen)).run());
    HANDRAIL_TRY(auto links, database_.query("DELETE FROM link WHERE expires < ?"));
    HANDRAIL_CHECK(links.bind(number_of(drop.expired)).run());
    HANDRAIL_TRY(auto tokens, database_.query("DELETE FROM token WHERE expires < ?"));
    return tokens.bind(number_of(drop.expired)).run();
  }

  Result<void> operator()(const SecurityEntry& entry) {
    HANDRAIL_TRY(auto put, database_.query("INSERT INTO security (at, what, account, by, address, detail) "
                                           "VALUES (?, ?, ?, ?, ?, ?)"));
    put.bind(number_of(entry.at)).bind(entry.what).bind(entry.account).bind(entry.by);
    return put.bind(entry.address).bind(entry.detail).run();
  }

private:
  Result<void> of_hash(std::string_view sql, const SecretHash& hash) {
    HANDRAIL_TRY(auto gone, database_.query(sql));
    return gone.bind(hash).run();
  }
  Result<void> of_account(std::string_view sql, const AccountId& account) {
    HANDRAIL_TRY(auto gone, database_.query(sql));
    return gone.bind(account.text()).run();
  }
  Result<void> check_free(const std::string& column, const std::string& value, const AccountId& id,
                          const char* otherwise) {
    HANDRAIL_TRY(auto taken, database_.query(fmt::format("SELECT 1 FROM account WHERE {} = ? AND id <> ?", column)));
    taken.bind(value).bind(id.text());
    HANDRAIL_TRY(const bool found, taken.next());
    if (found) return Error{ErrorCode::conflict, otherwise, column, "Look it up in the list of accounts."};
    return {};
  }

  Database& database_;
};

class SqliteAccounts final : public AccountStore {
public:
  explicit SqliteAccounts(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  Result<void> commit(const std::vector<Write>& writes) override {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(auto transaction, store::sqlite::Transaction::begin(*database_));
    for (const auto& write : writes) HANDRAIL_CHECK(std::visit(Step(*database_), write));
    return transaction.commit();
  }
  Result<bool> is_empty() override {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(const auto count, database_->number("SELECT EXISTS (SELECT 1 FROM account)"));
    return count == 0;
  }
  Result<std::optional<Account>> account(const AccountId& id) override {
    return found(account_columns, "WHERE id = ?", id.text(), account_at);
  }
  Result<std::optional<Account>> named(const std::string& name) override {
    return found(account_columns, "WHERE name = ?", name, account_at);
  }
  Result<std::vector<Account>> accounts() override {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(auto rows, database_->query(std::string(account_columns) + "ORDER BY name"));
    return all(std::move(rows), account_at);
  }
  Result<std::optional<Session>> session(const SecretHash& hash) override {
    return found(session_columns, "WHERE hash = ?", hash, session_at);
  }
  Result<std::vector<Session>> sessions(const AccountId& account) override {
    return listed(session_columns, "WHERE account = ? ORDER BY begun DESC, id", account, session_at);
  }
  Result<std::optional<Link>> link(const SecretHash& hash) override {
    return found("SELECT hash, account, kind, expires FROM link ", "WHERE hash = ?", hash, link_at);
  }
  Result<std::optional<Token>> token(const SecretHash& hash) override {
    return found(token_columns, "WHERE hash = ?", hash, token_at);
  }
  Result<std::vector<Token>> tokens(const AccountId& account) override {
    return listed(token_columns, "WHERE account = ? ORDER BY created DESC, id", account, token_at);
  }
  Result<std::vector<SecurityEntry>> security_log(std::uint64_t before, std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(auto rows, database_->query("SELECT number, at, what, account, by, address, detail FROM security "
                                             "WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2"));
    rows.bind(before).bind(static_cast<std::uint64_t>(limit));
    return all(std::move(rows), entry_at);
  }

private:
  template <class T, class Key>
  Result<std::optional<T>> found(std::string_view columns, std::string_view where, const Key& key,
                                 T (*at)(const Query&)) {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(auto rows, database_->query(std::string(columns) + std::string(where)));
    rows.bind(key);
    return one(std::move(rows), at);
  }
  template <class T>
  Result<std::vector<T>> listed(std::string_view columns, std::string_view where, const AccountId& account,
                                T (*at)(const Query&)) {
    const std::lock_guard lock(mutex_);
    HANDRAIL_TRY(auto rows, database_->query(std::string(columns) + std::string(where)));
    rows.bind(account.text());
    return all(std::move(rows), at);
  }

  std::mutex mutex_;
  std::unique_ptr<Database> database_;
};

/// SQLite would make it readable for everybody; its other files take the rights of this one.
Result<void> make_private(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made < 0)
    return Error{ErrorCode::unavailable, "The file of accounts cannot be opened", file.string(),
                 "Check who owns the data folder and whether its disk is mounted read-only."};
  ::close(made);
  return {};
}

} // namespace

Result<std::unique_ptr<AccountStore>> open_accounts(const std::filesystem::path& file) {
  HANDRAIL_CHECK(make_private(file));
  HANDRAIL_TRY(auto database, Database::open(file, store::sqlite::Access::write, kind));
  HANDRAIL_CHECK(store::sqlite::migrate(*database, schema));
  return std::unique_ptr<AccountStore>(std::make_unique<SqliteAccounts>(std::move(database)));
}

} // namespace handrail::identity
