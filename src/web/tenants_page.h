// The list of tenants, with search and filters; and the page that registers a new one.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> tenants_page(Visit& visit);    ///< GET /tenants
Result<Response> new_tenant_page(Visit& visit); ///< GET /tenants/new

/// One line of a list: name, region, status, next action, primaries.
void set_tenant_row(View& row, const Visit& visit, const store::TenantRow& tenant);

} // namespace handrail::web
