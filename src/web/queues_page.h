// The queues: how many wait in each, and who.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> queues_page(Visit& visit); ///< GET /queues

} // namespace handrail::web
