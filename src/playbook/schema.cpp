#include "playbook/schema.h"

#include "playbook/rule_shape.h"
#include "playbook/workspace_shape.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <array>

namespace handrail::playbook {

namespace {

struct Schema {
  const char* name;
  const char* title;
  const yaml::Shape& (*shape)();
};

constexpr std::array<Schema, 4> schemas{{
    {"workspace", "Handrail workspace.yaml", workspace_shape},
    {"people", "Handrail people.yaml", people_shape},
    {"template", "Handrail message template, front matter", template_shape},
    {"rules", "Handrail ```rules fence", rules_shape},
}};

} // namespace

std::vector<std::string> schema_names() {
  std::vector<std::string> names;
  names.reserve(schemas.size());
  for (const Schema& schema : schemas) names.emplace_back(schema.name);
  return names;
}

Result<std::string> json_schema_named(std::string_view name) {
  for (const Schema& schema : schemas)
    if (schema.name == name)
      return yaml::json_schema(schema.shape(), fmt::format("https://handrail.example/schemas/{}.schema.json", name),
                               schema.title);
  return Error{ErrorCode::not_found, fmt::format("there is no schema “{}”", name), "",
               "there is " + yaml::alternatives(schema_names())};
}

} // namespace handrail::playbook
