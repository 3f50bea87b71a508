// A scenario's file.
#include "fuzz/targets.h"

#include "app/scenario_file.h"

namespace handrail::fuzz {

void scenario(std::string_view input) {
  std::vector<playbook::Diagnostic> findings;
  app::read_scenario(input, "a.yaml", findings);
}

} // namespace handrail::fuzz
