// What appending means, whatever the log stands on: when a commit is refused, and how its events come to be stored.
// § storage-2 to § storage-5
#pragma once

#include "core/result.h"
#include "store/event.h"
#include "store/store.h"

#include <map>
#include <optional>
#include <vector>

namespace handrail::store {

/// Where a tenant's chain ends.
struct Tail {
  Version version = 0;
  Hash hash{};
};

using RefusedVersions = std::map<TenantId, Version>;

/// Why the commit cannot be appended after `tail`; empty when it can. `is_used`: the log has events of its command.
/// `refused` are the tenants of which a commit of the same group was refused already, and the version it expected: what
/// expects a later one was decided on what never came to be, though somebody else may have brought the tenant to just
/// that version. § storage-21
std::optional<Error> refusal(const Commit& commit, const Tail& tail, bool is_used, RefusedVersions& refused);

/// The commit's events as they stand in the log; `tail` and `head` are moved behind them.
std::vector<StoredEvent> appended(const Commit& commit, Tail& tail, Head& head);

/// What is said of a log that has a hole.
Error missing_event(Position position);

/// Errors: invalid (larger than the limit).
Result<void> check_document(const std::string& text);

} // namespace handrail::store
