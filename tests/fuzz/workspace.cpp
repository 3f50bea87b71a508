// workspace.yaml and people.yaml.
#include "fuzz/targets.h"

#include "playbook/workspace_reader.h"

namespace handrail::fuzz {

void workspace(std::string_view input) {
  std::vector<playbook::Diagnostic> findings;
  auto read = playbook::read_workspace(input, "workspace.yaml", findings);
  playbook::read_people(input, "people.yaml", read, findings);
}

} // namespace handrail::fuzz
