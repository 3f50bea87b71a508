#include "web/http/guard.h"

#include "core/text.h"

#include <fmt/format.h>

#include <array>

namespace handrail::web {

namespace {

constexpr std::array loopback_names{"127.0.0.1", "localhost", "[::1]"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> security_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

bool is_own_host(std::string_view host, std::uint16_t port) {
  for (const auto* name : loopback_names)
    if (host == fmt::format("{}:{}", name, port) || (port == 80 && host == name)) return true;
  return false;
}

} // namespace

Result<void> check_sender(const Request& request, std::uint16_t port) {
  const std::string host = text::lowered(request.headers["host"]);
  if (!is_own_host(host, port))
    return Error{ErrorCode::forbidden, fmt::format("This portal is not called \"{}\".", host), "Host",
                 fmt::format("Open http://127.0.0.1:{}/ instead.", port)};
  if (request.method != "POST") return {};
  const std::string& origin = request.headers["origin"];
  const std::string& site = request.headers["sec-fetch-site"];
  const bool other_origin = !origin.empty() && text::lowered(origin) != "http://" + host;
  const bool other_site = !site.empty() && site != "same-origin" && site != "none";
  if (other_origin || other_site)
    return Error{ErrorCode::forbidden, "The form was sent from a page that is not this portal's.", "Origin",
                 "Open the portal itself and send it from there."};
  return {};
}

void add_security_headers(Response& response) {
  for (const auto& [name, value] : security_headers) response.headers.add(std::string(name), std::string(value));
}

} // namespace handrail::web
