// What one team asks of another: the open ones that the person's roles answer, and those the person asked.
#pragma once

#include "engagement/state.h"
#include "web/visit.h"

#include <memory>
#include <vector>

namespace handrail::web {

Result<Response> requests_page(Visit& visit); ///< GET /requests

/// An open request with the tenant it is about.
struct OpenRequest {
  std::shared_ptr<const engagement::TenantState> tenant;
  const engagement::Request* request = nullptr; ///< in `tenant`
};

/// The open requests among the tenants the person may see; at most the first 500 tenants are looked at.
struct OpenRequests {
  std::vector<OpenRequest> mine_to_answer, asked_by_me;
  bool all_seen = true; ///< were there no more tenants than are looked at?
};
Result<OpenRequests> open_requests(Visit& visit);

} // namespace handrail::web
