#include "web/requests_page.h"

#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <utility>

namespace handrail::web {

namespace {

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

/// The index says which; what is shown is read from each tenant as it stands.
Result<OpenRequests> open_requests(Visit& visit, store::RequestQuery query) {
  HANDRAIL_TRY(const auto page, visit.engine.requests(std::move(query), visit.person().id));
  OpenRequests found{{}, page.next};
  for (const auto& waiting : page.requests) {
    HANDRAIL_TRY(const auto tenant, visit.engine.tenant(waiting.tenant));
    const auto* request = tenant->request(waiting.request.request);
    const bool open = request != nullptr && request->answer == engagement::Request::Answer::open;
    if (open) found.requests.push_back({tenant, request}); // else it was answered just now
  }
  return found;
}

} // namespace

Result<OpenRequests> requests_to_answer(Visit& visit, const std::string& cursor) {
  store::RequestQuery query;
  query.teams = visit.person().roles;
  query.cursor = cursor;
  return open_requests(visit, std::move(query));
}

Result<OpenRequests> requests_asked(Visit& visit, const std::string& cursor) {
  store::RequestQuery query;
  query.asked_by = visit.person().id;
  query.cursor = cursor;
  return open_requests(visit, std::move(query));
}

Result<Response> requests_page(Visit& visit) {
  HANDRAIL_TRY(const auto mine, requests_to_answer(visit, visit.request.query["mine"]));
  HANDRAIL_TRY(const auto asked, requests_asked(visit, visit.request.query["asked"]));
  View view;
  int number = 0;
  for (const auto& open : mine.requests) show_request(visit, view.show("has_mine").add("mine"), open, number, true);
  for (const auto& open : asked.requests) show_request(visit, view.show("has_asked").add("asked"), open, number, false);
  view.show("none", mine.requests.empty() && asked.requests.empty());
  if (!mine.next.empty()) view.set_if("more_mine", "/requests?mine=" + percent_encoded(mine.next));
  if (!asked.next.empty()) view.set_if("more_asked", "/requests?asked=" + percent_encoded(asked.next));
  return respond(visit, {"Requests", "requests", "requests", std::move(view)});
}

} // namespace handrail::web
