// "There is no queue “FTCQ Intend”; did you mean …": the one way a name in YAML is held against the names there are.
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/yaml.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// A kind of thing by its noun ("queue") and the names of all there are.
struct KnownNames {
  std::string noun;
  std::vector<std::string> names;

  bool has(std::string_view name) const;
};

/// The finding "unknown-<noun>" at `place`, saying what was probably meant.
Diagnostic unknown_name(const yaml::Node& node, const SourceSpan& place, std::string_view name, const KnownNames& known,
                        Severity severity = Severity::error);

/// Adds that finding at a scalar whose text is none of the names. True when it is one.
bool expect_known(const yaml::Node& node, const KnownNames& known, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
