#include "store/tails.h"

namespace handrail::store {

std::optional<Tail> Tails::get(const TenantId& tenant) {
  const std::lock_guard lock(mutex_);
  if (const auto found = recent_.find(tenant); found != recent_.end()) return found->second;
  const auto found = older_.find(tenant);
  if (found == older_.end()) return std::nullopt;
  const Tail tail = found->second;
  keep(tenant, tail);
  return tail;
}

void Tails::put(const TenantId& tenant, const Tail& tail) {
  const std::lock_guard lock(mutex_);
  for (const auto* kept : {&recent_, &older_})
    if (const auto found = kept->find(tenant); found != kept->end() && found->second.version > tail.version) return;
  keep(tenant, tail);
}

void Tails::keep(const TenantId& tenant, const Tail& tail) {
  recent_[tenant] = tail;
  if (recent_.size() <= limit_) return;
  older_ = std::move(recent_);
  recent_.clear();
}

void Tails::clear() {
  const std::lock_guard lock(mutex_);
  recent_.clear();
  older_.clear();
}

} // namespace handrail::store
