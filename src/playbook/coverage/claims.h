// What the rules of a step or section say about its sentences, read from the fences alone: which rule cites what, which
// checklist items are asked for, and what the author has marked as guidance. § coverage-4
#pragma once

#include "playbook/playbook.h"

#include <span>
#include <string>
#include <vector>

namespace handrail::playbook {

/// A rule that cites a sentence, or the author's word that it orders nothing.
struct Claim {
  std::string rule; ///< its kind: "note", "assign", "forbid", "outcome" …; "guidance" for that
  SourceSpan at;    ///< of the citation
};

/// A claim on a stretch of the prose, or on a checklist item by its words or id.
struct PlacedClaim {
  Claim claim;
  Stretch prose;
  std::string item; ///< not empty for a checklist item
};

/// Of all fences at one place. Fences that are no YAML claim nothing, and no more than max_searched_bytes is searched
/// for one playbook (`searched_bytes` counts).
std::vector<PlacedClaim> claims_of(std::span<const RuleFence> fences, const Prose& prose, std::size_t& searched_bytes);

} // namespace handrail::playbook
