// Checkpoints in the log itself, on a stream of the house's own: signing the next one, and reading them. § storage-35
#pragma once

#include "core/result.h"
#include "store/checkpoint/checkpoint.h"
#include "store/checkpoint/event_tree.h"
#include "store/store.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::store {

inline constexpr std::string_view checkpoint_stream = "@checkpoints";

/// A checkpoint as it stands in the log.
struct RecordedCheckpoint {
  Position position = 0;
  Version version = 0; ///< on its stream
  Instant at;
  std::string text; ///< the note
  SignedCheckpoint content;
  PublicKey key;    ///< that says to have signed it
  EventTree tree{}; ///< over the events that it was signed for

  /// Errors: invalid (an event that this program does not write so).
  static Result<RecordedCheckpoint> from(const StoredEvent& event);
  /// Is it signed by its key, and of the tree that stands beside it?
  bool holds() const;
  std::uint64_t size() const { return content.checkpoint.size; }
};

/// Nothing: the log has none. Errors: invalid (the newest does not hold), unavailable.
Result<std::optional<RecordedCheckpoint>> newest_checkpoint(Store& store);

/// So many events are in no checkpoint, where `newest` is the log's newest: that itself does not count.
std::uint64_t unsigned_events(const Head& head, const std::optional<RecordedCheckpoint>& newest);

/// Signs the log as it stands, and appends that. Nothing: there is nothing new to sign, or another node was first.
/// Reads the hashes since the newest checkpoint; nobody else waits for it. `command` is a key that was never used.
/// Errors: invalid (the newest checkpoint does not hold, or is another log's), unavailable.
/// `is_given_up` is asked now and then while hashes are read: then nothing is signed.
Result<std::optional<RecordedCheckpoint>> sign_head(Store& store, const PrivateKey& key, const CommandId& command,
                                                    Instant now, const std::function<bool()>& is_given_up = {});

} // namespace handrail::store
