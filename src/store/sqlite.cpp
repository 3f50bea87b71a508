#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <unistd.h>

namespace handrail::store::sqlite {

namespace {

/// A medium that cannot be written has no shared-memory file for the write-ahead log: without a log that waits to be
/// merged the file can be read as it lies.
bool lies_still(const std::filesystem::path& file) {
  std::error_code ignored;
  return access(file.parent_path().c_str(), W_OK) != 0 && !std::filesystem::exists(file.string() + "-wal", ignored);
}

std::string as_uri(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string())
    if (c == '?' || c == '#' || c == '%')
      uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    else
      uri += c;
  return uri;
}

struct Explanation {
  int code;
  const char* message;
  const char* remedy; ///< null: what the kind of file says
};

/// What SQLite's primary result codes mean to the person who runs the program.
constexpr Explanation explanations[] = {
    {SQLITE_FULL, "the disk is full", "Make room; nothing that was answered is lost, and work goes on by itself."},
    {SQLITE_READONLY, "it may not be written", "Check who owns the folder and whether its disk is mounted read-only."},
    {SQLITE_CANTOPEN, "it cannot be opened", "Check that the folder exists and may be written."},
    {SQLITE_PERM, "it may not be opened", "Check who owns the file."},
    {SQLITE_BUSY, "another process holds it", "Stop the other process, or try again later."},
    {SQLITE_LOCKED, "it is locked", "Try again later."},
    {SQLITE_CORRUPT, "it is damaged", nullptr},
    {SQLITE_NOTADB, "it is damaged, or no database of Handrail", nullptr},
    {SQLITE_IOERR, "the disk reports an error", "Look at the system's log; nothing that was answered is lost."},
    {SQLITE_TOOBIG, "a value is too large for it", "Make it smaller."},
    {SQLITE_NOMEM, "there is not enough memory", "Try again later."},
};

} // namespace

// ---- Query ---------------------------------------------------------------------------------------------------------

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t number) {
  [[maybe_unused]] const int code = sqlite3_bind_int64(statement_, ++bound_, number);
  assert(code == SQLITE_OK);
  return *this;
}

Query& Query::bind(std::string_view text) {
  // A null pointer would be NULL, not the empty text.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  [[maybe_unused]] const int code =
      sqlite3_bind_text64(statement_, ++bound_, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  assert(code == SQLITE_OK);
  return *this;
}

Query& Query::bind(std::span<const std::uint8_t> blob) {
  [[maybe_unused]] const int code = sqlite3_bind_blob64(statement_, ++bound_, blob.data(), blob.size(), SQLITE_STATIC);
  assert(code == SQLITE_OK);
  return *this;
}

Query& Query::bind_null() {
  [[maybe_unused]] const int code = sqlite3_bind_null(statement_, ++bound_);
  assert(code == SQLITE_OK);
  return *this;
}

Result<bool> Query::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->error(code);
}

