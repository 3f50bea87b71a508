// A workspace as small as can be, made in code: two people, one field, one category of notes, no playbook.
#pragma once

#include "engagement/commands.h"
#include "playbook/workspace.h"

#include <memory>
#include <string>

namespace handrail::testing {

/// "tara" may do everything on tenants she is assigned to, and register more; "ben" has a role that only reads his own.
std::shared_ptr<const playbook::Model> small_model();

/// Registers a tenant with tara as its primary FM.
engagement::RegisterTenant registration(const std::string& tenant, const std::string& name);

/// Writes a note of the model's category.
engagement::WriteNote note(const std::string& id, const std::string& text);

} // namespace handrail::testing
