// The workspaces that simulations work by: the sample, and small ones made from a seed.
#pragma once

#include "playbook/workspace.h"
#include "sim/step.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace handrail::sim {

/// The files of a small workspace: fields, queues, calendar, and playbooks of steps with every kind of rule, drawn from
/// the seed. It compiles, whatever the seed.
std::map<std::string, std::string> generated_house(std::uint64_t seed);

/// The setting's workspace, compiled. Editions differ in the versions of their playbooks and in nothing else. Compiled
/// once a process. Throws when it does not compile, with the findings.
std::shared_ptr<const playbook::Model> model_of(const Setting& setting, int edition);

} // namespace handrail::sim
