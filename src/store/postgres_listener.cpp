#include "store/postgres_listener.h"

#include "store/postgres_connections.h"
#include "store/postgres_rows.h"

namespace handrail::store::postgres {

Result<void> Listener::connect() {
  if (connection_ != nullptr && !connection_->is_broken()) return {};
  connection_.reset();
  HANDRAIL_TRY(auto connection, postgres::connect(address_, access_, std::chrono::steady_clock::now() + patience));
  HANDRAIL_CHECK(connection->execute("LISTEN handrail"));
  connection_ = std::move(connection);
  return {};
}

Result<Position> Listener::end() {
  HANDRAIL_TRY(const auto rows, connection_->query(head_query));
  HANDRAIL_TRY(const auto head, head_in(rows));
  return head.position;
}

Result<Position> Listener::wait_beyond(Position after, std::chrono::milliseconds within) {
  const std::lock_guard lock(mutex_);
  const auto until = std::chrono::steady_clock::now() + within;
  HANDRAIL_CHECK(connect());
  for (;;) {
    HANDRAIL_TRY(const auto position, end());
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (position > after || left.count() <= 0) return position;
    HANDRAIL_TRY(const bool heard, connection_->notified(left));
    if (!heard) return position;
  }
}

} // namespace handrail::store::postgres
