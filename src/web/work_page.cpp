#include "web/work_page.h"

#include "engagement/disclosure.h"
#include "web/layout.h"
#include "web/requests_page.h"
#include "web/tenant/due_view.h"
#include "web/tenant/tenant_page.h"
#include "web/tenants_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

constexpr std::size_t most_seats = 200;

/// What has a date stands before what has none; then by date, then by name.
bool comes_first(const store::TenantRow& left, const store::TenantRow& right) {
  const auto day = [](const store::TenantRow& row) {
    return row.next_action_date ? std::chrono::sys_days(*row.next_action_date) : std::chrono::sys_days::max();
  };
  return std::pair(day(left), left.name) < std::pair(day(right), right.name);
}

/// How many tasks of the tenant's open engagements were begun and are neither done nor set aside.
std::size_t tasks_under_way(const Visit& visit, const engagement::TenantState& state) {
  using Kind = playbook::TaskStatus::Kind;
  std::size_t open = 0;
  for (const auto& engagement : state.engagements) {
    if (!engagement.is_open() || !engagement::sees_engagement(state, engagement.id, *visit.model, visit.person()))
      continue;
    const auto count = [&](const engagement::TaskState& set) {
      const auto* status = visit.workspace().task_status(set.status);
      const bool under_way = status != nullptr && status->kind != Kind::complete && status->kind != Kind::cancelled &&
                             status->kind != Kind::not_required && status->kind != Kind::not_started;
      open += under_way ? 1 : 0;
    };
    for (const auto& [task, set] : engagement.tasks) count(set);
    for (const auto& [row, set] : engagement.service_tasks) count(set);
  }
  return open;
}

/// Whoever lost the last seat on a tenant by what they just did is told here what that was.
Result<void> show_left(Visit& visit, View& view) {
  const TenantId id(visit.request.query["left"]);
  if (id.empty()) return {};
  const auto state = visit.engine.tenant(id);
  if (!state) return {};
  return show_receipt(visit, **state, view,
                      fmt::format("Done. You hold no seat on {} any more; it left your lists.", (*state)->name), true);
}

/// Tenants without a seat of the person, which their rights on a whole customer lead to. § access-12
Result<std::size_t> show_customers(Visit& visit, const std::vector<store::TenantRow>& seats, View& view) {
  std::size_t shown = 0;
  for (const auto& customer : visit.person().customers) {
    store::TenantQuery query;
    query.customer = customer;
    query.limit = most_seats;
    HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
    for (const auto& tenant : page.tenants) {
      const auto is_it = [&](const store::TenantRow& seat) { return seat.id == tenant.id; };
      if (std::any_of(seats.begin(), seats.end(), is_it)) continue;
      set_tenant_row(view.show("has_customers").add("through_customer").include("row", "tenant_row"), visit, tenant);
      ++shown;
    }
  }
  return shown;
}

} // namespace

Result<Response> work_page(Visit& visit) {
  store::TenantQuery query;
  query.holder = visit.person().id.text();
  query.limit = most_seats;
  HANDRAIL_TRY(auto page, visit.engine.tenants(query, visit.person().id));
  std::sort(page.tenants.begin(), page.tenants.end(), comes_first);
  View view;
  HANDRAIL_CHECK(show_left(visit, view));
  std::size_t due = 0;
  for (const auto& tenant : page.tenants) {
    HANDRAIL_TRY(const auto state, visit.engine.tenant(tenant.id));
    visit.model = visit.engine.model(); // reading a tenant may have brought the playbooks its engagements are pinned to
    View line;
    const bool is_late =
        show_most_pressing(line, engagement::deadlines(*state, *visit.model, visit.now, visit.person()));
    const bool is_due = is_late || (tenant.next_action_date && std::chrono::sys_days(*tenant.next_action_date) <=
                                                                   std::chrono::sys_days(visit.today));
    due += is_due ? 1 : 0;
    View& row = view.show(is_due ? "has_due" : "has_others").add(is_due ? "due" : "other");
    set_tenant_row(line, visit, tenant);
    const std::size_t begun = tasks_under_way(visit, *state);
    if (begun > 0) line.set_if("tasks", counted(begun, "task under way", "tasks under way"));
    row.include("row", "tenant_row") = std::move(line);
  }
  HANDRAIL_TRY(const auto requests, requests_to_answer(visit));
  for (const auto& [tenant, request] : requests.requests) {
    const auto* kind = visit.workspace().request_kind(request->kind);
    view.show("has_requests")
        .add("request")
        .set("tenant", tenant->name)
        .set("kind", kind == nullptr ? request->kind : kind->name)
        .set_if("queue", request->queue);
  }
  const std::string first = visit.person().name.substr(0, visit.person().name.find(' '));
  view.set("first_name", first).set("seats", counted(page.tenants.size(), "tenant", "tenants"));
  view.set("due_count", due == 0 ? "nothing is due" : counted(due, "is due", "are due"));
  HANDRAIL_TRY(const auto through_customers, show_customers(visit, page.tenants, view));
  view.show("none", page.tenants.empty() && requests.requests.empty() && through_customers == 0);
  if (!page.next.empty()) view.set_if("more", "/tenants?holder=" + percent_encoded(query.holder));
  return respond(visit, {"My work", "work", "work", std::move(view)});
}

} // namespace handrail::web
