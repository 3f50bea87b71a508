// The playbooks of the workspace, by phase; and each as a document to read.
#pragma once

#include "web/visit.h"

namespace handrail::web {

Result<Response> playbooks_page(Visit& visit); ///< GET /playbooks
Result<Response> playbook_page(Visit& visit);  ///< GET /playbooks/{playbook}

} // namespace handrail::web
