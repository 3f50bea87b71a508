// The ```rules fences of a playbook → its rules: keys checked, names resolved, conditions compiled, citations found.
// docs/spec/rules.md
#pragma once

#include "playbook/playbook.h"
#include "playbook/rule_parts.h"

#include <vector>

namespace handrail::playbook {

/// Fills `rules` of the playbook and of its steps. What is wrong becomes a finding, and that rule is left out: a
/// playbook with a finding of severity error must not be run.
void compile_rules(Playbook& playbook, const RuleScope& scope, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
