// What rules do on completion: all of it or nothing, in the order it is written. § engagement-25
#pragma once

#include "engagement/requirements.h"

#include <vector>

namespace handrail::engagement {

Verdict apply_effects(const std::vector<playbook::Effect>& effects, const Ground& ground, Deciding& deciding,
                      int depth);

} // namespace handrail::engagement
