// What must always hold, each by its name. docs/spec/storage.md § storage-38
#pragma once

#include "sim/world.h"

#include <optional>
#include <span>
#include <string>

namespace handrail::sim {

/// What was found broken: the invariant's name, and what was seen.
struct Broken {
  std::string invariant, what;
};

/// Looked at after each step, on what the step touched. Says what is broken, or nothing.
using AfterStep = std::optional<std::string> (*)(World&, const Observed&);
/// Looked at when a run ends, on everything.
using AtEnd = std::optional<std::string> (*)(World&);

struct Invariant {
  const char* name;
  AfterStep after_step; ///< null: looked at when the run ends
  AtEnd at_end;         ///< null: looked at after each step
};

/// In the order in which they are looked at.
std::span<const Invariant> invariants();

std::optional<Broken> broken_after(World& world, const Observed& observed);
/// Changes the world: mail is delivered, and every node begins again without lists and snapshots.
std::optional<Broken> broken_at_end(World& world);

// ---- of a tenant (state_invariants.cpp)
std::optional<std::string> one_primary(World&, const Observed&);
std::optional<std::string> exactly_one_outcome(World&, const Observed&);
std::optional<std::string> no_effect_without_its_rule(World&, const Observed&);
std::optional<std::string> what_is_final_stays(World&, const Observed&);
// ---- of the log and what is made from it (log_invariants.cpp)
std::optional<std::string> refused_leaves_no_trace(World&, const Observed&);
std::optional<std::string> answered_is_there_once(World&, const Observed&);
std::optional<std::string> versions_have_no_hole(World&, const Observed&);
std::optional<std::string> same_key_same_answer(World&, const Observed&);
std::optional<std::string> outdated_sight_is_refused(World&, const Observed&);
std::optional<std::string> considered_is_what_is_done(World&, const Observed&);
std::optional<std::string> rebuilt_is_live(World&, const Observed&);
std::optional<std::string> lists_are_a_replay(World&, const Observed&);
// ---- of rights and mail (reach_invariants.cpp)
std::optional<std::string> only_who_may_acts(World&, const Observed&);
std::optional<std::string> partners_see_only_theirs(World&, const Observed&);
std::optional<std::string> drafts_stay_private(World&, const Observed&);
std::optional<std::string> no_mail_without_cause(World&, const Observed&);
// ---- when a run ends (end_invariants.cpp)
std::optional<std::string> mail_arrives_and_is_marked_once(World&);
std::optional<std::string> all_answered_is_there(World&);
std::optional<std::string> rebuilt_from_the_log_alone(World&);
std::optional<std::string> deadlines_are_a_replay(World&);
std::optional<std::string> everybody_sees_only_theirs(World&);
std::optional<std::string> log_verifies(World&);

/// What differs between a receipt and what the log has under its key.
std::optional<std::string> differs_from_log(World& world, const CommandId& key, const app::Receipt& receipt);

/// Whether the person may know of the tenant: worked out here from § access-1 to § access-12, not by asking the
/// product.
bool may_know_of(const World& world, const std::map<std::string, std::set<PersonId>>& grants, const PersonId& person,
                 const engagement::TenantState& state);

} // namespace handrail::sim
