// What the log holds: one event, as it is stored. To the store the type and the data are opaque.
#pragma once

#include "core/id.h"
#include "core/time.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace handrail::store {

/// 32 bytes of blake2b.
using Hash = std::array<std::uint8_t, 32>;

/// Where an event stands in the whole log: 1, 2, 3 … without a hole.
using Position = std::uint64_t;

/// Where it stands in its tenant's history: 1, 2, 3 … without a hole. 0 is "nothing yet".
using Version = std::uint64_t;

/// Streams whose name begins so are the house's own; no tenant's id does.
inline constexpr char house_stream_mark = '@';

/// An event that is to be appended.
struct NewEvent {
  std::string type;
  std::string data;     ///< JSON
  bool message = false; ///< asks for a message to be sent: an outbox entry is written with it
};

/// An event in the log (§ storage-2). Its hash covers every other field and the hash of the tenant's event before it.
struct StoredEvent {
  Position position = 0;
  TenantId tenant;
  Version version = 0;
  CommandId command; ///< the accepted command that caused it; its idempotency key
  Hash request{};    ///< fingerprint of that command: the same key with another one is a conflict
  PersonId actor;
  Instant at;
  std::string type;
  std::string data;
  bool message = false;
  Hash hash{};

  bool operator==(const StoredEvent&) const = default;
};

} // namespace handrail::store
