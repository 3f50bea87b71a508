#include "store/postgres_connections.h"

#include <algorithm>
#include <thread>

namespace handrail::store::postgres {

using Clock = std::chrono::steady_clock;

Result<std::unique_ptr<Connection>> connect(const Address& address, Access access, Clock::time_point until) {
  constexpr std::chrono::milliseconds longest_pause{1000};
  std::chrono::milliseconds pause{20};
  for (;;) {
    auto opened = Connection::open(address, access);
    if (opened || Clock::now() + pause > until) return opened;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, longest_pause);
  }
}

Connections::Lease::~Lease() {
  if (connection_ != nullptr) from_->give_back(std::move(connection_));
}

void Connections::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (connection != nullptr && connection->is_broken()) ++lost_;
    if (connection == nullptr || connection->is_broken())
      --open_;
    else
      free_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

Result<Connections::Lease> Connections::lend() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !free_.empty() || open_ < most_connections; });
  if (!free_.empty()) {
    auto connection = std::move(free_.back());
    free_.pop_back();
    return Lease(*this, std::move(connection));
  }
  ++open_;
  lock.unlock();
  auto connection = connect(address_, access_, Clock::now() + patience);
  if (connection) return Lease(*this, std::move(*connection));
  give_back(nullptr);
  return connection.error();
}

Result<Rows> Connections::read(std::string_view sql, const Parameters& parameters) {
  // All that wait in the pool may be dead, after the server was: each is tried, then a new one.
  const auto until = Clock::now() + patience;
  for (;;) {
    HANDRAIL_TRY(auto connection, lend());
    auto rows = connection->query(sql, parameters);
    if (rows || !connection->is_broken() || Clock::now() > until) return rows;
  }
}

} // namespace handrail::store::postgres
