// Why not: a refusal names the rule, its line, the sentence it enforces, the facts it read, and the way out.
#pragma once

#include "core/time.h"
#include "engagement/commands.h"
#include "playbook/rules.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::engagement {

/// What kind of rule refused. docs/spec/engagement.md has a paragraph for each.
enum class RuleKind {
  access,    ///< the person may not do this here
  role,      ///< the task belongs to another role
  when,      ///< it does not apply to this tenant
  requires_, ///< something must be there first
  outcome,   ///< only one of several
  choose,    ///< at least or at most so many of several
  forbid,    ///< not until …
  entry,     ///< the playbook's inputs
  exit,      ///< the playbook's outputs
  mandatory, ///< a mandatory task is not complete
  primary,   ///< a field must keep a primary
  duties,    ///< who asks may not answer; who did one thing may not do the other
  keep,      ///< an effect would change what must stay
  permanent, ///< it was done and cannot be undone: a saved note, a chosen outcome, a closed engagement
  field,     ///< a field does not take this holder
  contact,   ///< the contact must not be contacted
  due,       ///< its time has passed
};

/// "requires": as scenarios and JSON write it.
std::string_view to_string(RuleKind kind);

/// One fact that the rule looked at.
struct FactRead {
  std::string name;  ///< "tenant.managed"
  std::string value; ///< "true", or "not filled in"
  std::string from;  ///< where it came from: "the tenant's attributes", "Ana's note of 2026-03-02"

  bool operator==(const FactRead&) const = default;
};

/// One thing that would help. `command` is what to offer as a link; what only the person can know is left empty in it.
/// One without a text is not told, because there are too many like it; the search for the way out tries them.
struct Remedy {
  std::string text;
  std::optional<Command> command = {};
  bool by_others = false;                 ///< the command is somebody else's to give: not offered to the person refused
  std::optional<Instant> wait_until = {}; ///< or: nothing to do but to wait until then
};

struct Reason {
  RuleKind rule = RuleKind::access;
  std::string message;     ///< in a sentence a colleague would say
  playbook::SourceSpan at; ///< the rule in the playbook; nowhere for a rule of the house
  std::string paragraph;   ///< the rule of the house it stands on, e.g. "§ access-3"; may be empty
  std::vector<playbook::Citation> cites;
  std::vector<FactRead> facts;
  std::vector<Remedy> remedies;
  std::string condition; ///< the formula that does not hold, where it is one
  bool own_step = false; ///< nothing helps but the one thing that the remedy names: no rule's effect brings it about
  bool lasting = false;  ///< it stands for this person whatever anybody does: roles, and what was done for good
};

/// Every reason there is, not the first only; never empty.
struct Denial {
  std::vector<Reason> reasons;

  const std::string& message() const { return reasons.front().message; }
};

/// The whole denial as plain text: the same words in terminal, log and tests.
std::string to_text(const Denial& denial);

/// As JSON: {reasons: [{rule, message, at, paragraph, cites, facts, remedies}]}.
std::string to_json(const Denial& denial);

} // namespace handrail::engagement
