#include "web/requests_page.h"

#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

constexpr std::size_t most_tenants = 500;

void show_request(Visit& visit, View& shown, const OpenRequest& open, int& number, bool answer) {
  const auto& request = *open.request;
  const auto* kind = visit.workspace().request_kind(request.kind);
  const auto* team = visit.workspace().role(request.team);
  shown.set("tenant", open.tenant->name).set("href", "/tenants/" + percent_encoded(open.tenant->id.text()) + "/people");
  shown.set("kind", kind == nullptr ? request.kind : kind->name)
      .set("team", team == nullptr ? request.team.text() : team->name);
  shown.set_if("queue", request.queue).set_if("reason", request.reason);
  set_mark(shown, visit, request.asked);
  if (!answer) return;
  for (const bool accept : {true, false}) {
    const std::string id = fmt::format("answer-{}", ++number);
    const engagement::AnswerRequest command{request.id, accept, {}};
    View& way = shown.add("answer").set("label", accept ? "Accept" : "Decline");
    way.show("open", visit.attempt != nullptr && visit.attempt->form == id);
    command_form(visit, way, "form", open.tenant->id, command, id,
                 accept ? "Accept the request" : "Decline the request");
  }
}

} // namespace

Result<OpenRequests> open_requests(Visit& visit) {
  const auto& me = visit.person();
  store::TenantQuery query;
  query.limit = most_tenants;
  HANDRAIL_TRY(const auto page, visit.engine.tenants(query, me.id));
  OpenRequests found;
  found.all_seen = page.next.empty();
  for (const auto& row : page.tenants) {
    HANDRAIL_TRY(const auto tenant, visit.engine.tenant(row.id));
    for (const auto& request : tenant->requests) {
      if (request.answer != engagement::Request::Answer::open) continue;
      if (std::find(me.roles.begin(), me.roles.end(), request.team) != me.roles.end())
        found.mine_to_answer.push_back({tenant, &request});
      if (request.asked.by == me.id) found.asked_by_me.push_back({tenant, &request});
    }
  }
  return found;
}

Result<Response> requests_page(Visit& visit) {
  HANDRAIL_TRY(const auto requests, open_requests(visit));
  View view;
  int number = 0;
  for (const auto& open : requests.mine_to_answer)
    show_request(visit, view.show("has_mine").add("mine"), open, number, true);
  for (const auto& open : requests.asked_by_me)
    show_request(visit, view.show("has_asked").add("asked"), open, number, false);
  view.show("none", requests.mine_to_answer.empty() && requests.asked_by_me.empty());
  view.show("cut", !requests.all_seen).set("most", std::to_string(most_tenants));
  return respond(visit, {"Requests", "requests", "requests", std::move(view)});
}

} // namespace handrail::web
