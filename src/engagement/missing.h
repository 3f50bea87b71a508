// What is missing for a requirement, before it becomes a reason. Inside the engagement room only.
#pragma once

#include "engagement/deciding.h"
#include "engagement/requirements.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// "a Technical Enablement note about it" completes "… needs …".
struct Missing {
  std::string needs; ///< a noun phrase; or, when `sentence`, the whole message
  std::vector<FactRead> facts;
  std::vector<Remedy> remedies;
  bool sentence = false;
  std::optional<RuleKind> rule = std::nullopt; ///< where it is another kind than the place it stands in says
  std::string condition = {};                  ///< the formula that does not hold, where it is one
};

// Each is empty when the requirement is met.
std::optional<Missing> missing(const playbook::RequiredTotal& required, const Ground& ground, Deciding& deciding);
std::optional<Missing> missing(const playbook::RequiredOther& required, const Ground& ground, Deciding& deciding);
std::optional<Missing> missing(const playbook::RequiredTold& required, const Ground& ground, Deciding& deciding);

/// Was that done for the engagement that the rule stands in? A guard on starting has none: then everything counts.
bool is_of(const Ground& ground, const Deciding& deciding, const EngagementId& named, const Mark& mark);

} // namespace handrail::engagement
