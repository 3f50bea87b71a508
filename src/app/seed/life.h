// What happens to one invented tenant: a plan of commands, made as it comes to be.
#pragma once

#include "app/id_source.h"
#include "app/seed/cast.h"
#include "app/seed/seed_random.h"
#include "app/seed/ways.h"
#include "core/time.h"
#include "engagement/commands.h"
#include "engagement/state.h"
#include "playbook/workspace.h"

#include <deque>
#include <string>

namespace handrail::app::seed {

/// A command that somebody is to give, and when.
struct Planned {
  Instant at{};
  const engagement::Actor* by = nullptr;
  engagement::Command command;
  bool is_of_way = false; ///< those after it make no sense without it
};

/// Where lives are lived.
struct World {
  const playbook::Model& model;
  const Cast& cast;
  Ways& ways;
  Random& random;
  IdSource& ids;
};

/// An organisation with tenants in one place or several.
struct Customer {
  std::string name;
  int tenants = 1;
};

class Life {
public:
  /// Its first command registers the tenant at `born`.
  Life(const World& world, TenantId id, const Customer& customer, Instant born);

  /// The next command; null when nothing more happens.
  const Planned* next() const { return plan_.empty() ? nullptr : &plan_.front(); }
  /// The next command was decided and `state` is what it left, or it was refused. Plans on.
  void go_on(const World& world, const engagement::TenantState& state, bool refused);

private:
  enum class Stage { registered, led, started, at_work };

  void plan(Instant at, const engagement::Actor* by, engagement::Command command, bool is_of_way = false);
  void plan_lead(const World& world, const engagement::TenantState& state);
  void plan_start(const World& world);
  void plan_way(const World& world, const engagement::TenantState& state);
  void plan_small_things(const World& world, const engagement::TenantState& state);

  std::deque<Planned> plan_; ///< by time
  Stage stage_ = Stage::registered;
  Instant now_{};
  const engagement::Actor* lead_ = nullptr;
};

} // namespace handrail::app::seed
