// What surrounds every page: the rail, the head, the notices; and the pages that stand where another cannot.
#pragma once

#include "web/visit.h"

#include <string>
#include <string_view>

namespace handrail::web {

struct Page {
  std::string title;
  std::string_view template_name;
  std::string_view rail; ///< which entry of the rail is the current one: "tenants"; "" for none
  View view;
};

/// The page inside its frame, or its view as JSON. Errors: internal.
Result<Response> respond(Visit& visit, Page page);

/// The page for an error: what, why, and the next step. Its status is that of the code.
Response error_response(Visit& visit, const Error& error);
/// The same where there is no visit yet: the request could not be read, or came from elsewhere.
Response plain_error_response(const Renderer& renderer, const Error& error, bool as_json);
/// The page is there, but not for this person.
Result<Response> no_right_response(Visit& visit, const engagement::Reason& reason);

} // namespace handrail::web
