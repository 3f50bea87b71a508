#include "sim/invariants.h"

#include <array>

namespace handrail::sim {

std::span<const Invariant> invariants() {
  // What says most about the cause comes first: others may be broken by the same.
  static constexpr std::array all{
      Invariant{"one primary per role and level", one_primary, nullptr},
      Invariant{"exactly one outcome", exactly_one_outcome, nullptr},
      Invariant{"no effect without its rule", no_effect_without_its_rule, nullptr},
      Invariant{"what is final stays", what_is_final_stays, nullptr},
      Invariant{"no refused command leaves a trace", refused_leaves_no_trace, nullptr},
      Invariant{"answered is there, once", answered_is_there_once, nullptr},
      Invariant{"versions have no hole", versions_have_no_hole, nullptr},
      Invariant{"same key, same answer", same_key_same_answer, nullptr},
      Invariant{"who saw an outdated version is refused", outdated_sight_is_refused, nullptr},
      Invariant{"what is considered is what is done", considered_is_what_is_done, nullptr},
      Invariant{"rebuilt state is live state", rebuilt_is_live, nullptr},
      Invariant{"lists are what a replay gives", lists_are_a_replay, nullptr},
      Invariant{"only who may acts", only_who_may_acts, nullptr},
      Invariant{"partners see only their own", partners_see_only_theirs, nullptr},
      Invariant{"drafts stay private", drafts_stay_private, nullptr},
      Invariant{"no mail without its cause", no_mail_without_cause, nullptr},
      Invariant{"mail arrives and is marked once", nullptr, mail_arrives_and_is_marked_once},
      Invariant{"all that was answered is there", nullptr, all_answered_is_there},
      Invariant{"rebuilt from the log alone", nullptr, rebuilt_from_the_log_alone},
      Invariant{"deadlines are what a replay gives", nullptr, deadlines_are_a_replay},
      Invariant{"everybody sees only theirs", nullptr, everybody_sees_only_theirs},
      Invariant{"the log verifies", nullptr, log_verifies},
  };
  return all;
}

std::optional<Broken> broken_after(World& world, const Observed& observed) {
  if (observed.failed) return Broken{"the world goes on", *observed.failed};
  for (const auto& one : invariants())
    if (one.after_step != nullptr)
      if (auto what = one.after_step(world, observed)) return Broken{one.name, *what};
  return std::nullopt;
}

std::optional<Broken> broken_at_end(World& world) {
  for (const auto& one : invariants())
    if (one.at_end != nullptr)
      if (auto what = one.at_end(world)) return Broken{one.name, *what};
  return std::nullopt;
}

} // namespace handrail::sim
