// What is known of the tenant: attributes, services, status, next action and contacts, each with its form.
#include "web/form/command_fields.h"
#include "web/form/command_form.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

using engagement::TenantState;

std::string attribute_of(const TenantState& state, const std::string& id) {
  const auto found = state.attributes.find(id);
  return found == state.attributes.end() ? std::string() : found->second;
}

std::vector<std::string> ids_of(const std::vector<ServiceId>& services) {
  std::vector<std::string> ids;
  for (const auto& service : services) ids.push_back(service.text());
  return ids;
}

void show_forms(Visit& visit, const TenantState& state, View& view) {
  const auto& workspace = visit.workspace();
  const auto& next = state.next_action;
  Form(visit, view, "status_form", state.id, "set_status", "status")
      .choice("status", "Status", plain_options(workspace.statuses), state.status)
      .submit("Set the status");
  Form(visit, view, "next_form", state.id, "set_next_action", "next")
      .text("next_text", "Next action", next.text)
      .date("next_date", "When", next.date ? to_iso(*next.date) : "")
      .choice("next_owner", "Whose", people_options(visit), next.owner ? next.owner->text() : "", "nobody's yet")
      .submit("Set the next action");
  Form edit(visit, view, "edit_form", state.id, "edit_tenant", "edit");
  edit.text("name", "Name", state.name, true).text("customer", "Customer", state.customer);
  for (const auto& attribute : workspace.attributes)
    attribute_input(edit, workspace, attribute, attribute_of(state, attribute.id));
  edit.hidden("services", "")
      .choices("services", "Services in scope", service_options(workspace), ids_of(state.services));
  edit.submit("Save the details", "primary");
}

void show_contacts(Visit& visit, const Tenant& tenant, View& view) {
  const auto kinds = plain_options(visit.workspace().contact_kinds);
  int number = 0;
  for (const auto& contact : tenant.state->contacts) {
    View& shown = view.show("has_contacts").add("contact");
    shown.set("name", contact.name).set("kind", contact.kind).set_if("email", contact.email);
    shown.show("do_not_contact", contact.do_not_contact);
    if (tenant.read_only) continue;
    const std::string id = fmt::format("contact-{}", ++number);
    shown.add("edit").show("open", visit.attempt != nullptr && visit.attempt->form == id);
    Form(visit, shown, "form", tenant.state->id, "edit_contact", id)
        .hidden("contact", contact.id.text())
        .text("name", "Name", contact.name, true)
        .choice("kind", "Of", kinds, contact.kind)
        .text("email", "E-mail", contact.email)
        .check("do_not_contact", "Do not contact", contact.do_not_contact)
        .submit("Save the contact");
  }
  if (tenant.read_only) return;
  Form(visit, view.show("may_add"), "contact_form", tenant.state->id, "add_contact", "contact")
      .text("name", "Name", {}, true)
      .choice("kind", "Of", kinds)
      .text("email", "E-mail")
      .check("do_not_contact", "Do not contact")
      .submit("Add the contact");
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto& state = *tenant.state;
  for (const auto& attribute : visit.workspace().attributes) {
    const std::string value = attribute_of(state, attribute.id);
    if (value.empty()) continue;
    const bool boolean = attribute.type == playbook::TenantAttribute::Type::boolean;
    view.add("attribute").set("name", attribute.name).set("value", !boolean ? value : value == "true" ? "Yes" : "No");
  }
  for (const auto& id : state.services) {
    const auto* service = visit.workspace().service(id.text());
    view.show("has_services").add("service").set("name", service == nullptr ? id.text() : service->name);
  }
  show_contacts(visit, tenant, view);
  if (!tenant.read_only) show_forms(visit, state, view.add("writing"));
  return {};
}

} // namespace

Result<Response> details_tab(Visit& visit) { return show_tab(visit, "details", fill); }

} // namespace handrail::web
