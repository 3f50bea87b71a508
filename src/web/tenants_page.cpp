#include "web/tenants_page.h"

#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

constexpr std::size_t page_size = 50;

void add_options(View& view, std::string_view section, const std::vector<std::string>& words,
                 const std::string& chosen) {
  for (const auto& word : words) view.add(section).set("value", word).show("chosen", word == chosen);
}

/// The address of this list with other values: "" leaves a filter out.
std::string list_address(const store::TenantQuery& query, const std::string& cursor) {
  std::string address = "/tenants?";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) address += fmt::format("{}={}&", name, percent_encoded(value));
  };
  add("q", query.text);
  add("region", query.region);
  add("status", query.status);
  add("holder", query.holder);
  add("cursor", cursor);
  address.pop_back();
  return address;
}

void show_filters(View& view, const Visit& visit, const store::TenantQuery& query) {
  const auto& workspace = visit.workspace();
  view.set("q", query.text);
  add_options(view, "region", workspace.regions, query.region);
  add_options(view, "status", workspace.statuses, query.status);
  for (const auto& person : people_options(visit))
    view.add("person")
        .set("value", person.value)
        .set("label", person.label)
        .show("chosen", person.value == query.holder);
  for (const auto& queue : workspace.queues)
    view.add("queue").set("value", queue.name).show("chosen", queue.name == query.holder);
  const bool filtered = !query.text.empty() || !query.region.empty() || !query.status.empty() || !query.holder.empty();
  view.show("filtered", filtered).show("unfiltered", !filtered);
}

/// Those under way that the person may see: a partner's people see none that are the centre's own. § access-6
std::size_t engagements_seen(const Visit& visit, const store::TenantRow& tenant) {
  return static_cast<std::size_t>(
      std::count_if(tenant.running.begin(), tenant.running.end(), [&](const store::RunningRow& running) {
        const auto* book = visit.model->playbook(running.playbook, running.version);
        return book == nullptr ? visit.person().partner.empty()
                               : !engagement::refused_playbook(*book, visit.workspace(), visit.person());
      }));
}

} // namespace

void set_tenant_row(View& row, const Visit& visit, const store::TenantRow& tenant) {
  const Look look = status_look(tenant.status);
  row.set("href", "/tenants/" + percent_encoded(tenant.id.text())).set("name", tenant.name);
  row.set_if("customer", tenant.customer == tenant.name ? std::string() : tenant.customer).set("region", tenant.region);
  if (!tenant.status.empty()) row.add("state").set("text", tenant.status).set("icon", look.icon).set("tone", look.tone);
  row.set_if("next", tenant.next_action);
  if (tenant.next_action_date)
    row.set_if("when", due_date(*tenant.next_action_date, visit.today))
        .set("tone", due_tone(*tenant.next_action_date, visit.today))
        .set("date", to_iso(*tenant.next_action_date))
        .set("title", long_date(*tenant.next_action_date));
  const std::size_t engagements = engagements_seen(visit, tenant);
  row.set("engagements", engagements == 0 ? "" : std::to_string(engagements));
  for (const auto& field : visit.workspace().fields) {
    if (!field.primary_required) continue;
    for (const auto& holder : tenant.holders) {
      if (holder.field != field.id || !holder.primary || !holder.service.empty()) continue;
      View& seat = row.add("seat").set("field", field.name);
      const auto who =
          holder.queue ? engagement::queue_holder(holder.holder) : engagement::person_holder(PersonId(holder.holder));
      set_holder(seat.include("holder", "holder"), visit.workspace(), who, false);
    }
  }
}

Result<Response> tenants_page(Visit& visit) {
  const auto& asked = visit.request.query;
  store::TenantQuery query;
  query.text = asked["q"];
  query.region = asked["region"];
  query.status = asked["status"];
  query.holder = asked["holder"];
  query.cursor = asked["cursor"];
  query.limit = page_size;
  HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
  View view;
  show_filters(view, visit, query);
  for (const auto& tenant : page.tenants) set_tenant_row(view.show("has_tenants").add("tenant"), visit, tenant);
  view.show("nothing_found", page.tenants.empty());
  view.show("may_register", !engagement::refused_to_register(visit.workspace(), visit.person()));
  view.set("count", counted(page.tenants.size(), "tenant", "tenants") + (page.next.empty() ? "" : " on this page"));
  if (!page.next.empty()) view.set_if("more", list_address(query, page.next));
  return respond(visit, {"Tenants", "tenants", "tenants", std::move(view)});
}

Result<Response> new_tenant_page(Visit& visit) {
  const auto& workspace = visit.workspace();
  if (auto reason = engagement::refused_to_register(workspace, visit.person()))
    return no_right_response(visit, *reason);
  View view;
  Form form(visit, view, "form", "/tenants/new", "register");
  form.text("name", "Name", {}, true).text("customer", "Customer");
  form.text("tenant", "Id").hint("Made of the name where it is left empty.");
  for (const auto& attribute : workspace.attributes)
    if (attribute.required) attribute_input(form, workspace, attribute, {});
  form.choices("services", "Services in scope", service_options(workspace), {});
  form.submit("Register the tenant", "primary");
  return respond(visit, {"Register a tenant", "new_tenant", "tenants", std::move(view)});
}

} // namespace handrail::web
