// Hears of what is appended, by whichever program, from PostgreSQL's own notifications.
#pragma once

#include "core/result.h"
#include "store/event.h"
#include "store/postgres.h"

#include <chrono>
#include <memory>
#include <mutex>

namespace handrail::store::postgres {

/// May be used from any thread; one listens after the other. The connection is opened with the first use.
class Listener {
public:
  Listener(Address address, Access access) : address_(std::move(address)), access_(access) {}

  /// As Store::wait_beyond. A notification that is lost with its connection is made up for by looking.
  Result<Position> wait_beyond(Position after, std::chrono::milliseconds within);

private:
  Result<void> connect();
  Result<Position> end();

  const Address address_;
  const Access access_;
  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

} // namespace handrail::store::postgres
