// What a scenario file may hold, declared once: its check and its “did you mean” come from this.
#pragma once

#include "playbook/yaml_shape.h"

namespace handrail::app {

playbook::yaml::Shape scenario_shape();

} // namespace handrail::app
