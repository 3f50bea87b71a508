#include "store/postgres.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <bit>
#include <cassert>
#include <cerrno>
#include <poll.h>

namespace handrail::store::postgres {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_url = 4096;
/// Lists are filtered in many ways; when there are more than this all are prepared anew.
constexpr std::size_t most_statements = 256;

/// Numbers travel with the big end first.
template <class Number>
std::string big_endian(Number number) {
  std::string bytes(sizeof(Number), '\0');
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    bytes[sizeof(Number) - 1 - i] = static_cast<char>(static_cast<std::make_unsigned_t<Number>>(number) >> (8 * i));
  return bytes;
}

std::string bytes_of(std::span<const std::uint8_t> blob) {
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

struct Explanation {
  std::string_view state; ///< an SQLSTATE, or the class it begins with
  const char* message;
  const char* remedy;
};

/// What the server's codes mean to the person who runs the program; the first that fits. Anything else is our own
/// fault.
constexpr Explanation explanations[] = {
    {"25006", "it takes no writes now: it is a standby", "Name every server of the database in --db, or promote one."},
    {"53100", "the server's disk is full", "Make room; nothing that was answered is lost, and work goes on by itself."},
    {"53300", "it has no connection to spare", "Raise max_connections there, or run fewer nodes."},
    {"53", "the server is short of resources", "Look at its log."},
    {"55P03", "another node holds the log for too long", "Look for a transaction there that does not end."},
    {"57014", "the server broke the statement off", "Look for a limit on the time of statements that was set there."},
    {"57P", "the server is ending, or not up yet", "Work goes on by itself when it is back."},
    {"40", "the server chose to break this off", "Try again."},
    {"42501", "this user may not do that", "Give the user of --db the right to create a schema in the database, once."},
    {"22021", "a text has bytes that no text has", "Send well-formed UTF-8 without a zero byte."},
    {"XX001", "a page of its files is damaged", "Fail over to a standby, or restore a backup."},
    {"XX002", "an index of it is damaged", "REINDEX it, and look at the disk."},
    {"58", "the server's system reports an error", "Look at its log."},
};

/// libpq's own words, on one line.
std::string one_line(std::string_view text) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  std::string line(text);
  for (auto& c : line)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return line;
}

} // namespace

// ---- Address -------------------------------------------------------------------------------------------------------

