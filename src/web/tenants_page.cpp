#include "web/tenants_page.h"

#include "app/tenant_filters.h"
#include "web/bulk_page.h"
#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace handrail::web {

namespace {

constexpr std::size_t page_size = 50;
constexpr std::size_t most_counted = 100'000;

void add_options(View& view, std::string_view section, const std::vector<std::string>& words,
                 const std::string& chosen) {
  for (const auto& word : words) view.add(section).set("value", word).show("chosen", word == chosen);
}

/// The address of this list with another order or from another place on.
std::string list_address(const app::FilterValues& values, std::string_view name, const std::string& value,
                         std::string_view path = "/tenants") {
  std::string address = std::string(path) + '?';
  const auto add = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) address += fmt::format("{}={}&", key, percent_encoded(text));
  };
  for (const auto& [key, text] : values)
    if (key != name) add(key, text);
  add(name, value);
  address.pop_back();
  return address;
}

struct Choice {
  std::string value, label;
};

/// A filter that is chosen from a list; `any` is what choosing nothing says.
void add_choice(View& view, const app::FilterValues& values, const char* name, const char* label, const char* any,
                const std::vector<Choice>& choices) {
  const auto& chosen = values.find(name)->second;
  View& shown = view.add("choice").set("name", name).set("label", label).set("any", any);
  bool known = chosen.empty();
  for (const auto& choice : choices) {
    const bool is_chosen = choice.value == chosen;
    known = known || is_chosen;
    shown.add("option").set("value", choice.value).set("label", choice.label).show("chosen", is_chosen);
  }
  if (!known) shown.add("option").set("value", chosen).set("label", chosen).show("chosen"); // from an address
}

void add_day(View& view, const app::FilterValues& values, const char* name, const char* label) {
  view.add("day").set("name", name).set("label", label).set("value", values.find(name)->second);
}

template <class Items, class ToChoice>
std::vector<Choice> choices_of(const Items& items, ToChoice to_choice) {
  std::vector<Choice> choices;
  for (const auto& item : items) choices.push_back(to_choice(item));
  return choices;
}

/// What is asked for rarely stands folded; it is open while any of it narrows the list.
void show_more_filters(View& view, const Visit& visit, const app::FilterValues& values) {
  const auto& workspace = visit.workspace();
  const auto fields = choices_of(workspace.fields, [](const playbook::AssignmentField& field) {
    return Choice{field.id.text(), field.name};
  });
  std::vector<Choice> playbooks;
  for (const auto& [id, book] : visit.model->playbooks)
    if (!engagement::refused_playbook(*book, workspace, visit.person())) playbooks.push_back({id.text(), book->title});
  add_choice(view, values, "field", "In the field", "any field", fields);
  add_choice(view, values, "unassigned", "Nobody holds", "no field in particular", fields);
  add_choice(view, values, "under-way", "Under way", "something or nothing", {{"yes", "something"}, {"no", "nothing"}});
  add_choice(view, values, "playbook", "Open engagement", "of any playbook", playbooks);
  add_choice(view, values, "closed", "Closed engagement", "of any playbook", playbooks);
  add_choice(view, values, "service", "Service in scope", "any service",
             choices_of(workspace.services, [](const playbook::Service& service) {
               return Choice{service.id.text(), service.name};
             }));
  add_choice(view, values, "service-status", "Service status", "any status",
             choices_of(workspace.task_statuses, [](const playbook::TaskStatus& status) {
               return Choice{status.name, status.name};
             }));
  view.set("outcome", values.find("outcome")->second);
  add_day(view, values, "next-from", "Next action from");
  add_day(view, values, "next-before", "Next action before");
  add_day(view, values, "worked-since", "Work since");
  add_day(view, values, "idle-since", "No work since");
  view.show("no_next_date", !values.find("no-next-date")->second.empty());
}

bool is_rare(std::string_view filter) {
  constexpr std::array often{"text", "region", "status", "holder", "order", "customer", "queue"};
  return std::find(often.begin(), often.end(), filter) == often.end();
}

void show_filters(View& view, const Visit& visit, const app::FilterValues& values) {
  const auto& workspace = visit.workspace();
  view.set("text", values.find("text")->second);
  add_options(view, "region", workspace.regions, values.find("region")->second);
  add_options(view, "status", workspace.statuses, values.find("status")->second);
  const auto& holder = values.find("holder")->second;
  for (const auto& person : people_options(visit))
    view.add("person").set("value", person.value).set("label", person.label).show("chosen", person.value == holder);
  for (const auto& queue : workspace.queues)
    view.add("queue").set("value", queue.name).show("chosen", queue.name == holder);
  bool filtered = false, rare = false;
  for (const auto& [name, value] : values) {
    if (value.empty() || name == "order") continue;
    filtered = true;
    rare = rare || is_rare(name);
  }
  for (const char* kept : {"customer", "queue"}) // are come to by links
    if (const auto& value = values.find(kept)->second; !value.empty())
      view.add("kept").set("name", kept).set("value", value);
  show_more_filters(view.add("more_filters").show("open", rare), visit, values);
  view.show("filtered", filtered).show("unfiltered", !filtered);
}

/// A column's head, which sorts by it: once forward, again backward.
void show_order(View& view, const app::FilterValues& values, const store::TenantQuery& query) {
  struct Column {
    const char* name;
    store::TenantOrder order;
  };
  constexpr std::array columns{Column{"name", store::TenantOrder::name}, Column{"region", store::TenantOrder::region},
                               Column{"status", store::TenantOrder::status},
                               Column{"next_action_date", store::TenantOrder::next_action_date}};
  for (const auto& [name, order] : columns) {
    const bool sorted = query.order == order;
    const bool turn = sorted && !query.descending;
    View& head = view.add(fmt::format("by_{}", name));
    head.set("href", list_address(values, "order", (turn ? "-" : "") + std::string(name)));
    head.set("sorted", !sorted ? "none" : query.descending ? "descending" : "ascending");
    head.show("up", sorted && !query.descending).show("down", sorted && query.descending);
  }
  view.set_if("order", values.find("order")->second);
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
  row.set("id", tenant.id.text());
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
  app::FilterValues values;
  for (const auto& filter : app::tenant_filters()) values[filter.name] = asked[filter.name];
  HANDRAIL_TRY(auto query, app::tenant_query(values, visit.workspace(), visit.today));
  query.limit = page_size;
  HANDRAIL_TRY(const auto count, visit.engine.count(query, visit.person().id, most_counted));
  query.cursor = asked["cursor"];
  HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
  View view;
  show_filters(view, visit, values);
  for (const auto& [name, value] : values)
    if (!value.empty()) view.add("of").set("name", name).set("value", value);
  for (const auto& [what, label] : bulk_actions()) view.add("bulk_action").set("value", what).set("label", label);
  show_order(view, values, query);
  for (const auto& tenant : page.tenants) set_tenant_row(view.show("has_tenants").add("tenant"), visit, tenant);
  view.set("csv", list_address(values, "cursor", {}, "/tenants.csv"));
  view.show("nothing_found", page.tenants.empty());
  view.show("may_register", !engagement::refused_to_register(visit.workspace(), visit.person()));
  view.set("count", count < most_counted ? counted(count, "tenant", "tenants") : "100,000 tenants or more");
  if (!page.next.empty()) view.set_if("more", list_address(values, "cursor", page.next));
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
