// The work of one decision: what was before, what has been added so far, and what every rule reads.
// Inside the engagement room only.
#pragma once

#include "engagement/access.h"
#include "engagement/decide.h"
#include "engagement/evolve.h"
#include "feel/value.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace handrail::engagement {

/// Allowed when empty; refused with every reason; or an error, when the command makes no sense at all.
using Verdict = Result<std::vector<Reason>>;

inline Verdict allowed() { return std::vector<Reason>{}; }
inline Verdict refused(Reason reason) { return std::vector<Reason>{std::move(reason)}; }

class Deciding {
public:
  Deciding(const TenantState& was, const playbook::Model& published, const Actor& person, Instant instant)
      : before(was), model(published), workspace(published.workspace), actor(person), now(instant) {}

  const TenantState& before;
  const playbook::Model& model;
  const playbook::Workspace& workspace;
  const Actor& actor;
  const Instant now;
  /// The service that conditions are read for, while a task that is done once per service is decided about.
  std::optional<ServiceId> service;

  /// The tenant with everything added so far. Pointers into it last until the next `add`.
  const TenantState& state() const { return after_ ? *after_ : before; }
  const std::vector<Event>& events() const { return events_; }

  void add(Change change, const std::optional<Because>& because = std::nullopt);
  /// What was added, and what it makes of the tenant.
  Decision decision() && { return {std::move(events_), std::nullopt, std::move(after_)}; }

  /// The playbook an open or closed engagement runs. Errors: not_found, unavailable (its version is not at hand).
  Result<const playbook::Playbook*> book_of(const Engagement& engagement) const;

  /// The engagement a command means. Errors: not_found, invalid (several fit, or it is closed and `must_be_open`).
  Result<const Engagement*> engagement(const EngagementId& named, const TaskId& task = {}) const;

  /// What conditions may read, for an engagement or for none. Worked out again only after something was added.
  const feel::Value& facts(const EngagementId& engagement);

private:
  std::optional<TenantState> after_;
  std::vector<Event> events_;
  struct Facts {
    EngagementId engagement;
    std::optional<ServiceId> service;
    std::size_t events = 0;
    feel::Value value;
  };
  std::optional<Facts> facts_;
};

/// Conditions are read for this service as long as it lives.
class ForService {
public:
  ForService(Deciding& deciding, std::optional<ServiceId> service)
      : deciding_(deciding), before_(std::exchange(deciding.service, std::move(service))) {}
  ~ForService() { deciding_.service = std::move(before_); }
  ForService(const ForService&) = delete;
  ForService& operator=(const ForService&) = delete;

private:
  Deciding& deciding_;
  std::optional<ServiceId> before_;
};

/// An id for something that an effect makes: from the id of what made it, and never one in use.
std::string derived_id(const std::string& from, std::string_view what, const TenantState& state);

} // namespace handrail::engagement
