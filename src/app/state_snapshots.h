// Makes a tenant's state from the log, by way of a snapshot where its history is long, and keeps such snapshots.
// § storage-26
#pragma once

#include "core/result.h"
#include "engagement/state.h"
#include "store/snapshots.h"
#include "store/store.h"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace handrail::app {

/// May be used from any thread.
class StateSnapshots {
public:
  /// A snapshot is kept after so many events. Histories shorter than a page are read without looking for one.
  static constexpr store::Version events_between = 1'000;
  static constexpr std::size_t first_page = 128;

  /// Without `snapshots`, every state is made from all its events.
  StateSnapshots(store::Store& store, std::unique_ptr<store::Snapshots> snapshots);
  StateSnapshots(const StateSnapshots&) = delete;
  StateSnapshots& operator=(const StateSnapshots&) = delete;
  ~StateSnapshots();

  /// The tenant as all its events make it. Errors: as `replayed`.
  Result<engagement::TenantState> load(const TenantId& tenant);

  /// A tenant's state, with what happened to it since. Errors: as `replayed`.
  Result<engagement::TenantState> advance(engagement::TenantState state);

  /// Told of every state that a group of commands left, of the version before them and of the hash of their last event:
  /// some are kept, by and by.
  void wrote(std::shared_ptr<const engagement::TenantState> state, store::Version before, const store::Hash& last);

private:
  struct Waiting {
    std::shared_ptr<const engagement::TenantState> state;
    store::Hash last{};
  };
  /// More are let go of: they are kept another time.
  static constexpr std::size_t most_waiting = 16;

  void keep_later(Waiting waiting);
  void run();

  store::Store& store_;
  std::unique_ptr<store::Snapshots> snapshots_; ///< may be null
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<TenantId, Waiting> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
