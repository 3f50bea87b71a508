// What one team asks of another: the open ones that the person's roles answer, and those the person asked.
#pragma once

#include "engagement/state.h"
#include "web/visit.h"

#include <memory>
#include <string>
#include <vector>

namespace handrail::web {

Result<Response> requests_page(Visit& visit); ///< GET /requests

/// An open request with the tenant it is about.
struct OpenRequest {
  std::shared_ptr<const engagement::TenantState> tenant;
  const engagement::Request* request = nullptr; ///< in `tenant`
};

/// A page of the open requests of the tenants the person may see, those that wait longest first.
struct OpenRequests {
  std::vector<OpenRequest> requests;
  std::string next; ///< cursor of the page that follows; empty when this is the last
};
Result<OpenRequests> requests_to_answer(Visit& visit, const std::string& cursor = {});
Result<OpenRequests> requests_asked(Visit& visit, const std::string& cursor = {});

} // namespace handrail::web
