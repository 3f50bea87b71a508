#include "raw_postgres.h"

#include "arrivals.h"
#include "raw_sqlite.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace handrail::bench {

namespace {

class Connection {
public:
  explicit Connection(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { PQfinish(connection_); }

  void run(const std::string& sql) { check(PQexec(connection_, sql.c_str())); }
  void prepare(const char* name, const char* sql) { check(PQprepare(connection_, name, sql, 0, nullptr)); }
  template <std::size_t Count>
  void run(const char* prepared, const std::array<std::string, Count>& values) {
    const auto pointers = pointers_to(values);
    check(PQexecPrepared(connection_, prepared, static_cast<int>(Count), pointers.data(), nullptr, nullptr, 0));
  }

  void begin_pipeline() {
    if (PQenterPipelineMode(connection_) != 1) fail();
  }
  template <std::size_t Count>
  void send(const char* prepared, const std::array<std::string, Count>& values) {
    const auto pointers = pointers_to(values);
    if (PQsendQueryPrepared(connection_, prepared, static_cast<int>(Count), pointers.data(), nullptr, nullptr, 0) != 1)
      fail();
  }
  /// Everything sent since the last time is one transaction; waits for its commit.
  void sync(int statements) {
    if (PQpipelineSync(connection_) != 1) fail();
    for (int i = 0; i < statements; ++i) {
      check(PQgetResult(connection_));
      while (PGresult* more = PQgetResult(connection_)) PQclear(more);
    }
    PGresult* end = PQgetResult(connection_);
    if (PQresultStatus(end) != PGRES_PIPELINE_SYNC) fail();
    PQclear(end);
  }

private:
  template <std::size_t Count>
  static std::array<const char*, Count> pointers_to(const std::array<std::string, Count>& values) {
    std::array<const char*, Count> pointers{};
    for (std::size_t i = 0; i < Count; ++i) pointers[i] = values[i].c_str();
    return pointers;
  }
  void check(PGresult* result) {
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
  }
  [[noreturn]] void fail() {
    std::fprintf(stderr, "raw PostgreSQL: %s\n", PQerrorMessage(connection_));
    std::abort();
  }

  PGconn* connection_;
};

constexpr const char* one_command = "WITH added AS (INSERT INTO event (tenant, version, data) VALUES ($1, $2, $3)) "
                                    "INSERT INTO state VALUES ($1, $4, $5) ON CONFLICT (tenant) DO UPDATE SET "
                                    "status = excluded.status, changed = excluded.changed";
constexpr const char* many_events =
    "INSERT INTO event (tenant, version, data) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])";
constexpr const char* many_states =
    "INSERT INTO state SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT (tenant) DO UPDATE SET "
    "status = excluded.status, changed = excluded.changed";

void append(std::string& array, const std::string& value) {
  array += array.empty() ? '{' : ',';
  array += value;
}

} // namespace

RawPostgres::RawPostgres(std::string url, std::uint64_t tenants) : url_(std::move(url)), tenants_(tenants) {
  Connection connection(url_);
  connection.run("CREATE TABLE event (position bigserial PRIMARY KEY, tenant text, version bigint, data text);"
                 "CREATE TABLE state (tenant text PRIMARY KEY, status text, changed bigint)");
  connection.run(fmt::format(
      "INSERT INTO state SELECT 'tenant-' || n, 'status-' || n % 7, n FROM generate_series(0, {}) n", tenants_ - 1));
  connection.run("CREATE INDEX by_status ON state (status)");
  connection.run("CHECKPOINT");
}

double RawPostgres::single_statements(int connections, double seconds) const {
  std::atomic<std::uint64_t> commands = 0;
  std::vector<std::thread> threads;
  const auto start = Clock::now();
  for (int number = 0; number < connections; ++number)
    threads.emplace_back([&, number] {
      Connection connection(url_);
      connection.prepare("command", one_command);
      Draw draw(static_cast<std::uint64_t>(number) + 1);
      const std::string data(120, 'x');
      while (seconds_since(start) < seconds) {
        const auto change = std::to_string(++commands);
        connection.run("command", std::array{tenant_name(draw.below(tenants_)), change, data,
                                             fmt::format("status-{}", draw.below(7)), change});
      }
    });
  for (auto& thread : threads) thread.join();
  return static_cast<double>(commands) / seconds_since(start);
}

double RawPostgres::batched(std::size_t batch, double seconds) const {
  Connection connection(url_);
  connection.prepare("events", many_events);
  connection.prepare("states", many_states);
  connection.begin_pipeline();
  Draw draw(11);
  const std::string data(120, 'x');
  std::uint64_t commands = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < seconds) {
    std::string tenants, versions, texts, statuses;
    for (std::size_t i = 0; i < batch; ++i) {
      append(tenants, tenant_name(draw.below(tenants_ / batch) * batch + i)); // each once in a statement
      append(versions, std::to_string(++commands));
      append(texts, data);
      append(statuses, fmt::format("status-{}", draw.below(7)));
    }
    for (auto* array : {&tenants, &versions, &texts, &statuses}) *array += '}';
    connection.send("events", std::array{tenants, versions, texts});
    connection.send("states", std::array{tenants, statuses, versions});
    connection.sync(2);
  }
  return static_cast<double>(commands) / seconds_since(start);
}

} // namespace handrail::bench
