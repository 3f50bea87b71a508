// What stands in front of a text: the forgiving head of a playbook, and the strict one of a message's template.
#include "fuzz/targets.h"

#include "feel/feel.h"
#include "playbook/compile.h"
#include "playbook/markdown/front_matter.h"
#include "playbook/markdown/source_text.h"
#include "playbook/message_template.h"

namespace handrail::fuzz {

void front_matter(std::string_view input) {
  std::vector<playbook::Diagnostic> findings;
  playbook::SourceText source;
  const auto file = source.add_file("a.md");
  playbook::read_front_matter(source, playbook::read_lines(source, std::string(input), file, findings), findings);

  const auto tenant =
      feel::Value::context({{"name", feel::Value::string("Contoso")}, {"seats", feel::Value::number(7)}});
  const auto facts = feel::Value::context({{"tenant", tenant}});
  const auto message =
      playbook::read_template(input, "templates/a.md", playbook::Workspace(), feel::Names::of(facts), findings);
  if (message && !playbook::has_errors(findings)) playbook::written_out(*message, facts, {});
}

} // namespace handrail::fuzz
