#include "app/tenant_states.h"

#include "app/tenant_history.h"

namespace handrail::app {

Result<TenantStates::State> TenantStates::get(const TenantId& tenant) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_id_.find(tenant); found != by_id_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, found->second);
      return *found->second;
    }
  }
  HANDRAIL_TRY(auto read, replayed(store_, tenant));
  auto state = std::make_shared<const engagement::TenantState>(std::move(read));
  if (state->is_registered()) put(state);
  return state;
}

void TenantStates::put(State state) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_id_.find(state->id); found != by_id_.end()) {
    if ((*found->second)->version < state->version) *found->second = std::move(state);
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return;
  }
  by_use_.push_front(std::move(state));
  by_id_[by_use_.front()->id] = by_use_.begin();
  if (by_use_.size() <= limit_) return;
  by_id_.erase(by_use_.back()->id);
  by_use_.pop_back();
}

void TenantStates::drop(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(tenant);
  if (found == by_id_.end()) return;
  by_use_.erase(found->second);
  by_id_.erase(found);
}

} // namespace handrail::app
