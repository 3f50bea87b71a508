// The JSON Schemas of what authors write in YAML: schemas/*.schema.json are these texts.
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// "workspace", "people", "template", "rules"
std::vector<std::string> schema_names();

/// Errors: not_found, saying which there are.
Result<std::string> json_schema_named(std::string_view name);

} // namespace handrail::playbook
