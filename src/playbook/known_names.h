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

/// After so many findings nothing is suggested any more: looking for the nearest of many names is costly, and nobody
/// reads on so far.
inline constexpr std::size_t most_suggestions = 50;

/// The finding "unknown-<noun>" at `place`, saying what was probably meant. `so_far`: those it will be added to.
Diagnostic unknown_name(const yaml::Node& node, const SourceSpan& place, std::string_view name, const KnownNames& known,
                        const std::vector<Diagnostic>& so_far);

/// Adds that finding at a scalar whose text is none of the names. True when it is one.
bool expect_known(const yaml::Node& node, const KnownNames& known, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
