// A playbook's file: read, checked, and what was found written down in every form.
#include "fuzz/targets.h"

#include "playbook/compile.h"
#include "playbook/report.h"
#include "playbook/suggest/suggest.h"

namespace handrail::fuzz {

void markdown(std::string_view input) {
  static const auto languages = playbook::built_in_languages();
  const playbook::MemorySources sources(
      {{"a.md", std::string(input)},
       {"b.md", "# B\n\n[!INCLUDE [a](a.md)]\n\n| Task ID | Task Name | (M)andatory / "
                "(O)ptional |\n|---|---|---|\n| 1234 | Of b | M |\n"}});
  const std::vector<playbook::CompileResult> both{playbook::compile_playbook("a.md", sources, languages),
                                                  playbook::compile_playbook("b.md", sources, languages)};
  playbook::lint_together(both);
  for (const auto& diagnostic : both.front().diagnostics) playbook::to_text(diagnostic, true);
  playbook::to_json(both.front().diagnostics, 1);
  playbook::to_sarif(both.front().diagnostics, "0");
  playbook::suggest(both.front().playbook, languages, nullptr); // reads the coverage too
}

} // namespace handrail::fuzz
