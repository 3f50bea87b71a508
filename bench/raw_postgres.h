// The references of the figures on PostgreSQL: the least that a client must say to the same server in the same run.
#pragma once

#include <cstdint>
#include <string>

namespace handrail::bench {

/// An event row and an indexed state row for each command, as RawSqlite has them.
class RawPostgres {
public:
  /// Makes the tables in a database of its own, with this many tenants present.
  RawPostgres(std::string url, std::uint64_t tenants);

  /// Commands a second, when each is one statement that commits by itself, one after the other on each connection.
  double single_statements(int connections, double seconds) const;
  /// Commands a second on one connection, `batch` of them in each transaction: two statements with arrays, sent
  /// together.
  double batched(std::size_t batch, double seconds) const;

private:
  std::string url_;
  std::uint64_t tenants_;
};

} // namespace handrail::bench
