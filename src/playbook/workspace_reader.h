// workspace.yaml and people.yaml → Workspace, with a finding for everything in them that does not fit together.
// docs/spec/workspace.md
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// What could be read, whatever the findings say. The templates are not in it (message_template.h).
Workspace read_workspace(std::string_view yaml, const std::string& file, std::vector<Diagnostic>& findings);

/// Adds the people of a people.yaml to the workspace they belong to.
void read_people(std::string_view yaml, const std::string& file, Workspace& workspace,
                 std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
