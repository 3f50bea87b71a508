// The portal's front door: one table of routes, and the way of a request through it.
#pragma once

#include "app/bulk_orders.h"
#include "app/engine.h"
#include "web/http/http.h"
#include "web/view/render.h"
#include "web/visit.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace handrail::web {

struct Route {
  enum class Needs { nobody, person };
  std::string_view method;
  std::string_view pattern; ///< "/tenants/{tenant}": a name in braces takes one part of the path
  Needs needs = Needs::person;
  Result<Response> (*handle)(Visit&);
};

/// All of them, in the order they are tried.
std::span<const Route> routes();

class Portal {
public:
  /// `port` is the one the portal is reached at: requests for another host are turned away.
  Portal(app::Engine& engine, const Renderer& renderer, std::uint16_t port, Limits limits)
      : engine_(engine), renderer_(renderer), port_(port), limits_(limits), orders_(engine) {}

  /// Answers a request. Never throws.
  Response answer(RawRequest raw) const;

private:
  Response dispatch(const Request& request) const;

  app::Engine& engine_;
  const Renderer& renderer_;
  std::uint16_t port_;
  Limits limits_;
  mutable app::BulkOrders orders_;
};

/// Handles a GET of that address within this visit: how a page comes back after a form was refused. Where the address
/// is none of ours, `fallback` is.
Result<Response> show_again(Visit& visit, const std::string& address, const std::string& fallback, Attempt& attempt);

} // namespace handrail::web
