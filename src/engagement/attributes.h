// A tenant's attributes: texts in one way of writing, checked against the workspace's types. § engagement-6
#pragma once

#include "core/result.h"
#include "engagement/events.h"
#include "engagement/state.h"
#include "feel/value.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>

namespace handrail::engagement {

/// The one way of writing a value that a person gave; empty clears it. Errors: invalid (unknown attribute, wrong type,
/// not one of the choices, too long), with the attribute's id as `where`.
Result<std::string> attribute_text(const playbook::Workspace& workspace, const std::string& attribute,
                                   const std::string& given);

/// The change that a rule's `set` comes to: of the status, the next action or its date, or an attribute. None when it
/// is so already. Errors: invalid (the value is nothing, or does not fit).
Result<std::optional<Change>> change_of(const std::string& attribute, const feel::Value& value,
                                        const TenantState& state, const playbook::Workspace& workspace);

/// Known services only, each once, in the workspace's order. Errors: invalid.
Result<std::vector<ServiceId>> checked_services(const playbook::Workspace& workspace,
                                                const std::vector<ServiceId>& services);

} // namespace handrail::engagement
