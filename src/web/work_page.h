// My work: the tenants I hold a seat on, what is due on them, and what my teams are asked.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> work_page(Visit& visit); ///< GET /

} // namespace handrail::web
