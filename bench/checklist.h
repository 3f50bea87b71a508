// Checklists of ten steps, each step a command that is durable before the next one is given.
#pragma once

#include <filesystem>
#include <string>

namespace handrail::bench {

/// Steps a second of so many callers, each of whom works through one checklist after the other. `folder` is made; `url`
/// names an empty database.
double checklist_steps(const std::filesystem::path& folder, const std::string& url, int callers, double seconds);

} // namespace handrail::bench
