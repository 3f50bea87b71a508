// PostgreSQL, adapted: a connection, values in its binary form, many statements in one round trip, and errors as a
// Result. Knows nothing of what is stored.
#pragma once

#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;

namespace handrail::store::postgres {

/// Where a database is: a libpq URL, checked. Several hosts may stand in it, of which the one that takes writes is
/// used.
class Address {
public:
  /// Errors: invalid (no URL of PostgreSQL, longer than 4,096 bytes, a parameter that libpq does not know).
  static Result<Address> from(std::string_view url);
  static bool is_one(std::string_view text);

  const std::string& url() const { return url_; }
  /// For people to read: without the password.
  const std::string& shown() const { return shown_; }

private:
  Address(std::string url, std::string shown) : url_(std::move(url)), shown_(std::move(shown)) {}
  std::string url_, shown_;
};

/// The values of $1, $2 … Texts and blobs are copied.
class Parameters {
public:
  Parameters& add(std::int64_t number);
  Parameters& add(std::uint64_t number) { return add(static_cast<std::int64_t>(number)); }
  Parameters& add(int number) { return add(static_cast<std::int64_t>(number)); }
  Parameters& add(bool flag);
  Parameters& add(std::string_view text);
  Parameters& add(const std::string& text) { return add(std::string_view(text)); }
  Parameters& add(const char*) = delete; // it would be taken for a flag
  Parameters& add(std::span<const std::uint8_t> blob);
  /// One array: what `of` gives for each of `things`, all of one type that `add` takes.
  template <class Things, class Of>
  Parameters& add_each(const Things& things, Of of) {
    begin_array(type_of(std::remove_cvref_t<decltype(of(*std::begin(things)))>{}), std::size(things));
    for (const auto& thing : things) append_element(of(thing));
    return *this;
  }

private:
  friend class Connection;
  enum class Type : unsigned { flag = 16, blob = 17, number = 20, text = 25 };
  static Type type_of(std::int64_t) { return Type::number; }
  static Type type_of(std::uint64_t) { return Type::number; }
  static Type type_of(bool) { return Type::flag; }
  static Type type_of(std::string_view) { return Type::text; }
  static Type type_of(const std::string&) { return Type::text; }
  static Type type_of(std::span<const std::uint8_t>) { return Type::blob; }

  void begin(unsigned type);
  void begin_array(Type element, std::size_t count);
  void append_element(std::int64_t number);
  void append_element(std::uint64_t number) { append_element(static_cast<std::int64_t>(number)); }
  void append_element(bool flag);
  void append_element(std::string_view text);
  void append_element(std::span<const std::uint8_t> blob);
  void append_length(std::size_t bytes);

  std::vector<unsigned> types_;
  std::vector<std::string> values_;
};

struct Statement {
  std::string_view sql; ///< outlives the round trip
  Parameters parameters;
};

/// What a statement gave.
class Rows {
public:
  explicit Rows(pg_result* result) : result_(result) {} ///< null: none
  Rows(Rows&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  std::size_t size() const;
  const pg_result* result() const { return result_; }
  std::int64_t integer(std::size_t row, int column) const;
  std::uint64_t natural(std::size_t row, int column) const { return static_cast<std::uint64_t>(integer(row, column)); }
  bool flag(std::size_t row, int column) const;
  /// Valid as long as these rows.
  std::string_view text(std::size_t row, int column) const;
  std::span<const std::uint8_t> blob(std::size_t row, int column) const;
  bool is_null(std::size_t row, int column) const;

private:
  pg_result* result_;
};

enum class Access {
  write, ///< only a server that takes writes; commits survive the loss of a server as far as it is set up to
  read,  ///< any server, a standby too; nothing can be changed
};

/// How long one round trip may take. After that the connection is given up: what became of it is unknown.
inline constexpr std::chrono::seconds answer_within{30};

/// One connection. Used by one thread at a time.
class Connection {
public:
  /// One attempt over the address's hosts. Errors: unavailable.
  static Result<std::unique_ptr<Connection>> open(const Address& address, Access access);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// One statement, prepared once a connection. In its own transaction, unless one is open.
  Result<Rows> query(std::string_view sql, const Parameters& parameters = {});
  /// All statements in one round trip; outside a transaction they are one. Answers one to one.
  Result<std::vector<Rows>> run(std::span<const Statement> statements);
  /// Statements without parameters, separated by semicolons.
  Result<void> execute(const std::string& statements);

  /// Waits for a NOTIFY on a channel this connection listens to. False: none came in time.
  Result<bool> notified(std::chrono::milliseconds within);

  /// Nothing more can be done over it. What the last round trip was about may have happened or not.
  bool is_broken() const { return is_broken_; }
  /// The server's code for the last error, as "23505"; empty when it was the connection's.
  const std::string& state() const { return state_; }
  /// What the server warned of since the connection was opened.
  const std::optional<std::string>& warning() const { return warning_; }

private:
  explicit Connection(std::string shown) : shown_(std::move(shown)) {}

  Result<void> prepare_session(Access access);
  Result<std::string> prepared(const Statement& statement, std::vector<bool>& gives_rows);
  Result<void> send(const Statement& statement, std::vector<bool>& gives_rows);
  Result<std::vector<Rows>> answers(const std::vector<bool>& gives_rows);
  Result<Rows> next(std::chrono::steady_clock::time_point until);
  Result<void> wait(std::chrono::steady_clock::time_point until);
  Error error_of(const pg_result* result);
  Error lost();

  pg_conn* handle_ = nullptr;
  std::string shown_;
  std::string state_;
  std::optional<std::string> warning_;
  bool is_broken_ = false;
  std::unordered_map<std::string, std::string> prepared_; ///< the server's name for each statement
  std::vector<std::string> preparing_;                    ///< statements first sent with the round trip under way
  std::size_t names_ = 0;                                 ///< given out
};

/// Rolls back when it goes out of scope without a commit.
class Transaction {
public:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (connection_ != nullptr && !connection_->is_broken()) (void)connection_->execute("ROLLBACK");
  }
  void ended() { connection_ = nullptr; }

private:
  Connection* connection_;
};

} // namespace handrail::store::postgres
