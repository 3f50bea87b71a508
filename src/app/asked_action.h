// An action in a few words, as people ask about it: "complete 4060", "leave FM", "close". docs/spec/engagement.md,
// § engagement-55
#pragma once

#include "core/result.h"
#include "engagement/access.h"
#include "engagement/commands.h"
#include "engagement/state.h"
#include "playbook/workspace.h"

#include <string>
#include <vector>

namespace handrail::app {

/// The first word says what is to be done, the others with what. Names are those of the workspace and of the tenant's
/// playbooks, ids included; case aside. Errors: invalid (what words there are), not_found (with what was probably
/// meant).
Result<engagement::Command> asked_action(const std::vector<std::string>& words, const engagement::TenantState& state,
                                         const playbook::Model& model, const engagement::Actor& actor);

/// The words that `asked_action` makes this command of; empty for one that cannot be asked about.
std::vector<std::string> words_for(const engagement::Command& command, const engagement::TenantState& state,
                                   const engagement::Actor& actor);

/// "complete TASK, choose TASK, …": every action that can be asked about.
std::string askable_actions();

/// A person of the workspace by id or name, case aside. Errors: not_found, with the nearest.
Result<engagement::Actor> person_asked(const playbook::Workspace& workspace, const std::string& name);

} // namespace handrail::app
