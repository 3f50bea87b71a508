// What a scenario expects, compared with what came of it.
#pragma once

#include "app/engine.h"
#include "app/scenario.h"
#include "engagement/state.h"
#include "playbook/workspace.h"
#include "playbook/yaml.h"

#include <vector>

namespace handrail::app {

/// `denied` is a step's, null when the command must be accepted.
std::vector<Difference> compared_answer(const playbook::yaml::Node& denied, const Result<Answer>& answer);
std::vector<Difference> compared_answer(const playbook::yaml::Node& denied, const Result<CustomerAnswer>& answer);

/// `expected` is a step's `expect`; `now` is the scenario's time.
std::vector<Difference> compared_state(const playbook::yaml::Node& expected, const engagement::TenantState& state,
                                       const playbook::Model& model, Instant now);

} // namespace handrail::app
