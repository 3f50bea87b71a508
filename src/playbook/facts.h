// The facts that conditions may read: their names and types when a playbook is compiled. The engine fills values of the
// same shape (docs/spec/facts.md lists them); a test in src/engagement holds the two together.
#pragma once

#include "feel/names.h"
#include "playbook/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// `tenant`, `fields`, `me`, `engagement`, `contacts`, and each decision table as a function, in this order.
/// today() and now() are FEEL's own.
feel::Names fact_names(const Workspace& workspace, const std::vector<Table>& tables);

/// What FEEL knows of an attribute's values.
feel::Type attribute_type(const Workspace& workspace, const TenantAttribute& attribute);

/// The text as a FEEL literal, in quotes.
std::string text_literal(std::string_view text);

} // namespace handrail::playbook
