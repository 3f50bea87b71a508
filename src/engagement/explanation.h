// Everything there is to say about one action of one person: that it may be done and what it would do, or why not and
// the way out. Portal, JSON and terminal say the same. docs/spec/engagement.md, § engagement-50
#pragma once

#include "engagement/possible.h"
#include "engagement/way_out.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

struct Explanation {
  std::string tenant;               ///< its name
  std::string person;               ///< who asks, by name and role: "Tara Stone (Targeting Manager)"
  std::string action;               ///< "complete 3713 Customer Declined"
  std::optional<Denial> denial;     ///< empty: it may be done now
  std::vector<PreviewLine> preview; ///< what it would do beyond the obvious, where it may be done now
  WayOut way;
};

/// Errors: those of `decide` on the command itself.
Result<Explanation> explained(const TenantState& state, const playbook::Model& model, const Command& command,
                              const Actor& actor, Instant now, const WayLimits& limits = {});

/// The whole as plain text.
std::string to_text(const Explanation& explanation);
/// {tenant, person, action, available, does: [{sign, text}], denial: {reasons}, way_out}
std::string to_json(const Explanation& explanation);

} // namespace handrail::engagement
