// SQLite, adapted: a connection, a use of a prepared statement, and errors as a Result. Knows no table of what is
// stored.
#pragma once

#include "core/result.h"
#include "store/event.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace handrail::store::sqlite {

enum class Access {
  write, ///< the file is made when it is not there
  read,  ///< the file must be there and is not changed
};

/// How a kind of file is treated.
struct Kind {
  const char*
      synchronous; ///< "FULL": a commit survives a power cut; "NORMAL": the file stays whole, the last ones may go
  const char* when_damaged; ///< what to do about it
};

class Database;

/// One use of a prepared statement: bind, then step. It is free for the next use when this goes out of scope.
class Query {
public:
  Query(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  Query(Query&& other) noexcept : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Query& operator=(Query&&) = delete;
  ~Query();

  /// The next parameter, from the first on. Texts and blobs must outlive the use.
  Query& bind(std::int64_t number);
  Query& bind(std::uint64_t number) { return bind(static_cast<std::int64_t>(number)); }
  Query& bind(int number) { return bind(static_cast<std::int64_t>(number)); }
  Query& bind(std::string_view text);
  Query& bind(std::span<const std::uint8_t> blob);
  Query& bind_null();

  /// Is there another row?
  Result<bool> next();
  /// For statements that give no rows.
  Result<void> run();

  std::int64_t integer(int column) const;
  std::uint64_t natural(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::string_view text(int column) const;
  std::span<const std::uint8_t> blob(int column) const;
  bool is_null(int column) const;

private:
  Database* database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// A blob of another length is damage: the rest stays zero, so that nothing matches it.
Hash hash_at(const Query& row, int column);

/// One connection. Used by one thread at a time.
class Database {
public:
  /// With a write-ahead log, and waits of five seconds for a lock.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Access access, const Kind& kind);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// Runs statements that give no rows.
  Result<void> execute(const char* statements);
  /// A prepared statement; `sql` is prepared once a connection.
  Result<Query> query(std::string_view sql);
  /// The single number that `sql` gives.
  Result<std::int64_t> number(std::string_view sql);

  /// Called after each commit with the pages that the write-ahead log holds; SQLite then merges none of them by itself.
  /// Nothing: SQLite merges them.
  void on_commit(std::function<void(int pages)> told);

  enum class Merge {
    beside_all,    ///< what can be merged while others read and write
    after_readers, ///< all, and waits until nobody reads in the log, so that it is begun anew
  };
  struct Merged {
    int pages = 0; ///< that the log holds
    int done = 0;  ///< of which stand in the file
  };
  Result<Merged> merge_log(Merge how, std::chrono::milliseconds patience = {});

  /// Called now and then while a long statement runs.
  void while_running(std::function<void()> told);

  Error error(int code) const { return error_of(code, name_); }
  /// The same about a file that this connection works with beside its own.
  Error error_of(int code, const std::string& file) const;
  const std::string& name() const { return name_; }
  sqlite3* handle() { return handle_; }

private:
  Database(sqlite3* handle, std::string name, const Kind& kind)
      : handle_(handle), name_(std::move(name)), kind_(kind) {}

  static constexpr std::chrono::milliseconds patience_{5'000}; ///< with who holds the file for a moment
  /// Lists are filtered in many ways; more than this are prepared anew.
  static constexpr std::size_t most_statements = 64;
  void forget_statements();

  sqlite3* handle_;
  std::string name_; ///< of the file, for messages
  Kind kind_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
  std::function<void(int pages)> told_;
  std::function<void()> running_;
};

/// Rolls back when it goes out of scope without a commit.
class Transaction {
public:
  static Result<Transaction> begin(Database& database, const char* begin = "BEGIN IMMEDIATE");
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// Connections for reading, lent out one by one; a bounded number is opened as they are needed.
class Readers {
public:
  Readers(std::filesystem::path file, const Kind& kind) : file_(std::move(file)), kind_(kind) {}

  class Lease {
  public:
    Lease(Readers& readers, std::unique_ptr<Database> database) : readers_(&readers), database_(std::move(database)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Database* operator->() { return database_.get(); }
    Database& operator*() { return *database_; }

  private:
    Readers* readers_;
    std::unique_ptr<Database> database_;
  };

  /// Waits for a free one when all are lent out.
  Result<Lease> lend();

private:
  static constexpr std::size_t most_connections = 8;

  std::filesystem::path file_;
  Kind kind_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> free_;
  std::size_t open_ = 0;
};

/// Throws a file away that can be made anew, with its write-ahead log. Nobody may have it open.
void discard(const std::filesystem::path& file);

/// A schema's history: statement lists, numbered from 1. The last number is the format this program knows.
struct Schema {
  int application_id;    ///< marks the file as one of ours, and of this kind
  std::string_view what; ///< "log", for messages
  std::span<const char* const> migrations;
};

/// Brings the file forward to the newest format. Errors: invalid (the file is of another kind, or newer than the
/// program).
Result<void> migrate(Database& database, const Schema& schema);
/// The same checks without changing anything; a format behind the program's is refused too.
Result<void> check_format(Database& database, const Schema& schema);

} // namespace handrail::store::sqlite
