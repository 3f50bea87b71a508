// Who one acts as: the demo people, what each may do, and the choice. No passwords: the portal serves this machine
// only.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> who_page(Visit& visit);   ///< GET /who
Result<Response> choose_who(Visit& visit); ///< POST /who

} // namespace handrail::web
