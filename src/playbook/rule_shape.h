// The keys of a ```rules fence, declared once. docs/spec/rules.md
#pragma once

#include "playbook/yaml_shape.h"

namespace handrail::playbook {

/// A fence under a step.
const yaml::Shape& step_rules_shape();
/// A fence under Key Inputs (`entry`) and one under Key Outputs (`exit`).
const yaml::Shape& entry_rules_shape();
const yaml::Shape& exit_rules_shape();
/// A fence under any other section.
const yaml::Shape& guidance_rules_shape();
/// All of them in one, for editors, which do not know where a fence stands.
const yaml::Shape& rules_shape();

} // namespace handrail::playbook
