// Conditions of rules, judged: whether they hold, and which facts they read on the way.
#pragma once

#include "engagement/deciding.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

struct Judgement {
  feel::Value value;                ///< null when it could not be worked out
  std::vector<FactRead> facts;      ///< in the order of their names
  std::string problem;              ///< why it could not be worked out; may be empty
  std::vector<std::string> unknown; ///< the tenant's attributes it needs that are not filled in

  bool holds() const { return value.is_true(); }
};

Judgement judge(const playbook::Condition& condition, Deciding& deciding, const EngagementId& engagement);

/// No condition applies always.
bool applies(const std::optional<playbook::Condition>& when, Deciding& deciding, const EngagementId& engagement);

/// What a person can do about a condition that does not hold: fill in or correct the attributes that it reads.
std::vector<Remedy> remedies_for(const Judgement& judgement, const Deciding& deciding);

/// Whom a rule's holder means now. Nothing when it is a formula that comes to nobody; `judgement` then says why.
std::optional<Holder> holder_of(const playbook::Holder& holder, Deciding& deciding, const EngagementId& engagement,
                                Judgement* judgement = nullptr);

} // namespace handrail::engagement
