// Where tenants' chains ended when we last looked: enough to append without asking first. What is kept may be out of
// date; the database refuses what is built on it then.
#pragma once

#include "store/appending.h"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace handrail::store {

/// May be used from any thread. Holds the tails used last: at least `limit`, at most twice as many.
class Tails {
public:
  explicit Tails(std::size_t limit) : limit_(limit) {}

  std::optional<Tail> get(const TenantId& tenant);
  /// Keeps it, unless a later one is kept.
  void put(const TenantId& tenant, const Tail& tail);
  void clear();

private:
  void keep(const TenantId& tenant, const Tail& tail);

  const std::size_t limit_;
  std::mutex mutex_;
  std::unordered_map<TenantId, Tail> recent_, older_; ///< when the first is full it takes the place of the second
};

} // namespace handrail::store
