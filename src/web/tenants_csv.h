// A list of tenants as a table for other programs.
#pragma once

#include "web/visit.h"

namespace handrail::web {

/// GET /tenants.csv, with the filters and the order of /tenants: all that the list has, up to 100,000. § portal-16
Result<Response> tenants_csv(Visit& visit);

} // namespace handrail::web
