// A load on the HTTP side: requests come when they come, each over a connection that is kept, and waits are counted
// from the moment that each was meant to come.
#pragma once

#include "figures.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace handrail::bench {

struct HttpLoad {
  std::uint16_t port = 0; ///< of this machine
  std::string person;     ///< whom the portal's cookie names
  double per_second = 100;
  double seconds = 5;
  std::size_t connections = 32; ///< a request waits for one when all are busy, and the wait counts
};

struct HttpRequest {
  std::string path;
  std::string form; ///< url-encoded, for a POST; empty for a GET
};

struct HttpFigures {
  Times pages, forms;
  std::size_t failed = 0; ///< no answer, or another status than 200 and 303
};

/// `next` says what comes next. Called from one thread.
HttpFigures load_over_http(const HttpLoad& load, const std::function<HttpRequest()>& next);

} // namespace handrail::bench
