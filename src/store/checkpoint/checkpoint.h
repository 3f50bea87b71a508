// A checkpoint: how many events a log has, and the root of the tree over them, signed. § storage-34
#pragma once

#include "core/result.h"
#include "store/checkpoint/signed_note.h"
#include "store/event.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace handrail::store {

struct Checkpoint {
  std::string origin; ///< the log's, as `origin_of` makes it
  std::uint64_t size = 0;
  Hash root{};

  bool operator==(const Checkpoint&) const = default;
};

/// What a log is called by the hash of its first event. § storage-33
std::string origin_of(const Hash& first);

/// The checkpoint, signed under the log's origin.
std::string signed_checkpoint(const Checkpoint& checkpoint, const PrivateKey& key);

struct SignedCheckpoint {
  Checkpoint checkpoint;
  SignedNote note;

  /// Errors: invalid. Nobody has looked yet whether its signatures hold.
  static Result<SignedCheckpoint> from(std::string_view text);
  bool is_signed_by(const PublicKey& key) const { return note.is_signed_by(key); }
};

} // namespace handrail::store
