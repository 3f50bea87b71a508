// The route that every command takes: a form in; a redirect, or the same page with the reason why not, out.
#pragma once

#include "web/visit.h"

namespace handrail::web {

/// POST /tenants/{tenant}/do/{command}
Result<Response> do_command(Visit& visit);
/// POST /tenants/new
Result<Response> register_tenant(Visit& visit);

} // namespace handrail::web
