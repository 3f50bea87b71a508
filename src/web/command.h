// The route that every command takes: a form in; a redirect, or the same page with the reason why not, out.
#pragma once

#include "web/visit.h"

#include <string>
#include <string_view>

namespace handrail::web {

/// POST /tenants/{tenant}/do/{command}
Result<Response> do_command(Visit& visit);
/// POST /tenants/{tenant}/customer/{command}: rights on the tenant's customer, given and taken on its page
Result<Response> do_customer_command(Visit& visit);
std::string customer_command_path(const TenantId& tenant, std::string_view command);
/// POST /tenants/new
Result<Response> register_tenant(Visit& visit);

} // namespace handrail::web
