// A request and a response as the portal's pages see them: plain values, no sockets. What the network said is checked
// here once (encodings, sizes, names), so that no page has to. docs/spec/portal.md § portal-3.
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::web {

/// Names and values in the order they came: a query, a form, or headers (whose names are lowered).
class Fields {
public:
  void add(std::string name, std::string value);
  /// The first value of that name; empty when there is none.
  const std::string& operator[](std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

struct Limits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 256 * 1024;
  std::size_t target_bytes = 4 * 1024;
  std::size_t fields = 200;
  std::size_t connections = 256;
  int idle_seconds = 30; ///< to send a whole request, and between two of them
};

struct Request {
  std::string method; ///< "GET", "POST" …; HEAD is read as GET
  std::string path;   ///< decoded, without the query: "/tenants/contoso"
  Fields query, headers, form;
  std::string cookie(std::string_view name) const;
  /// Does the one who asks want data instead of a page (`.json`, or Accept names JSON and not HTML)?
  bool wants_json = false;
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  Fields headers;
};

/// What the network delivered, before anything is believed.
struct RawRequest {
  std::string method, target, body;
  Fields headers;
};

/// Decodes and checks. Errors: invalid (bad encodings, control characters, too many fields, a body that is no form).
Result<Request> parse_request(RawRequest raw, const Limits& limits);

/// "Contoso & Co" → "Contoso%20%26%20Co", for a part of a path or a query's value.
std::string percent_encoded(std::string_view text);

/// 303 to a path of this server: after every POST that worked.
Response see_other(std::string location);

/// The one mapping of the six error codes to HTTP.
int http_status(ErrorCode code);

} // namespace handrail::web
