// A playbook of time rules for tests: what is due, when, and what has to wait.
#pragma once

#include "engagement/world_test.h"

#include <chrono>
#include <string>

namespace handrail::engagement {

/// The world of world_test.h with the playbook "reach" under way as "r1": tara is the primary FM since Monday, 2 March
/// 2026, 09:00 UTC, and the engagement began then.
World reaching();
/// The model of that world.
std::shared_ptr<const playbook::Model> reaching_model();

/// A command that logs a call or meeting with that purpose.
Command held(const std::string& id, const std::string& kind, const std::string& purpose);

/// Moves the world's clock: "2026-03-04T10:00:00Z".
void go_to(World& world, const char* instant);

} // namespace handrail::engagement
