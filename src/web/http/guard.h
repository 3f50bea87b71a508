// Who may talk to a portal that asks for no password: this machine's own browser, on this portal's own pages.
// docs/spec/portal.md § portal-2.
#pragma once

#include "core/result.h"
#include "web/http/http.h"

#include <cstdint>

namespace handrail::web {

/// The Host must be a loopback name with our port (else a foreign name that resolves to 127.0.0.1 could read pages),
/// and a POST must come from a page of ours (else any page could send one). Errors: forbidden.
Result<void> check_sender(const Request& request, std::uint16_t port);

/// Policies that every response carries: no script, style, frame or form that is not ours.
void add_security_headers(Response& response);

} // namespace handrail::web
