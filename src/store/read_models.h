// What lists are read from: tables that follow the log and can be thrown away and replayed at any time.
#pragma once

#include "core/id.h"
#include "core/result.h"
#include "core/time.h"
#include "store/event.h"
#include "store/finding.h"

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace handrail::store {

/// A person or a queue in an assignment field of a tenant.
struct HolderRow {
  FieldId field;
  std::string service; ///< empty: the whole tenant
  std::string holder;  ///< a person's id, or a queue's name
  bool queue = false;
  bool primary = false;

  auto operator<=>(const HolderRow&) const = default;
};

/// A playbook that is under way, in the version that it was started with.
struct RunningRow {
  PlaybookId playbook;
  std::string version;

  auto operator<=>(const RunningRow&) const = default;
};

/// A request to another team that waits for its answer.
struct RequestRow {
  RequestId request;
  RoleId team;
  PersonId asked_by;
  Instant asked_at;

  auto operator<=>(const RequestRow&) const = default;
};

/// An engagement that was closed, or an outcome that was chosen in one, open or closed.
struct EndRow {
  PlaybookId playbook;
  bool closed = false;
  TaskId outcome; ///< empty: none was chosen

  auto operator<=>(const EndRow&) const = default;
};

/// A service in scope, with a status that one of its tasks has which are done once per service. § lists-3
struct ServiceRow {
  ServiceId service;
  std::string status; ///< empty: no such task was ever set

  auto operator<=>(const ServiceRow&) const = default;
};

/// A tenant as the lists show it: a function of its state alone.
struct TenantRow {
  TenantId id;
  Version version = 0;
  std::string name, customer, region, status;
  std::string next_action;
  std::optional<Date> next_action_date;
  Instant changed{};                ///< when its newest event happened
  std::optional<Instant> last_work; ///< § rules-32
  int open_engagements = 0;
  std::vector<HolderRow> holders;   ///< in order, each once
  std::vector<RunningRow> running;  ///< in order, each once
  std::vector<EndRow> ends;         ///< in order, each once
  std::vector<ServiceRow> services; ///< in order, each once; every service in scope has at least one
  std::vector<RequestRow> requests; ///< in order, each once

  bool operator==(const TenantRow&) const = default;
};

/// What a reader who may not see every tenant sees: those that one of the people holds a field of, and those of the
/// customers. § lists-4
struct Seen {
  std::vector<std::string> people, customers;
};

/// By what a list is sorted; what is equal in it stands by name, then by id. § lists-5
enum class TenantOrder { name, customer, region, status, next_action_date, changed };

/// Which tenants, and in which order; every filter that is given must hold. § lists-1
struct TenantQuery {
  std::string text; ///< stands in the id, the name or the customer: § lists-2
  std::string region, status;
  std::string customer;          ///< its whole name, letter for letter
  std::string holder;            ///< a person's id or a queue's name, in any assignment field, or in `field`
  FieldId field;                 ///< looked at with `holder` only
  std::string queue;             ///< stands in any assignment field
  FieldId unassigned;            ///< nobody and no queue holds it, at any level
  PlaybookId playbook;           ///< under way
  std::optional<bool> under_way; ///< whether any engagement is open
  PlaybookId closed;             ///< an engagement of it was closed
  TaskId outcome;                ///< was chosen
  ServiceId service;             ///< in scope
  std::string service_status;    ///< of that service; of any in scope where none is given
  std::optional<Date> next_action_from, next_action_before;
  bool no_next_action_date = false;
  std::optional<Instant> worked_since; ///< there was work at this instant or after it
  std::optional<Instant> idle_since;   ///< there was none; a tenant on which nobody ever worked is one of them
  std::optional<Seen> seen;            ///< nothing: all tenants
  TenantOrder order = TenantOrder::name;
  bool descending = false; ///< the order exactly backward
  std::string cursor;      ///< `next` of the page before, in the same order; empty for the first
  std::size_t limit = 50;
};

struct TenantPage {
  std::vector<TenantRow> tenants;
  std::string next; ///< cursor of the page that follows; empty when this is the last
};

/// Which requests that wait, those that wait longest first; every filter that is given must hold.
struct RequestQuery {
  std::optional<std::vector<RoleId>> teams; ///< one of these is to answer
  PersonId asked_by;
  std::optional<Seen> seen;
  std::string cursor;
  std::size_t limit = 50;
};

struct RequestPage {
  struct Entry {
    TenantId tenant;
    RequestRow request;

    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> requests;
  std::string next;
};

/// A note that was saved: it stays as it is. § lists-8
struct NoteRow {
  TenantId tenant;
  NoteId note;
  Version version = 0; ///< of the tenant, when it was saved: which of its notes this is
  PersonId author;
  Instant at{};
  std::string category;
  TaskId task; ///< empty: about none in particular
  bool escalated = false;
  std::string text; ///< what is searched: the note's own, and the facts it gives, each on a line

  auto operator<=>(const NoteRow&) const = default;
};

/// Which notes, newest first; every filter that is given must hold. § lists-8, § lists-9
struct NoteQuery {
  std::string text; ///< words, each from its beginning; those between quotation marks stand together
  TenantId tenant;
  std::string category;
  PersonId author;
  TaskId task;
  bool escalated = false; ///< those that are; else all
  std::optional<Instant> from, before;
  std::optional<Seen> seen; ///< nothing: notes of all tenants
  std::string cursor;
  std::size_t limit = 50;
};

struct NotePage {
  struct Entry {
    NoteRow note;
    std::string tenant_name;
    /// Of the text, around what was looked for, which stands between `found_begin` and `found_end`.
    std::string excerpt;

    bool operator==(const Entry&) const = default;
  };
  /// Signs that no note has in it.
  static constexpr char found_begin = '\x02', found_end = '\x03';

  std::vector<Entry> notes;
  std::string next; ///< cursor of the page that follows; empty when this is the last
};

/// Every function may be called from any thread; writing waits for other writing, reading for nothing.
class ReadModels {
public:
  virtual ~ReadModels() = default;

  /// The position up to which the tables follow the log.
  virtual Result<Position> position() = 0;

  /// What a tenant has become: its row, and the notes that were saved since some version; those that the tables have
  /// already may be among them.
  struct Change {
    TenantRow row;
    std::vector<NoteRow> notes{};
  };

  /// Puts the rows in the place of older ones and adds the notes, all or nothing; the tables then stand at `position`.
  Result<void> apply(std::span<const Change> changes, Position position) {
    return apply(changes, [position] { return std::optional(position); });
  }

  /// Says at which position rows are to stand, once that is known; nothing: they are not to stand at all.
  using Settled = std::function<std::optional<Position>()>;
  /// The same while the rows' commit is still on its way to the log: `settled` waits for it, is called at most once,
  /// and when it says nothing all stays as it was.
  virtual Result<void> apply(std::span<const Change> changes, const Settled& settled) = 0;

  /// Throws everything away: the tables stand at position 0.
  virtual Result<void> clear() = 0;

  /// Errors: invalid (a cursor that is none of this order, a limit above 500, a filter's text too long).
  virtual Result<TenantPage> tenants(const TenantQuery& query) = 0;

  /// How many tenants the query finds, cursor and limit aside: `up_to` at most, which then says "so many or more".
  /// Errors: as of `tenants`.
  virtual Result<std::size_t> count(const TenantQuery& query, std::size_t up_to) = 0;

  /// Requests that wait, over all tenants. Errors: as of `tenants`.
  virtual Result<RequestPage> requests(const RequestQuery& query) = 0;

  /// Notes of all tenants, newest first. Errors: as of `tenants`.
  virtual Result<NotePage> notes(const NoteQuery& query) = 0;

  /// What is under way for any tenant, in order, each once.
  virtual Result<std::vector<RunningRow>> running() = 0;

  /// What else is kept than rows, for lists to be quick, and does not say what the rows say: § storage-10.
  virtual Result<std::vector<Finding>> check() = 0;

  /// Rows in the order of their ids, to compare them with a replay.
  virtual Result<std::vector<TenantRow>> rows_after(const TenantId& after, std::size_t limit) = 0;

  /// The tenant's notes saved after that version of it, in the order of their versions, to compare them with a replay.
  virtual Result<std::vector<NoteRow>> notes_after(const TenantId& tenant, Version after, std::size_t limit) = 0;
};

} // namespace handrail::store
