// The notes of all tenants that the person may see, searched together.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> notes_page(Visit& visit); ///< GET /notes

} // namespace handrail::web
