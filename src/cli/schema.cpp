#include "playbook/schema.h"
#include "app/scenario_file.h"
#include "cli/command.h"
#include "playbook/yaml_shape.h"

namespace handrail::cli {

namespace {

Result<std::string> schema_named(const std::string& name) {
  if (name == "scenario") return app::scenario_schema();
  auto text = playbook::json_schema_named(name);
  if (text) return text;
  auto names = playbook::schema_names();
  names.emplace_back("scenario");
  Error error = text.error();
  error.remedy = "there is " + playbook::yaml::alternatives(names);
  return error;
}

int schema(const Arguments& arguments, Console& console) {
  const auto text = schema_named(arguments.positional.front());
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
    "Prints the JSON Schema of workspace.yaml, people.yaml, of a message template's front matter, of the ```rules "
    "fences in playbooks, or of scenario files. Editors complete and check by it. The schemas are made from the same "
    "declaration that "
    "`handrail "
    "check` reads files by; the folder schemas/ holds them as files.",
    "  handrail schema workspace > schemas/workspace.schema.json\n"
    "  handrail schema scenario\n",
    {},
    {"NAME", "workspace, people, template, rules or scenario", 1, 1},
    schema};

} // namespace handrail::cli
