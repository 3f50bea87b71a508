// How playbooks are worked through: the ways that the search for the way out finds, kept and told anew for each tenant.
#pragma once

#include "app/id_source.h"
#include "app/seed/cast.h"
#include "app/seed/seed_random.h"
#include "core/time.h"
#include "engagement/state.h"
#include "engagement/way_out.h"
#include "playbook/workspace.h"

#include <chrono>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace handrail::app::seed {

/// One command of a way, by somebody, not before so long after the way began.
struct WayCommand {
  const engagement::Actor* by = nullptr;
  engagement::Command command;
  std::chrono::microseconds not_before{};
};

class Ways {
public:
  explicit Ways(const playbook::Model& model, const Cast& cast) : model_(model), cast_(cast) {}

  /// What leads from a tenant on which the engagement was just started to its end, by one of the playbook's outcomes
  /// where it has any. Empty where no way was found. Found once for all tenants of a
  /// region whose leads have the same roles: on another tenant a rule may stop it half-way.
  std::vector<WayCommand> to_the_end(const engagement::TenantState& state, const engagement::Engagement& engagement,
                                     const engagement::Actor& lead, Instant now, Random& random, IdSource& ids);

private:
  /// Playbook, outcome, region, and the roles of whoever leads.
  using Key = std::tuple<PlaybookId, TaskId, std::string, std::vector<RoleId>>;
  struct Way {
    EngagementId engagement; ///< of the tenant it was found on
    PersonId lead;           ///< of that tenant
    Instant from{};
    std::vector<engagement::WayStep> steps;
  };
  const Way& found(const Key& key, const engagement::TenantState& state, const engagement::Engagement& engagement,
                   const engagement::Actor& lead, Instant now);

  const playbook::Model& model_;
  const Cast& cast_;
  std::map<Key, Way> ways_;
};

} // namespace handrail::app::seed
