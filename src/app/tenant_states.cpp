#include "app/tenant_states.h"

#include "engagement/state_codec.h"

#include <iterator>

namespace handrail::app {

namespace {

/// Of a kept state, beside the state: its places in the list and the table, and its id there.
constexpr std::size_t entry_bytes = 200;

} // namespace

TenantStates::State TenantStates::kept(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(tenant);
  if (found == by_id_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->state;
}

Result<TenantStates::State> TenantStates::at_least(const TenantId& tenant, store::Version version) {
  const auto before = kept(tenant);
  if (before == nullptr) return get(tenant);
  if (before->version >= version) return before;
  HANDRAIL_TRY(auto newer, log_.advance(*before));
  auto state = std::make_shared<const engagement::TenantState>(std::move(newer));
  put(state);
  return state;
}

Result<TenantStates::State> TenantStates::get(const TenantId& tenant) {
  if (auto found = kept(tenant)) return found;
  HANDRAIL_TRY(auto read, log_.load(tenant));
  auto state = std::make_shared<const engagement::TenantState>(std::move(read));
  if (state->is_registered()) put(state);
  return state;
}

void TenantStates::put(State state) {
  const auto bytes = engagement::size_bytes(*state) + entry_bytes;
  ByUse forgotten; // taken apart when others may go on
  const std::lock_guard lock(mutex_);
  if (const auto found = by_id_.find(state->id); found != by_id_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    auto& kept = *found->second;
    if (kept.state->version >= state->version) return;
    bytes_ += bytes - kept.bytes;
    kept = {std::move(state), bytes};
  } else {
    bytes_ += bytes;
    by_use_.push_front({std::move(state), bytes});
    by_id_[by_use_.front().state->id] = by_use_.begin();
  }
  while (bytes_ > limit_bytes_ && by_use_.size() > 1) {
    bytes_ -= by_use_.back().bytes;
    by_id_.erase(by_use_.back().state->id);
    forgotten.splice(forgotten.begin(), by_use_, std::prev(by_use_.end()));
  }
}

void TenantStates::drop(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(tenant);
  if (found == by_id_.end()) return;
  bytes_ -= found->second->bytes;
  by_use_.erase(found->second);
  by_id_.erase(found);
}

void TenantStates::clear() {
  ByUse forgotten; // taken apart when others may go on
  const std::lock_guard lock(mutex_);
  forgotten.swap(by_use_);
  by_id_.clear();
  bytes_ = 0;
}

std::size_t TenantStates::kept_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::size_t TenantStates::kept_count() const {
  const std::lock_guard lock(mutex_);
  return by_use_.size();
}

} // namespace handrail::app
