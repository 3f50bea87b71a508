// The small routes that are no pages: assets, the choice of a theme, and whether the portal is well.
#pragma once

#include "web/visit.h"

namespace handrail::web {

/// GET /assets/{file}
Result<Response> asset(Visit& visit);
/// POST /theme
Result<Response> choose_theme(Visit& visit);
/// GET /healthz
Result<Response> healthz(Visit& visit);

/// A cookie of this portal: for a year, unreadable to scripts, never sent from other sites.
std::string cookie_line(std::string_view name, std::string_view value);

} // namespace handrail::web
