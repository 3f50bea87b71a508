#include "app/asked_action.h"
#include "engagement/explanation.h"
#include "web/form/denial_view.h"
#include "web/layout.h"
#include "web/tenant/tenant_page.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

using Verdict = engagement::WayOut::Verdict;

/// The question as the address asks it: do, what, who.
Result<engagement::Command> asked(const Visit& visit, const engagement::TenantState& state) {
  std::vector<std::string> words;
  for (const char* part : {"do", "what", "who"})
    if (const std::string& word = visit.request.query[part]; !word.empty()) words.push_back(word);
  return app::asked_action(words, state, *visit.model, visit.person());
}

std::string heading_of(const engagement::WayOut& way) {
  switch (way.verdict) {
    case Verdict::found:
      return fmt::format("{}, {}", way.is_shortest ? "The shortest way" : "A way",
                         way.steps.size() == 1 ? "one step" : fmt::format("{} steps", way.steps.size()));
    case Verdict::impossible: return "There is no way";
    case Verdict::not_found: return "No way was found";
    case Verdict::open:
    case Verdict::done: break;
  }
  return {};
}

void show_way(const engagement::WayOut& way, View& view) {
  View& shown = view.add("way_out").set("heading", heading_of(way));
  for (const auto& step : way.steps) shown.show("has_steps").add("step").set("text", step.text);
  if (way.by_another) shown.set_if("remark", "You cannot do this yourself; somebody else can.");
  if (way.verdict == Verdict::impossible) shown.set_if("remark", way.because);
  if (way.verdict == Verdict::not_found)
    shown.set_if("remark", "The search ended without one. That does not prove that there is none.");
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  HANDRAIL_TRY(const auto command, asked(visit, *tenant.state));
  HANDRAIL_TRY(const auto told, engagement::explained(*tenant.state, *visit.model, command, visit.person(), visit.now));
  view.set("action", told.action).set("back", "/tenants/" + percent_encoded(tenant.state->id.text()));
  if (told.denial) {
    view.show("no");
    show_denial(visit, view, "denial", tenant.state->id, *told.denial, "why", false);
    show_way(told.way, view);
    return {};
  }
  view.show(told.way.verdict == Verdict::done ? "done" : "yes");
  for (const auto& line : told.preview)
    view.show("has_preview")
        .add("change")
        .set("text", line.text)
        .set("sign", line.sign == engagement::PreviewLine::Sign::plus    ? "plus"
                     : line.sign == engagement::PreviewLine::Sign::minus ? "minus"
                                                                         : "same");
  return {};
}

/// The explanation itself, as the terminal prints it.
Result<Response> as_json(Visit& visit) {
  const TenantId id(visit.parameter("tenant"));
  HANDRAIL_TRY(const auto state, visit.engine.tenant(id));
  visit.model = visit.engine.model();
  if (const auto reason = engagement::refused_to_read(*state, visit.workspace(), visit.person()))
    return no_right_response(visit, *reason);
  HANDRAIL_TRY(const auto command, asked(visit, *state));
  HANDRAIL_TRY(const auto told, engagement::explained(*state, *visit.model, command, visit.person(), visit.now));
  Response response;
  response.content_type = "application/json; charset=utf-8";
  response.body = engagement::to_json(told) + "\n";
  return response;
}

} // namespace

Result<Response> why_page(Visit& visit) {
  return visit.request.wants_json ? as_json(visit) : show_tab(visit, "why", fill);
}

} // namespace handrail::web
