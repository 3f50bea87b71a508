#include "web/queues_page.h"

#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

constexpr std::size_t most_counted = 100'000;
constexpr std::size_t most_named = 5;

} // namespace

Result<Response> queues_page(Visit& visit) {
  View view;
  for (const auto& queue : visit.workspace().queues) {
    store::TenantQuery query;
    query.holder = queue.name;
    query.limit = most_named;
    HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
    HANDRAIL_TRY(const auto depth, visit.engine.count(query, visit.person().id, most_counted));
    View& shown =
        view.add("queue").set("name", queue.name).set_if("region", queue.region).set_if("purpose", queue.purpose);
    shown.set("depth", fmt::format("{}{}", depth, depth < most_counted ? "" : "+"));
    shown.set("href", "/tenants?holder=" + percent_encoded(queue.name)).show("empty", page.tenants.empty());
    for (const auto& tenant : page.tenants)
      shown.add("tenant").set("name", tenant.name).set("href", "/tenants/" + percent_encoded(tenant.id.text()));
    if (depth > page.tenants.size()) shown.set_if("more", fmt::format("and {} more", depth - page.tenants.size()));
  }
  if (visit.workspace().queues.empty()) view.show("none");
  return respond(visit, {"Queues", "queues", "queues", std::move(view)});
}

} // namespace handrail::web
