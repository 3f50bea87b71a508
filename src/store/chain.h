// The hashes that make the log tamper-evident. § storage-3 and § storage-4 in docs/spec/storage.md.
#pragma once

#include "store/event.h"
#include "store/store.h"

#include <map>
#include <string>
#include <string_view>

namespace handrail::store {

/// blake2b-256 of the bytes.
Hash hash_of(std::string_view bytes);

/// The fingerprint of several texts; ("ab", "c") and ("a", "bc") differ.
Hash fingerprint(std::span<const std::string_view> texts);

/// The hash an event must carry: over its canonical encoding and the hash of its tenant's event before it, which is
/// all zeros for the first.
Hash chained(const StoredEvent& event, const Hash& before);

/// The log's head after an event has been appended to it.
Head advanced(const Head& head, const StoredEvent& event);

std::string to_hex(const Hash& hash);
/// Errors: invalid.
Result<Hash> hash_from_hex(std::string_view hex);

/// Reads the log in its order and says what is wrong with each event.
class ChainCheck {
public:
  /// The findings about one event: a hole, a repetition or a swap before it, and a content that is not what was hashed.
  std::vector<Finding> next(const StoredEvent& event);

  /// The findings about the end: what `stored` promises and what was read must be the same.
  std::vector<Finding> finish(const Head& stored) const;

  const Head& head() const { return head_; }

private:
  struct Last {
    Version version = 0;
    Hash hash{};
  };
  Head head_;
  std::map<TenantId, Last> last_;
};

/// "event 3 of contoso (position 17)"
std::string name_of(const StoredEvent& event);

} // namespace handrail::store
