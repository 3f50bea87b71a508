#include "playbook/known_names.h"

#include "core/text.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

/// "note category" → "unknown-note-category"
std::string code_of(std::string_view noun) {
  std::string code = "unknown-" + std::string(noun);
  std::replace(code.begin(), code.end(), ' ', '-');
  return code;
}

} // namespace

bool KnownNames::has(std::string_view name) const { return std::find(names.begin(), names.end(), name) != names.end(); }

Diagnostic unknown_name(const yaml::Node& node, const SourceSpan& place, std::string_view name, const KnownNames& known,
                        const std::vector<Diagnostic>& so_far) {
  std::string hint;
  if (known.names.empty())
    hint = fmt::format("the workspace has no {} at all", known.noun);
  else if (so_far.size() < most_suggestions)
    hint = yaml::suggestion(name, known.names);
  return yaml::finding(node, place, code_of(known.noun),
                       fmt::format("there is no {} “{}”", known.noun, text::shortened(name, 60)), std::move(hint));
}

bool expect_known(const yaml::Node& node, const KnownNames& known, std::vector<Diagnostic>& findings) {
  if (!node.is_scalar()) return false; // the shape has said so
  if (known.has(node.text())) return true;
  findings.push_back(unknown_name(node, node.place(), node.text(), known, findings));
  return false;
}

} // namespace handrail::playbook
