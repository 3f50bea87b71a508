// The truth: an append-only log of events, chained by hash per tenant, with the texts they rest on and the outbox
// that belongs to them. docs/spec/storage.md says what every store must do; tests/conformance/ holds it to that.
#pragma once

#include "core/result.h"
#include "store/event.h"
#include "store/finding.h"

#include <chrono>
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

/// A message that an event asked for. What to send stands in the event.
struct OutboxEntry {
  Position position = 0;
  TenantId tenant;
  Version version = 0;
  int attempts = 0;                 ///< so often it was claimed
  std::optional<Instant> delivered; ///< nothing: it waits

  bool operator==(const OutboxEntry&) const = default;
};

/// How far the log goes.
struct Reach {
  Position log = 0;   ///< its last event
  Position house = 0; ///< the last event on a stream of the house's own
  /// Another number than before: the database went away meanwhile, and may have come back without what it had not
  /// promised to keep. Nothing that was read before it may be built on.
  std::uint64_t life = 0;

  bool operator==(const Reach&) const = default;
};

/// What the log has of some tenants and commands, at one moment; one to one with what was asked for.
struct Standing {
  std::vector<Version> versions;
  std::vector<bool> used; ///< whether events of the command are there
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

  /// Whether other programs may append too: then nothing that was read stays the newest.
  virtual bool is_shared() const = 0;

  /// Names the log of many programs, for all of them alike and for ever; empty for one that is known by its file.
  virtual std::string identity() const = 0;

  virtual Result<Reach> reach() = 0;

  virtual Result<Standing> standing(std::span<const TenantId> tenants, std::span<const CommandId> commands) = 0;

  /// The tenant's events after `after`, oldest first, at most `limit`.
  virtual Result<std::vector<StoredEvent>> events_of(const TenantId& tenant, Version after, std::size_t limit) = 0;

  /// The first events of each tenant, at most `limit` of one: one to one with what was asked for.
  virtual Result<std::vector<std::vector<StoredEvent>>> beginnings(std::span<const TenantId> tenants,
                                                                   std::size_t limit) = 0;

  /// The log's events after `after` over all tenants, at most `limit`.
  virtual Result<std::vector<StoredEvent>> events_after(Position after, std::size_t limit) = 0;

  /// The same on the house's own streams alone.
  virtual Result<std::vector<StoredEvent>> house_events_after(Position after, std::size_t limit) = 0;

  /// The hashes of the events after `after` up to `up_to`, all of which are there. Errors: also unavailable (one is
  /// missing).
  virtual Result<std::vector<Hash>> hashes(Position after, Position up_to) = 0;

  /// Waits until the log goes on beyond `after`, whoever appends, and says to where; not beyond it when it did not in
  /// that time.
  virtual Result<Position> wait_beyond(Position after, std::chrono::milliseconds within) = 0;

  /// The events of one command; empty when no such command was accepted.
  virtual Result<std::vector<StoredEvent>> events_of(const CommandId& command) = 0;

  /// The tenants that have events, in the order of their ids, at most `limit` of them after `after`.
  virtual Result<std::vector<TenantId>> tenants(const TenantId& after, std::size_t limit) = 0;

  /// Errors: not_found.
  virtual Result<std::string> document(const Hash& hash) = 0;

  /// The hashes under which texts are kept, in their order, at most `limit` after `after`.
  virtual Result<std::vector<Hash>> documents(const Hash& after, std::size_t limit) = 0;

  // ---- messages ------------------------------------------------------------------------------------------------

  /// The oldest messages that wait, claimed or not.
  virtual Result<std::vector<OutboxEntry>> outbox(Position after, std::size_t limit) = 0;

  /// All messages that were ever asked for, oldest first.
  virtual Result<std::vector<OutboxEntry>> messages(Position after, std::size_t limit) = 0;

  /// The oldest messages that wait and that nobody has claimed at `now`, for the caller alone until `until`: whoever
  /// has not acknowledged them by then is taken to be gone. § storage-23
  virtual Result<std::vector<OutboxEntry>> claim(Instant now, Instant until, std::size_t limit) = 0;

  /// They were delivered: they wait no more. Those that do not wait are left as they are.
  virtual Result<void> acknowledge(std::span<const OutboxEntry> entries, Instant at) = 0;

  /// They were not: they can be claimed again from `again` on.
  virtual Result<void> give_back(std::span<const OutboxEntry> entries, Instant again) = 0;

  // ---- checking ------------------------------------------------------------------------------------------------

  /// What the database itself finds wrong with its files, and texts that no longer match their hash.
  virtual Result<std::vector<Finding>> check_storage() = 0;
};

} // namespace handrail::store