Result<void> Query::run() {
  HANDRAIL_TRY(const bool row, next());
  assert(!row && "a statement that gives rows was run for its effect");
  (void)row;
  return {};
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Query::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::uint8_t> Query::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Hash hash_at(const Query& row, int column) {
  const auto bytes = row.blob(column);
  Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

// ---- Database ------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Access access, const Kind& kind) {
  std::string uri = as_uri(file);
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (access == Access::write) {
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  } else {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
      return Error{ErrorCode::not_found, fmt::format("There is no file {}", file.string()), "",
                   "Name the data folder with --data."};
    flags |= SQLITE_OPEN_READONLY;
    if (lies_still(file)) uri += "?immutable=1";
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Database> database(new Database(handle, file.filename().string(), kind));
  if (code != SQLITE_OK) return database->error(code);

  // First of all: whoever opens or merges the file holds it for a moment, and the first statement must wait for that.
  sqlite3_busy_timeout(handle, static_cast<int>(patience_.count()));
  // A file from elsewhere must not run functions of its own choosing.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (access == Access::write) {
    HANDRAIL_CHECK(database->execute("PRAGMA journal_mode = WAL"));
    HANDRAIL_CHECK(database->execute(fmt::format("PRAGMA synchronous = {}", kind.synchronous).c_str()));
    HANDRAIL_CHECK(database->execute("PRAGMA journal_size_limit = 67108864"));
  }
  return database;
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Result<void> Database::execute(const char* statements) {
  const int code = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

Result<Query> Database::query(std::string_view sql) {
  auto found = statements_.find(std::string(sql));
  if (found == statements_.end()) {
    if (statements_.size() >= most_statements) forget_statements();
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) return error(code);
    found = statements_.emplace(sql, statement).first;
  }
  assert(sqlite3_stmt_busy(found->second) == 0 && "a statement is used twice at once");
  return Query(*this, found->second);
}

void Database::forget_statements() {
  std::erase_if(statements_, [](const auto& entry) {
    if (sqlite3_stmt_busy(entry.second) != 0) return false;
    sqlite3_finalize(entry.second);
    return true;
  });
}

Result<std::int64_t> Database::number(std::string_view sql) {
  HANDRAIL_TRY(auto rows, query(sql));
  HANDRAIL_TRY(const bool row, rows.next());
  return row ? rows.integer(0) : 0;
}

void Database::on_commit(std::function<void(int pages)> told) {
  told_ = std::move(told);
  if (!told_) {
    sqlite3_wal_autocheckpoint(handle_, 1000); // takes the hook's place
    return;
  }
  sqlite3_wal_hook(
      handle_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Database*>(self)->told_(pages);
        return SQLITE_OK;
      },
      this);
}

Result<Database::Merged> Database::merge_log(Merge how, std::chrono::milliseconds patience) {
  Merged merged;
  const int mode = how == Merge::beside_all ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
  const int code = sqlite3_wal_checkpoint_v2(handle_, "main", mode, &merged.pages, &merged.done);
  sqlite3_busy_timeout(handle_, static_cast<int>(patience_.count()));
  // Busy: somebody else merges, or reads on; what could be merged was.
  if (code != SQLITE_OK && code != SQLITE_BUSY) return error(code);
  return merged;
}

void Database::while_running(std::function<void()> told) {
  constexpr int instructions = 100'000; // of SQLite's own machine
  running_ = std::move(told);
  sqlite3_progress_handler(
      handle_, running_ ? instructions : 0,
      [](void* self) {
        static_cast<Database*>(self)->running_();
        return 0;
      },
      this);
}

Error Database::error_of(int code, const std::string& file) const {
  for (const auto& known : explanations)
    if (known.code == (code & 0xff))
      return {ErrorCode::unavailable, fmt::format("{}: {} [{}]", file, known.message, sqlite3_errstr(code)), "",
              known.remedy != nullptr ? known.remedy : kind_.when_damaged};
  return {ErrorCode::internal, fmt::format("{}: {} [{}]", file, sqlite3_errmsg(handle_), code), "", ""};
}

// ---- Transaction ---------------------------------------------------------------------------------------------------

Result<Transaction> Transaction::begin(Database& database, const char* begin) {
  HANDRAIL_TRY(auto statement, database.query(begin));
  HANDRAIL_CHECK(statement.run());
  return Transaction(database);
}

Transaction::~Transaction() {
  // After a full disk SQLite may have rolled back already; the second rollback then fails, and that is well.
  if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  HANDRAIL_TRY(auto statement, database_->query("COMMIT"));
  HANDRAIL_CHECK(statement.run());
  database_ = nullptr;
  return {};
}

// ---- Readers -------------------------------------------------------------------------------------------------------

Readers::Lease::~Lease() {
  if (database_ == nullptr) return;
  {
    const std::lock_guard lock(readers_->mutex_);
    readers_->free_.push_back(std::move(database_));
  }
  readers_->returned_.notify_one();
}

Result<Readers::Lease> Readers::lend() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !free_.empty() || open_ < most_connections; });
  if (!free_.empty()) {
    auto database = std::move(free_.back());
    free_.pop_back();
    return Lease(*this, std::move(database));
  }
  ++open_;
  lock.unlock();
  auto database = Database::open(file_, Access::read, kind_);
  if (database) return Lease(*this, std::move(*database));
  lock.lock();
  --open_;
  lock.unlock();
  returned_.notify_one();
  return database.error();
}

void discard(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored; // what cannot be removed shows itself when the file is opened again
    std::filesystem::remove(file.string() + suffix, ignored);
  }
}

// ---- schema --------------------------------------------------------------------------------------------------------

namespace {

Result<int> format_of(Database& database, const Schema& schema) {
  HANDRAIL_TRY(const auto application, database.number("PRAGMA application_id"));
  HANDRAIL_TRY(const auto format, database.number("PRAGMA user_version"));
  HANDRAIL_TRY(const auto tables, database.number("SELECT count(*) FROM sqlite_schema"));
  const bool fresh = application == 0 && format == 0 && tables == 0;
  if (!fresh && application != schema.application_id)
    return Error{ErrorCode::invalid, fmt::format("{} is no {} of Handrail", database.name(), schema.what), "",
                 "Name another data folder, or move the file away."};
  const auto known = static_cast<std::int64_t>(schema.migrations.size());
  if (format > known)
    return Error{
        ErrorCode::invalid,
        fmt::format("{} has format {}, and this program knows formats up to {}", database.name(), format, known), "",
        "Use the newer Handrail that wrote it."};
  return static_cast<int>(format);
}

} // namespace

Result<void> migrate(Database& database, const Schema& schema) {
  HANDRAIL_TRY(auto transaction, Transaction::begin(database));
  HANDRAIL_TRY(const int format, format_of(database, schema));
  for (auto number = static_cast<std::size_t>(format); number < schema.migrations.size(); ++number) {
    HANDRAIL_CHECK(database.execute(schema.migrations[number]));
    HANDRAIL_CHECK(database.execute(fmt::format("PRAGMA user_version = {}", number + 1).c_str()));
    HANDRAIL_CHECK(database.execute(fmt::format("PRAGMA application_id = {}", schema.application_id).c_str()));
  }
  return transaction.commit();
}

Result<void> check_format(Database& database, const Schema& schema) {
  HANDRAIL_TRY(const int format, format_of(database, schema));
  if (static_cast<std::size_t>(format) < schema.migrations.size())
    return Error{ErrorCode::invalid,
                 fmt::format("{} has format {}, older than this program's {}", database.name(), format,
                             schema.migrations.size()),
                 "", "Start `handrail serve` on it once: that brings it forward."};
  return {};
}

} // namespace handrail::store::sqlite
