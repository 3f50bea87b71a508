// Connections to one PostgreSQL database: lent out to readers, and made again, with patience, when the server is away
// for a moment or another one has taken its place.
#pragma once

#include "store/postgres.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace handrail::store::postgres {

/// How long work waits for a server that is away before it fails. A failover takes less.
inline constexpr std::chrono::seconds patience{15};

/// Tries until one opens or `until` has come, more and more slowly. The error is that of the last attempt.
Result<std::unique_ptr<Connection>> connect(const Address& address, Access access,
                                            std::chrono::steady_clock::time_point until);

/// Connections for reading; a bounded number is opened as they are needed.
class Connections {
public:
  explicit Connections(Address address, Access access) : address_(std::move(address)), access_(access) {}

  class Lease {
  public:
    Lease(Connections& from, std::unique_ptr<Connection> connection)
        : from_(&from), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }

  private:
    Connections* from_;
    std::unique_ptr<Connection> connection_;
  };

  /// One that is open; waits when all are lent out. Errors: unavailable, after `patience`.
  Result<Lease> lend();

  /// One statement that only reads. A connection that turns out to be dead is replaced.
  Result<Rows> read(std::string_view sql, const Parameters& parameters = {});

  const Address& address() const { return address_; }
  /// So many connections were lost so far.
  std::uint64_t lost() const { return lost_; }

private:
  static constexpr std::size_t most_connections = 8;

  void give_back(std::unique_ptr<Connection> connection);

  Address address_;
  Access access_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::size_t open_ = 0;
  std::atomic<std::uint64_t> lost_ = 0;
};

} // namespace handrail::store::postgres
