// The facts that conditions may read: their names and types when a playbook is compiled. The engine fills values of the
// same shape (docs/spec/facts.md lists them); a test in src/engagement holds the two together.
#pragma once

#include "feel/names.h"
#include "playbook/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// `tenant`, `fields`, `me`, `engagement`, `contacts`, each decision table as a function, and those of the workspace's
/// calendar, in this order.
/// today() and now() are FEEL's own.
feel::Names fact_names(const Workspace& workspace, const std::vector<Table>& tables);

/// A function of the workspace's calendar (§ facts-9); the engine gives it its body.
struct CalendarFunction {
  std::string name;
  std::vector<feel::Type::Parameter> parameters;
  feel::Type result;

  feel::Type type() const { return feel::Type::function(parameters, result); }
};
const std::vector<CalendarFunction>& calendar_functions();

/// What FEEL knows of an attribute's values.
feel::Type attribute_type(const Workspace& workspace, const TenantAttribute& attribute);

/// The text as a FEEL literal, in quotes.
std::string text_literal(std::string_view text);

} // namespace handrail::playbook
