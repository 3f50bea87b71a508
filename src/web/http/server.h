// The portal's HTTP server: reads requests off loopback sockets within limits, hands each to a function, writes what it
// returns. Nothing of the product is in here, and nothing of Boost outside server.cpp.
#pragma once

#include "core/result.h"
#include "web/http/http.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace handrail::web {

/// Answers one request. Called from several threads at once; must not throw.
using Handler = std::function<Response(RawRequest)>;

class Server {
public:
  /// Listens on a loopback address (port 0: any free one); nobody is answered before `serve`.
  /// Errors: invalid (the address is not a loopback one), unavailable (the port is taken).
  static Result<std::unique_ptr<Server>> listen(const std::string& address, std::uint16_t port, int threads,
                                                const Limits& limits);
  ~Server(); ///< stops accepting, drops what is open, joins the threads

  /// Answers requests with `handler` from now on, until destroyed. Called once.
  void serve(Handler handler);

  std::uint16_t port() const;

private:
  struct Running;
  explicit Server(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

} // namespace handrail::web
