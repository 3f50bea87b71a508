// One command for many tenants: what is to be done, what it would do, how far it is, and taking it back. § portal-15
#pragma once

#include "web/visit.h"

namespace handrail::web {

/// POST /bulk: tenants were chosen, and what to do with them; asks for what is missing, then shows what it would do.
Result<Response> bulk_page(Visit& visit);
Result<Response> do_bulk(Visit& visit);         ///< POST /bulk/do
Result<Response> bulk_order_page(Visit& visit); ///< GET /bulk/{order}
Result<Response> stop_bulk(Visit& visit);       ///< POST /bulk/{order}/stop

/// What can be done with many tenants, by the name that forms send as `what`.
std::vector<std::pair<std::string, std::string>> bulk_actions();

} // namespace handrail::web
