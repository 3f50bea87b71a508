#include "web/who_page.h"

#include "web/asset.h"
#include "web/form/form.h"
#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

/// What a person's rights let them do, in a line.
const char* may_do(const engagement::Rights& rights) {
  if (!rights.any) return "Has no role, and so sees nothing.";
  if (!rights.internal) return "Sees the partner's own tenants and the playbooks written for partners.";
  if (rights.reads_all && rights.assigns_all)
    return "Reads every tenant and assigns on all; works those they are assigned to.";
  if (rights.reads_all) return "Reads every tenant.";
  return "Reads and works the tenants they are assigned to; as a primary, assigns others there.";
}

std::string roles_of(const playbook::Workspace& workspace, const playbook::Person& person) {
  std::string names;
  for (const auto& id : person.roles) {
    const auto* role = workspace.role(id);
    names += (names.empty() ? "" : ", ") + (role == nullptr ? id.text() : role->name);
  }
  return person.partner.empty() ? names : fmt::format("{} at {}", names, person.partner);
}

} // namespace

Result<Response> who_page(Visit& visit) {
  View view;
  const auto& workspace = visit.workspace();
  view.set("workspace", workspace.name).set("next", own_address_or(visit.request.query["next"], "/"));
  for (const auto& person : workspace.people) {
    View& shown = view.add("person").set("id", person.id.text()).set("name", person.name);
    shown.set("initials", initials(person.name)).set("roles", roles_of(workspace, person));
    shown.set("pressed", visit.me && visit.me->id == person.id ? "true" : "false");
    if (const auto actor = engagement::actor_of(workspace, person.id))
      shown.set_if("may", may_do(engagement::rights_of(workspace, *actor)));
  }
  if (workspace.people.empty()) view.show("nobody");
  return respond(visit, {"Who are you?", "who", "", std::move(view)});
}

Result<Response> choose_who(Visit& visit) {
  const PersonId id(visit.request.form["person"]);
  HANDRAIL_TRY(const auto actor, engagement::actor_of(visit.workspace(), id));
  Response response = see_other(own_address_or(visit.request.form["next"], "/"));
  response.headers.add("Set-Cookie", cookie_line("person", actor.id.text()));
  return response;
}

} // namespace handrail::web
