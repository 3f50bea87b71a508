// The states of the tenants that were used last, kept in memory and made from the log when they are not.
#pragma once

#include "core/result.h"
#include "engagement/state.h"
#include "store/store.h"

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

  TenantStates(store::Store& store, std::size_t limit) : store_(store), limit_(limit) {}

  /// Never null; a tenant nobody registered yet has version 0.
  Result<State> get(const TenantId& tenant);
  /// Keeps a state, unless a newer one is kept.
  void put(State state);
  /// Forgets: the next one who asks reads the log.
  void drop(const TenantId& tenant);

private:
  store::Store& store_;
  std::size_t limit_;
  std::mutex mutex_;
  std::list<State> by_use_; ///< the one used last in front
  std::unordered_map<TenantId, std::list<State>::iterator> by_id_;
};

} // namespace handrail::app
