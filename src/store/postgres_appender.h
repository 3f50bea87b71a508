// The one place that writes to a log in PostgreSQL: a group in one durable transaction, and certainty about what became
// of it when the connection, or the server, went away meanwhile. § storage-21, § storage-22
#pragma once

#include "store/appending.h"
#include "store/postgres.h"
#include "store/store.h"
#include "store/tails.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace handrail::store::postgres {

using Answers = std::vector<Result<std::vector<StoredEvent>>>;

/// May be used from any thread; one works after the other.
class Appender {
public:
  /// `tails` must outlive it. `arriving`: for a move into the log, while which nobody else appends.
  Appender(Address address, std::unique_ptr<Connection> connection, Tails& tails, bool arriving)
      : address_(std::move(address)), connection_(std::move(connection)), tails_(tails), arriving_(arriving) {}

  /// As Store::append and Store::put_documents.
  Result<Answers> append(std::span<const Commit> group);
  Result<void> put_documents(std::span<const std::string> texts);

  /// Waits for whatever another session is committing, and makes what is visible as durable as a commit of our own:
  /// what a server found in its log after a crash may not be on its standby yet. § storage-22
  Result<void> settle();

  /// So many connections were lost so far.
  std::uint64_t lost() const { return lost_; }

private:
  using Clock = std::chrono::steady_clock;

  /// What a group finds when it comes to be appended.
  struct Before {
    Head head;
    Position house = 0;
    std::map<TenantId, Tail> tails;
    std::set<CommandId> used;
  };
  /// What it leaves.
  struct Outcome {
    Answers answers;
    Head head;
    Position house = 0;
    std::vector<const StoredEvent*> events; ///< in `answers`
  };
  /// Where we left the log.
  struct Left {
    Head head;
    Position house = 0;
  };

  static Outcome decided(std::span<const Commit> group, Before before);
  static std::vector<Statement> writing(const Outcome& outcome, Position before);
  Result<Answers> try_append(std::span<const Commit> group, std::optional<Outcome>& sent);
  std::optional<Before> guessed(std::span<const Commit> group);
  Result<Before> locked(std::span<const Commit> group);
  Result<Answers> send(std::vector<Statement> statements, Outcome outcome, std::optional<Outcome>& sent);
  Answers done(Outcome outcome);
  Result<bool> is_there(const StoredEvent& event);
  Result<void> connect(Clock::time_point until);
  Result<void> check_warning();
  bool is_usable() const;

  const Address address_;
  std::mutex writing_;
  std::unique_ptr<Connection> connection_; ///< null when it was lost
  Tails& tails_;
  const bool arriving_;
  std::optional<Left> left_; ///< nothing: unknown
  std::atomic<std::uint64_t> lost_ = 0;
  int alone_ = 0; ///< so often in a row nobody else had appended meanwhile
};

} // namespace handrail::store::postgres
