// States of tenants with long histories, kept so that opening one reads only the events that came after. A cache: what
// is damaged, of another format or of another log is as if it were not there. § storage-26
#pragma once

#include "core/id.h"
#include "core/result.h"
#include "store/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace handrail::store {

/// A tenant as it was after one of its events.
struct Snapshot {
  TenantId tenant;
  Version version = 0; ///< of that event
  Hash last{};         ///< its hash, which the log must hold at that place for the snapshot to be of this log
  std::string format;  ///< of `state`; to the store it is opaque
  std::string state;

  bool operator==(const Snapshot&) const = default;
};

/// Every function may be called from any thread.
class Snapshots {
public:
  virtual ~Snapshots() = default;

  /// The tenant's snapshot in that format; nothing when there is none, or it is not as it was written.
  virtual Result<std::optional<Snapshot>> find(const TenantId& tenant, std::string_view format) = 0;

  /// Keeps it in the place of the tenant's one before.
  virtual Result<void> keep(const Snapshot& snapshot) = 0;
};

} // namespace handrail::store
