#include "web/queues_page.h"

#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

constexpr std::size_t most_counted = 500;
constexpr std::size_t most_named = 5;

} // namespace

Result<Response> queues_page(Visit& visit) {
  View view;
  for (const auto& queue : visit.workspace().queues) {
    store::TenantQuery query;
    query.holder = queue.name;
    query.limit = most_counted;
    HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
    View& shown =
        view.add("queue").set("name", queue.name).set_if("region", queue.region).set_if("purpose", queue.purpose);
    shown.set("depth", page.next.empty() ? std::to_string(page.tenants.size()) : fmt::format("{}+", most_counted));
    shown.set("href", "/tenants?holder=" + percent_encoded(queue.name)).show("empty", page.tenants.empty());
    for (std::size_t i = 0; i < page.tenants.size() && i < most_named; ++i)
      shown.add("tenant")
          .set("name", page.tenants[i].name)
          .set("href", "/tenants/" + percent_encoded(page.tenants[i].id.text()));
    if (page.tenants.size() > most_named)
      shown.set_if("more", fmt::format("and {} more", page.tenants.size() - most_named));
  }
  if (visit.workspace().queues.empty()) view.show("none");
  return respond(visit, {"Queues", "queues", "queues", std::move(view)});
}

} // namespace handrail::web
