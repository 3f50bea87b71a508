// Are these the events that the checkpoints were signed for? First those who were recorded in the log are shown to it,
// then every event. § storage-36
#pragma once

#include "store/checkpoint/checkpoint_stream.h"
#include "store/event.h"
#include "store/finding.h"
#include "store/store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace handrail::store {

/// What was noted elsewhere about a log.
struct Noted {
  Noted() = default;
  Noted(const Head& noted) : head(noted) {}         // NOLINT(google-explicit-constructor): a head alone is one
  Noted(std::optional<Head> noted) : head(noted) {} // NOLINT(google-explicit-constructor): the same

  std::optional<Head> head;                   ///< which the log must still contain
  std::optional<SignedCheckpoint> checkpoint; ///< the same
  std::vector<PublicKey> keys;                ///< whose signatures count; empty: those that the log names
};

/// What checkpoints say of a log.
struct Signed {
  std::uint64_t recorded = 0;                   ///< that stand in the log
  std::uint64_t events = 0;                     ///< that the largest of those that hold was signed for
  std::map<std::string, std::uint64_t> signers; ///< public keys, and how many each has signed
};

/// May a signature of this note be counted? Empty: yes. `known` are those that the log names.
std::optional<std::string> signature_missing(const SignedCheckpoint& checkpoint, const std::vector<PublicKey>& noted,
                                             const std::vector<PublicKey>& known);

class CheckpointProof {
public:
  explicit CheckpointProof(const Noted& noted) : noted_(noted) {}

  /// Each event of the stream of checkpoints, in its order; all of them before the first `next`.
  std::vector<Finding> recorded(const StoredEvent& event);
  /// Each event of the log, in its order.
  std::vector<Finding> next(const StoredEvent& event);
  /// At the end of the log.
  std::vector<Finding> finish();

  const Signed& result() const { return signed_; }

private:
  struct Promise {
    std::string name; ///< "the checkpoint that was kept"
    Checkpoint checkpoint;
    bool was_kept = false;
  };
  std::vector<Finding> begin();
  void hold(const Promise& promise, std::vector<Finding>& findings);
  std::string first_unproved() const;

  const Noted& noted_;
  std::vector<Promise> promises_; ///< the smallest first
  std::size_t next_ = 0;          ///< promise to look at
  std::vector<PublicKey> known_;
  std::uint64_t newest_ = 0; ///< size of the one recorded before
  EventTree tree_;
  std::string origin_;
  bool is_broken_ = false; ///< a promise did not hold: those after it cannot either
  Signed signed_;
};

} // namespace handrail::store
