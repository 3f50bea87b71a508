// A rules block in its step, compiled with the workspace around it.
#include "fuzz/small_workspace.h"
#include "fuzz/targets.h"

#include "playbook/compile_workspace.h"
#include "playbook/pinned.h"

namespace handrail::fuzz {

void rules(std::string_view input) {
  static const auto languages = playbook::built_in_languages();
  const std::string step = "# Example\n\n## Approach\n\n### Part\n\nPrimary Role: **FastTrack Manager**\n\nA note must "
                           "begin with **Done**. Complete exactly one of them, only for managed customers.\n\n"
                           "- [ ] The customer agrees\n\n"
                           "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n"
                           "|---|---|---|---|---|\n| 7001 | Farewell | M | FastTrack Manager | All Services |\n"
                           "| 7002 | Welcome | O | FastTrack Manager | All Services |\n\n";
  const std::map<std::string, std::string> files{
      {"workspace.yaml", small_workspace},
      {"people.yaml", "people:\n  - {id: mina, name: Mina Halvorsen, roles: [FM]}\n"},
      {"playbooks/a.md", step + "```rules\n" + std::string(input) + "\n```\n\n## Next Steps\n\n- N/A\n"}};
  playbook::compile_workspace(playbook::MemorySources(files), {"workspace.yaml", "people.yaml", "playbooks/a.md"},
                              languages);
}

} // namespace handrail::fuzz
