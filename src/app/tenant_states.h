// The states of the tenants that were used last, kept in memory and made from the log when they are not.
#pragma once

#include "app/state_snapshots.h"
#include "core/result.h"
#include "engagement/state.h"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace handrail::app {

/// May be used from any thread.
class TenantStates {
public:
  using State = std::shared_ptr<const engagement::TenantState>;

  /// Keeps states of so many bytes together, and the one used last however large it is.
  TenantStates(StateSnapshots& log, std::size_t limit_bytes) : log_(log), limit_bytes_(limit_bytes) {}

  /// Never null; a tenant nobody registered yet has version 0.
  Result<State> get(const TenantId& tenant);
  /// The same, of that version or a newer one: what is kept is brought forward where others have appended meanwhile.
  Result<State> at_least(const TenantId& tenant, store::Version version);
  /// Keeps a state, unless a newer one is kept.
  void put(State state);
  /// Forgets: the next one who asks reads the log.
  void drop(const TenantId& tenant);
  void clear();

  /// What the kept states take in memory: what two of them share is counted twice.
  std::size_t kept_bytes() const;
  std::size_t kept_count() const;

private:
  State kept(const TenantId& tenant);

  struct Kept {
    State state;
    std::size_t bytes = 0;
  };
  using ByUse = std::list<Kept>;

  StateSnapshots& log_;
  std::size_t limit_bytes_;
  mutable std::mutex mutex_;
  ByUse by_use_; ///< the one used last in front
  std::unordered_map<TenantId, ByUse::iterator> by_id_;
  std::size_t bytes_ = 0;
};

} // namespace handrail::app
