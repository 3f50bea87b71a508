// A decision table's file: read, checked for gaps and overlaps, and looked up in.
#include "fuzz/small_workspace.h"
#include "fuzz/targets.h"

#include "feel/decision_table.h"
#include "playbook/table_file.h"
#include "playbook/workspace_reader.h"

namespace handrail::fuzz {

void table(std::string_view input) {
  static const auto workspace = [] {
    std::vector<playbook::Diagnostic> none;
    return playbook::read_workspace(small_workspace, "workspace.yaml", none);
  }();
  std::vector<playbook::Diagnostic> findings;
  const auto read = playbook::read_table(input, "tables/a.md", workspace, findings);
  if (!read || !read->decision) return;
  const std::vector<feel::Value> arguments{feel::Value::string("EMEA"), feel::Value::number(150)};
  feel::decide(*read->decision, arguments, {}, {}).value.to_text();
}

} // namespace handrail::fuzz
