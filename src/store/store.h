// The truth: an append-only log of events, chained by hash per tenant, with the texts they rest on and the outbox
// that belongs to them. docs/spec/storage.md says what every store must do; tests/conformance/ holds it to that.
#pragma once

#include "core/result.h"
#include "store/event.h"
#include "store/finding.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::store {

/// What one accepted command appends: all of it or nothing.
struct Commit {
  TenantId tenant;
  Version expected = 0; ///< the tenant's version it was decided on
  CommandId command;
  Hash request{};
  PersonId actor;
  Instant at;
  std::vector<NewEvent> events; ///< at least one
};

/// Where the log ends. Its hash covers every event before it, so that it stands for the whole log.
struct Head {
  Position position = 0;
  Hash hash{};

  bool operator==(const Head&) const = default;
};

/// A message that an event asked for and that has not been delivered yet. What to send stands in the event.
struct OutboxEntry {
  Position position = 0;
  TenantId tenant;
  Version version = 0;

  bool operator==(const OutboxEntry&) const = default;
};

/// Every function may be called from any thread; writing waits for other writing, reading for nothing.
/// Errors of all of them: unavailable (disk full, locked, damaged; the message says which and what to do).
class Store {
public:
  virtual ~Store() = default;

  // ---- writing -------------------------------------------------------------------------------------------------

  /// Appends a group in one durable transaction: when this returns, what was accepted survives a power cut.
  /// Each commit is answered for itself, with its events as stored, or with a conflict: the tenant is not at the
  /// expected version, or the command's key is in the log. A refused commit leaves no trace and does not hinder the
  /// others. An error of the whole means that nobody of the group may be told that it was done: nothing was written, or
  /// (in a server that is gone) it is not known, and the same commits sent again are answered rightly.
  virtual Result<std::vector<Result<std::vector<StoredEvent>>>> append(std::span<const Commit> group) = 0;

  /// Keeps texts under their hash (§ storage-7). One that is there already is left as it is.
  virtual Result<void> put_documents(std::span<const std::string> texts) = 0;

  // ---- reading -------------------------------------------------------------------------------------------------

  virtual Result<Head> head() = 0;

  /// The tenant's events after `after`, oldest first, at most `limit`.
  virtual Result<std::vector<StoredEvent>> events_of(const TenantId& tenant, Version after, std::size_t limit) = 0;

  /// The log's events after `after` over all tenants, at most `limit`.
  virtual Result<std::vector<StoredEvent>> events_after(Position after, std::size_t limit) = 0;

  /// The events of one command; empty when no such command was accepted.
  virtual Result<std::vector<StoredEvent>> events_of(const CommandId& command) = 0;

  /// The tenants that have events, in the order of their ids, at most `limit` of them after `after`.
  virtual Result<std::vector<TenantId>> tenants(const TenantId& after, std::size_t limit) = 0;

  /// Errors: not_found.
  virtual Result<std::string> document(const Hash& hash) = 0;

  /// The oldest messages that wait.
  virtual Result<std::vector<OutboxEntry>> outbox(Position after, std::size_t limit) = 0;

  // ---- checking ------------------------------------------------------------------------------------------------

  /// What the database itself finds wrong with its files, and texts that no longer match their hash.
  virtual Result<std::vector<Finding>> check_storage() = 0;
};

} // namespace handrail::store