bool Address::is_one(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

Result<Address> Address::from(std::string_view url) {
  const char* remedy = "Write it as postgresql://USER@HOST:PORT/DATABASE.";
  if (!is_one(url) || url.find('\0') != std::string_view::npos)
    return Error{ErrorCode::invalid, "That is no address of a PostgreSQL database", "--db", remedy};
  if (url.size() > longest_url)
    return Error{ErrorCode::invalid, fmt::format("The address is longer than {} bytes", longest_url), "--db", remedy};
  std::string text(url);
  char* complaint = nullptr;
  PQconninfoOption* options = PQconninfoParse(text.c_str(), &complaint);
  if (options == nullptr) {
    // The complaint may repeat a piece of the address: not where a password may stand in it.
    const bool may_tell = text.find('@') == std::string::npos && text.find("password") == std::string::npos;
    const auto why = may_tell && complaint != nullptr ? ": " + one_line(complaint) : std::string();
    PQfreemem(complaint);
    return Error{ErrorCode::invalid, "The address of the database cannot be read" + why, "--db", remedy};
  }
  std::string host, database;
  for (const auto* option = options; option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (option->keyword == std::string_view("host")) host = option->val;
    if (option->keyword == std::string_view("dbname")) database = option->val;
  }
  PQconninfoFree(options);
  return Address(std::move(text), fmt::format("postgresql://{}/{}", host, database));
}

// ---- Parameters ----------------------------------------------------------------------------------------------------

Parameters& Parameters::add(std::int64_t number) {
  begin(static_cast<unsigned>(Type::number));
  values_.back() = big_endian(number);
  return *this;
}

Parameters& Parameters::add(bool flag) {
  begin(static_cast<unsigned>(Type::flag));
  values_.back() = std::string(1, flag ? '\1' : '\0');
  return *this;
}

Parameters& Parameters::add(std::string_view text) {
  begin(static_cast<unsigned>(Type::text));
  values_.back() = std::string(text);
  return *this;
}

Parameters& Parameters::add(std::span<const std::uint8_t> blob) {
  begin(static_cast<unsigned>(Type::blob));
  values_.back() = bytes_of(blob);
  return *this;
}

void Parameters::begin(unsigned type) {
  types_.push_back(type);
  values_.emplace_back();
}

void Parameters::begin_array(Type element, std::size_t count) {
  switch (element) {
    case Type::flag: begin(1000); break;
    case Type::blob: begin(1001); break;
    case Type::number: begin(1016); break;
    case Type::text: begin(1009); break;
  }
  // Dimensions, whether nulls are in it, the type of an element; then for the one dimension: its length, from 1 on.
  values_.back() = big_endian(std::int32_t{count == 0 ? 0 : 1}) + big_endian(std::int32_t{0}) +
                   big_endian(static_cast<std::int32_t>(element));
  if (count != 0) values_.back() += big_endian(static_cast<std::int32_t>(count)) + big_endian(std::int32_t{1});
}

void Parameters::append_length(std::size_t bytes) { values_.back() += big_endian(static_cast<std::int32_t>(bytes)); }

void Parameters::append_element(std::int64_t number) {
  append_length(sizeof(number));
  values_.back() += big_endian(number);
}

void Parameters::append_element(bool flag) {
  append_length(1);
  values_.back() += flag ? '\1' : '\0';
}

void Parameters::append_element(std::string_view text) {
  append_length(text.size());
  values_.back() += text;
}

void Parameters::append_element(std::span<const std::uint8_t> blob) {
  append_length(blob.size());
  values_.back() += bytes_of(blob);
}

// ---- Rows ----------------------------------------------------------------------------------------------------------

Rows::~Rows() { PQclear(result_); }

std::size_t Rows::size() const { return static_cast<std::size_t>(PQntuples(result_)); }

std::string_view Rows::text(std::size_t row, int column) const {
  const int line = static_cast<int>(row);
  return {PQgetvalue(result_, line, column), static_cast<std::size_t>(PQgetlength(result_, line, column))};
}

std::span<const std::uint8_t> Rows::blob(std::size_t row, int column) const {
  const auto bytes = text(row, column);
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::int64_t Rows::integer(std::size_t row, int column) const {
  std::uint64_t number = 0;
  const auto bytes = blob(row, column);
  assert((bytes.size() == 8 || bytes.size() == 4) && "not a number");
  for (const auto byte : bytes) number = number << 8 | byte;
  return bytes.size() == 4 ? static_cast<std::int32_t>(number) : static_cast<std::int64_t>(number);
}

bool Rows::flag(std::size_t row, int column) const { return text(row, column) == std::string_view("\1", 1); }

bool Rows::is_null(std::size_t row, int column) const {
  return PQgetisnull(result_, static_cast<int>(row), column) != 0;
}

// ---- Connection ----------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Connection>> Connection::open(const Address& address, Access access) {
  std::unique_ptr<Connection> connection(new Connection(address.shown()));
  // What the address says itself comes after these, and wins. A server that is gone without a word must be noticed.
  const bool writes = access == Access::write;
  const char* keys[] = {"connect_timeout",      "tcp_user_timeout", "keepalives_idle",
                        "keepalives_interval",  "application_name", "client_encoding",
                        "target_session_attrs", "dbname",           nullptr};
  const char* values[] = {
      "5", "10000", "10", "5", "handrail", "UTF8", writes ? "read-write" : "any", address.url().c_str(), nullptr};
  connection->handle_ = PQconnectdbParams(keys, values, 1);
  if (PQstatus(connection->handle_) != CONNECTION_OK) return connection->lost();
  PQsetNoticeReceiver(
      connection->handle_,
      [](void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity == nullptr || std::string_view(severity) != "WARNING") return;
        static_cast<Connection*>(self)->warning_ = one_line(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
      },
      connection.get());
  if (PQsetnonblocking(connection->handle_, 1) != 0) return connection->lost();
  HANDRAIL_CHECK(connection->prepare_session(access));
  return connection;
}

Connection::~Connection() { PQfinish(handle_); }

Result<void> Connection::prepare_session(Access access) {
  // Every statement has its index; plans made while tables were small must use them too.
  HANDRAIL_CHECK(execute("SET search_path = handrail; SET enable_seqscan = off; SET enable_bitmapscan = off; "
                         "SET jit = off; SET plan_cache_mode = force_generic_plan; SET statement_timeout = 0; "
                         "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10s'"));
  if (access == Access::read) return execute("SET default_transaction_read_only = on");
  // More than on (remote_apply, say) is the operator's choice; less would lose what was answered.
  return execute("SELECT set_config('synchronous_commit', 'on', false) "
                 "WHERE current_setting('synchronous_commit') IN ('off', 'local')");
}

Error Connection::lost() {
  is_broken_ = true;
  state_.clear();
  return {ErrorCode::unavailable,
          fmt::format("{} cannot be reached: {}", shown_, one_line(handle_ == nullptr ? "" : PQerrorMessage(handle_))),
          "", "Check that the server runs and may be reached from here; work goes on by itself when it does."};
}

Error Connection::error_of(const pg_result* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr || PQstatus(handle_) != CONNECTION_OK) return lost();
  state_ = state;
  // The server ends this session, or takes no writes any more: another session may find one that does.
  is_broken_ = state_.starts_with("57P") || state_ == "25006" || state_ == "25P03";
  const auto said = one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
  for (const auto& known : explanations)
    if (state_.starts_with(known.state))
      return {state_ == "22021" ? ErrorCode::invalid : ErrorCode::unavailable,
              fmt::format("{}: {} [{}]", shown_, known.message, said), "", known.remedy};
  return {ErrorCode::internal, fmt::format("{}: {} [{}]", shown_, said, state_), "", ""};
}

