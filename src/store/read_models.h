// What lists are read from: tables that follow the log and can be thrown away and replayed at any time.
#pragma once

#include "core/id.h"
#include "core/result.h"
#include "core/time.h"
#include "store/event.h"

#include <compare>
#include <cstddef>
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

/// A tenant as the lists show it: a function of its state alone.
struct TenantRow {
  TenantId id;
  Version version = 0;
  std::string name, customer, region, status;
  std::string next_action;
  std::optional<Date> next_action_date;
  int open_engagements = 0;
  std::vector<HolderRow> holders;   ///< in order, each once
  std::vector<RunningRow> running;  ///< in order, each once
  std::vector<RequestRow> requests; ///< in order, each once

  bool operator==(const TenantRow&) const = default;
};

/// What a reader who may not see every tenant sees: those that one of the people holds a field of, and those of the
/// customers.
struct Seen {
  std::vector<std::string> people, customers;
};

/// Which tenants, in the order of their names; every filter that is not empty must hold.
struct TenantQuery {
  std::string text; ///< stands in the id, the name or the customer; ASCII letters match in either case
  std::string region;
  std::string status;
  std::string holder;       ///< stands in any assignment field
  std::string customer;     ///< its whole name
  std::optional<Seen> seen; ///< nothing: all tenants
  std::string cursor;       ///< `next` of the page before; empty for the first
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

/// Every function may be called from any thread; writing waits for other writing, reading for nothing.
class ReadModels {
public:
  virtual ~ReadModels() = default;

  /// The position up to which the tables follow the log.
  virtual Result<Position> position() = 0;

  /// Puts the rows in the place of older ones, all or nothing; the tables then stand at `position`.
  virtual Result<void> apply(std::span<const TenantRow> rows, Position position) = 0;

  /// Throws everything away: the tables stand at position 0.
  virtual Result<void> clear() = 0;

  /// Errors: invalid (a cursor that is none, a limit above 500).
  virtual Result<TenantPage> tenants(const TenantQuery& query) = 0;

  /// Requests that wait, over all tenants. Errors: as of `tenants`.
  virtual Result<RequestPage> requests(const RequestQuery& query) = 0;

  /// What is under way for any tenant, in order, each once.
  virtual Result<std::vector<RunningRow>> running() = 0;

  /// Rows in the order of their ids, to compare them with a replay.
  virtual Result<std::vector<TenantRow>> rows_after(const TenantId& after, std::size_t limit) = 0;
};

} // namespace handrail::store
