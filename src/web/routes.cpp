#include "web/routes.h"

#include "core/text.h"
#include "web/asset.h"
#include "web/bulk_page.h"
#include "web/command.h"
#include "web/form/form.h"
#include "web/http/guard.h"
#include "web/layout.h"
#include "web/notes_page.h"
#include "web/playbooks_page.h"
#include "web/queues_page.h"
#include "web/requests_page.h"
#include "web/tenant/tenant_page.h"
#include "web/tenants_csv.h"
#include "web/tenants_page.h"
#include "web/view/words.h"
#include "web/who_page.h"
#include "web/work_page.h"

#include <fmt/format.h>

#include <array>

namespace handrail::web {

namespace {

using Needs = Route::Needs;

constexpr std::array table{
    Route{"GET", "/", Needs::person, work_page},
    Route{"GET", "/tenants", Needs::person, tenants_page},
    Route{"GET", "/tenants.csv", Needs::person, tenants_csv},
    Route{"GET", "/tenants/new", Needs::person, new_tenant_page},
    Route{"POST", "/tenants/new", Needs::person, register_tenant},
    Route{"GET", "/tenants/{tenant}", Needs::person, playbook_tab},
    Route{"GET", "/tenants/{tenant}/timeline", Needs::person, timeline_tab},
    Route{"GET", "/tenants/{tenant}/notes", Needs::person, notes_tab},
    Route{"GET", "/tenants/{tenant}/people", Needs::person, people_tab},
    Route{"GET", "/tenants/{tenant}/messages", Needs::person, messages_tab},
    Route{"GET", "/tenants/{tenant}/time", Needs::person, time_tab},
    Route{"GET", "/tenants/{tenant}/details", Needs::person, details_tab},
    Route{"GET", "/tenants/{tenant}/why", Needs::person, why_page},
    Route{"POST", "/tenants/{tenant}/do/{command}", Needs::person, do_command},
    Route{"POST", "/tenants/{tenant}/customer/{command}", Needs::person, do_customer_command},
    Route{"POST", "/bulk", Needs::person, bulk_page},
    Route{"POST", "/bulk/do", Needs::person, do_bulk},
    Route{"GET", "/bulk/{order}", Needs::person, bulk_order_page},
    Route{"POST", "/bulk/{order}/stop", Needs::person, stop_bulk},
    Route{"GET", "/notes", Needs::person, notes_page},
    Route{"GET", "/queues", Needs::person, queues_page},
    Route{"GET", "/requests", Needs::person, requests_page},
    Route{"GET", "/playbooks", Needs::person, playbooks_page},
    Route{"GET", "/playbooks/{playbook}", Needs::person, playbook_page},
    Route{"GET", "/who", Needs::nobody, who_page},
    Route{"POST", "/who", Needs::nobody, choose_who},
    Route{"POST", "/theme", Needs::nobody, choose_theme},
    Route{"GET", "/assets/{file}", Needs::nobody, asset},
    Route{"GET", "/healthz", Needs::nobody, healthz},
};

using Parameters = std::map<std::string, std::string, std::less<>>;

/// The first part of a path and what is left: "/tenants/contoso" → "tenants", "/contoso".
std::pair<std::string_view, std::string_view> split(std::string_view path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  return {path.substr(0, end), path.substr(end)};
}

std::optional<Parameters> match(std::string_view pattern, std::string_view path) {
  Parameters parameters;
  while (!pattern.empty() && !path.empty()) {
    const auto [wanted, pattern_rest] = split(pattern);
    const auto [part, path_rest] = split(path);
    if (wanted.starts_with('{')) {
      if (part.empty()) return std::nullopt;
      parameters.emplace(wanted.substr(1, wanted.size() - 2), part);
    } else if (wanted != part) {
      return std::nullopt;
    }
    pattern = pattern_rest;
    path = path_rest;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

struct Found {
  const Route* route = nullptr;
  Parameters parameters;
  std::string allowed; ///< the methods of the routes with that path
};

Found find_route(const std::string& method, const std::string& path) {
  Found found;
  for (const auto& route : table) {
    auto parameters = match(route.pattern, path);
    if (!parameters) continue;
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method != method || found.route != nullptr) continue;
    found.route = &route;
    found.parameters = std::move(*parameters);
  }
  return found;
}

Visit visit_of(app::Engine& engine, app::BulkOrders& orders, const Renderer& renderer, const Request& request) {
  Visit visit{engine, orders, renderer, request, engine.model(), {}, {}, {}, {}, {}, {}, {}, nullptr};
  visit.zone = visit.workspace().zone;
  if (const PersonId id(request.cookie("person")); !id.empty()) {
    if (auto actor = engine.actor(id)) visit.me = std::move(*actor);
    if (const auto* person = visit.workspace().person(id); person != nullptr && !person->zone.empty())
      visit.zone = person->zone;
  }
  visit.now = engine.clock().now();
  visit.today = date_in(visit.now, visit.zone);
  visit.page_key = engine.ids().next();
  return visit;
}

Result<Response> run(Visit& visit, const Route& route) {
  if (route.needs == Needs::nobody || visit.me) return route.handle(visit);
  if (route.method == "GET" && !visit.request.wants_json)
    return see_other("/who?next=" + percent_encoded(own_address(visit.request)));
  return Error{ErrorCode::forbidden, "Nobody was chosen to act as.", "", "Choose who you are at /who."};
}

} // namespace

std::span<const Route> routes() { return table; }

Response Portal::answer(RawRequest raw) const {
  Response response;
  try {
    const bool as_json = raw.headers["accept"] == "application/json";
    auto request = parse_request(std::move(raw), limits_);
    auto allowed = request ? check_sender(*request, port_) : Result<void>(request.error());
    response = allowed ? dispatch(*request) : plain_error_response(renderer_, allowed.error(), as_json);
  } catch (const std::exception& broken) {
    response = plain_error_response(
        renderer_, {ErrorCode::internal, fmt::format("The page could not be made: {}.", broken.what()), "", ""}, false);
  }
  add_security_headers(response);
  return response;
}

Response Portal::dispatch(const Request& request) const {
  Visit visit = visit_of(engine_, orders_, renderer_, request);
  const Found found = find_route(request.method, request.path);
  if (found.route == nullptr) {
    const bool exists = !found.allowed.empty();
    Response response = error_response(
        visit, exists ? Error{ErrorCode::invalid, fmt::format("This page does not take {}.", request.method), "",
                              fmt::format("It takes {}.", found.allowed)}
                      : Error{ErrorCode::not_found, "No page of the portal has this address.", request.path, {}});
    if (exists) {
      response.status = 405;
      response.headers.add("Allow", found.allowed);
    }
    return response;
  }
  visit.parameters = found.parameters;
  auto response = run(visit, *found.route);
  return response ? std::move(*response) : error_response(visit, response.error());
}

Result<Response> show_again(Visit& visit, const std::string& address, const std::string& fallback, Attempt& attempt) {
  const auto asked_for = [&](const std::string& target) {
    return parse_request({"GET", target, "", visit.request.headers}, {});
  };
  auto request = asked_for(address);
  if (!request || find_route("GET", request->path).route == nullptr) request = asked_for(fallback);
  if (!request) return request.error();
  const Found found = find_route("GET", request->path);
  Visit again = visit_of(visit.engine, visit.orders, visit.renderer, *request);
  again.parameters = found.parameters;
  again.attempt = &attempt;
  return run(again, *found.route);
}

} // namespace handrail::web