/// Waits until there is something to read, sending meanwhile what is still to be sent.
Result<void> Connection::wait(Clock::time_point until) {
  const int unsent = PQflush(handle_);
  if (unsent < 0) return lost();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  pollfd socket{PQsocket(handle_), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
  const int ready = left.count() > 0 ? ::poll(&socket, 1, static_cast<int>(left.count())) : 0;
  if (ready < 0 && errno != EINTR) return lost();
  if (ready == 0) {
    is_broken_ = true;
    state_.clear();
    return Error{ErrorCode::unavailable, fmt::format("{} has not answered in time", shown_), "",
                 "Look at what the server waits for: a standby that must confirm each commit, say."};
  }
  if (PQconsumeInput(handle_) == 0) return lost();
  return {};
}

/// The next result; none at the end of a statement's.
Result<Rows> Connection::next(Clock::time_point until) {
  if (PQflush(handle_) < 0) return lost();
  while (PQisBusy(handle_) != 0) HANDRAIL_CHECK(wait(until));
  return Rows(PQgetResult(handle_));
}

Result<void> Connection::execute(const std::string& statements) {
  assert(!is_broken_ && "a broken connection was used");
  const auto until = Clock::now() + answer_within;
  if (PQsendQuery(handle_, statements.c_str()) == 0) return lost();
  std::optional<Error> failure;
  for (;;) {
    HANDRAIL_TRY(const auto rows, next(until));
    if (rows.result() == nullptr) break;
    const auto status = PQresultStatus(rows.result());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !failure) failure = error_of(rows.result());
  }
  if (failure) return std::move(*failure);
  return {};
}

