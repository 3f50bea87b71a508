#include "playbook/schema.h"
#include "cli/command.h"

namespace handrail::cli {

namespace {

int schema(const Arguments& arguments, Console& console) {
  const auto text = playbook::json_schema_named(arguments.positional.front());
  if (!text) {
    console.err << to_string(text.error()) << "\n";
    return Exit::usage;
  }
  console.out << *text;
  return Exit::success;
}

} // namespace

extern const Command schema_command{
    "schema",
    "Print the JSON Schema of a file that authors write",
    "Prints the JSON Schema of workspace.yaml, people.yaml, of a message template's front matter, or of the ```rules "
    "fences in playbooks. Editors complete and check by it. The schemas are made from the same declaration that "
    "`handrail "
    "check` reads files by; the folder schemas/ holds them as files.",
    "  handrail schema workspace > schemas/workspace.schema.json\n"
    "  handrail schema rules\n",
    {},
    {"NAME", "workspace, people, template or rules", 1, 1},
    schema};

} // namespace handrail::cli
