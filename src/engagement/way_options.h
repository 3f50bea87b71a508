// What could be done about one reason of a denial: commands with everything filled in, to be tried on `decide`.
// Inside the engagement room only.
#pragma once

#include "engagement/decide.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// Something to try. `is_guess`: one of several values that might help; only trying tells.
struct WayOption {
  Command command;
  std::optional<Instant> wait_until;
  bool is_guess = false;
  bool is_correction = false;
  bool is_example = false; ///< others would do as well: which is right, only the person knows
};

/// What stands where only the person can know.
inline constexpr const char* placeholder = "…";

struct WayGround {
  const TenantState& state;
  const playbook::Model& model;
  const Actor& actor; ///< who is refused
  Instant now;
};

/// For one of the denial's reasons; the others are read for what one command can do at once. Best first; empty when the
/// reason names nothing to do.
std::vector<WayOption> options_against(const Reason& reason, const Denial& denial, const WayGround& ground);

/// For a command that `decide` calls an error because the playbook it needs does not run: start it.
std::vector<WayOption> options_against(const Error& error, const Command& command, const WayGround& ground);

/// `decide`, where an error that a start would mend is a denial that says so.
Result<Decision> decide_or_why(const Command& command, const WayGround& ground);

/// The people to try, best first: who asked, who works on the tenant, and of the rest one or two for each combination
/// of roles and partner, since those are alike to every rule.
std::vector<Actor> people_to_try(const TenantState& state, const playbook::Workspace& workspace, const Actor& asker);

/// What the command would bring about is so already.
bool is_so_already(const Command& command, const TenantState& state, const playbook::Model& model);

/// A value that tells states apart by what rules read of them, beyond what both began with; not by ids and moments.
std::string fingerprint(const TenantState& state, const TenantState& from);

} // namespace handrail::engagement