/// The statement's name at the server; it is prepared with this round trip when it has none yet.
Result<std::string> Connection::prepared(const Statement& statement, std::vector<bool>& gives_rows) {
  std::string sql(statement.sql);
  if (const auto found = prepared_.find(sql); found != prepared_.end()) return found->second;
  auto name = fmt::format("s{}", ++names_);
  const auto& types = statement.parameters.types_;
  if (PQsendPrepare(handle_, name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()) == 0)
    return lost();
  gives_rows.push_back(false);
  preparing_.push_back(sql);
  prepared_.emplace(std::move(sql), name);
  return name;
}

Result<void> Connection::send(const Statement& statement, std::vector<bool>& gives_rows) {
  HANDRAIL_TRY(const auto name, prepared(statement, gives_rows));
  const auto& given = statement.parameters.values_;
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const auto& value : given) {
    values.push_back(value.data());
    lengths.push_back(static_cast<int>(value.size()));
  }
  const std::vector<int> binary(given.size(), 1);
  if (PQsendQueryPrepared(handle_, name.c_str(), static_cast<int>(given.size()), values.data(), lengths.data(),
                          binary.data(), 1) == 0)
    return lost();
  gives_rows.push_back(true);
  return {};
}

/// What each statement gave. After the first that failed the server passes over the others.
Result<std::vector<Rows>> Connection::answers(const std::vector<bool>& gives_rows) {
  const auto until = Clock::now() + answer_within;
  std::vector<Rows> answers;
  std::optional<Error> failure;
  for (const bool wanted : gives_rows) {
    HANDRAIL_TRY(auto rows, next(until));
    const auto status = PQresultStatus(rows.result());
    const bool passed_over = status == PGRES_PIPELINE_ABORTED;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !passed_over) {
      auto error = error_of(rows.result());
      if (is_broken_) return error;
      if (!failure) failure = std::move(error);
    }
    if (wanted) answers.push_back(std::move(rows));
    HANDRAIL_TRY(const auto end, next(until));
    assert(end.result() == nullptr && "a statement gave two results");
  }
  HANDRAIL_TRY(const auto end, next(until));
  if (PQresultStatus(end.result()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(handle_) == 0) return lost();
  if (failure) return std::move(*failure);
  return answers;
}

Result<std::vector<Rows>> Connection::run(std::span<const Statement> statements) {
  assert(!is_broken_ && "a broken connection was used");
  if (prepared_.size() + statements.size() > most_statements) {
    HANDRAIL_CHECK(execute("DEALLOCATE ALL"));
    prepared_.clear();
  }
  preparing_.clear();
  if (PQenterPipelineMode(handle_) == 0) return lost();
  std::vector<bool> gives_rows;
  for (const auto& statement : statements) HANDRAIL_CHECK(send(statement, gives_rows));
  if (PQpipelineSync(handle_) == 0) return lost();
  auto given = answers(gives_rows);
  // Some of them may not have come to be: they are prepared again, under other names.
  if (!given)
    for (const auto& sql : preparing_) prepared_.erase(sql);
  return given;
}

Result<Rows> Connection::query(std::string_view sql, const Parameters& parameters) {
  const Statement one{sql, parameters};
  HANDRAIL_TRY(auto given, run(std::span(&one, 1)));
  return std::move(given.front());
}

Result<bool> Connection::notified(std::chrono::milliseconds within) {
  const auto until = Clock::now() + within;
  bool any = false;
  for (;;) {
    while (PGnotify* notice = PQnotifies(handle_)) {
      PQfreemem(notice);
      any = true;
    }
    if (any || Clock::now() >= until) return any;
    pollfd socket{PQsocket(handle_), POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (::poll(&socket, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) return lost();
    if (PQconsumeInput(handle_) == 0) return lost();
  }
}

} // namespace handrail::store::postgres
