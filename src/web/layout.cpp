#include "web/layout.h"

#include "core/text.h"
#include "web/form/denial_view.h"
#include "web/form/form.h"
#include "web/routes.h"
#include "web/view/embedded.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <array>

namespace handrail::web {

namespace {

struct RailEntry {
  const char* id;
  const char* href;
  const char* icon;
  const char* label;
};

constexpr std::array rail_entries{
    RailEntry{"work", "/", "work", "My work"},
    RailEntry{"tenants", "/tenants", "tenants", "Tenants"},
    RailEntry{"notes", "/notes", "note", "Notes"},
    RailEntry{"queues", "/queues", "queue", "Queues"},
    RailEntry{"requests", "/requests", "request", "Requests"},
    RailEntry{"playbooks", "/playbooks", "playbook", "Playbooks"},
};

std::string role_names(const playbook::Workspace& workspace, const engagement::Actor& person) {
  std::string names;
  for (const auto& id : person.roles) {
    const auto* role = workspace.role(id);
    names += (names.empty() ? "" : ", ") + (role == nullptr ? id.text() : role->name);
  }
  return names;
}

void show_rail(View& view, std::string_view current) {
  for (const auto& entry : rail_entries)
    view.add("entry")
        .set("href", entry.href)
        .set("icon", entry.icon)
        .set("label", entry.label)
        .show("current", current == entry.id);
}

void show_theme(View& view, const Request* request) {
  const std::string theme = request == nullptr ? "" : request->cookie("theme");
  const bool known = theme == "light" || theme == "dark";
  view.set("theme", known ? theme : "auto");
  for (const auto& [value, label] : {std::pair("auto", "Auto"), std::pair("light", "Light"), std::pair("dark", "Dark")})
    view.add("theme_choice")
        .set("value", value)
        .set("label", label)
        .set("pressed", (known ? theme : "auto") == value ? "true" : "false");
}

/// A refusal whose form is not on the page any more is told at its top.
void show_stray_attempt(Visit& visit, View& view) {
  if (visit.attempt == nullptr || visit.attempt->shown) return;
  View& notice = view.include("notice", "notice");
  notice.set("tone", "refused").set("role", "alert").set("icon", "lock");
  if (visit.attempt->error) {
    notice.set("message", as_sentence(visit.attempt->error->message)).set_if("remedy", visit.attempt->error->remedy);
  } else if (visit.attempt->denial) {
    notice.set("message", "That was refused.");
    const auto found = visit.parameters.find("tenant");
    const TenantId tenant(found == visit.parameters.end() ? std::string() : found->second);
    show_denial(visit, notice, "denial", tenant, *visit.attempt->denial, "refused", true);
  }
}

std::string asset_version(std::string_view name) {
  const auto* file = embedded_file(name);
  return file == nullptr ? "" : fmt::format("{:x}", std::hash<std::string_view>{}(file->bytes));
}

View frame_of(std::string_view title, std::string_view rail, const Request* request) {
  View view;
  view.set("title", std::string(title)).set("css_version", asset_version("assets/portal.css"));
  view.set("js_version", asset_version("assets/portal.js"));
  show_rail(view, rail);
  show_theme(view, request);
  return view;
}

const char* headline_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "That could not be read";
    case ErrorCode::not_found: return "There is nothing here";
    case ErrorCode::forbidden: return "That is not allowed";
    case ErrorCode::conflict: return "Somebody was faster";
    case ErrorCode::unavailable: return "Not just now";
    case ErrorCode::internal: return "Something broke on our side";
  }
  return "Something broke on our side";
}

View error_view(const Error& error) {
  View view;
  view.set("status", std::to_string(http_status(error.code))).set("headline", headline_of(error.code));
  view.set("message", as_sentence(error.message)).set_if("where", error.where).set_if("remedy", error.remedy);
  const bool gone = error.code == ErrorCode::not_found;
  view.set("next_href", gone ? "/tenants" : "/").set("next_label", gone ? "See all tenants" : "Go to my work");
  return view;
}

Response html_or_json(const Renderer& renderer, View frame, std::string_view template_name, View page, bool as_json) {
  Response response;
  response.headers.add("Cache-Control", "no-store");
  if (as_json) {
    response.content_type = "application/json; charset=utf-8";
    response.body = to_json(page);
    return response;
  }
  frame.include("page", template_name) = std::move(page);
  auto html = renderer.render("layout", frame);
  if (html) {
    response.body = std::move(*html);
  } else {
    response.status = 500;
    response.content_type = "text/plain; charset=utf-8";
    response.body = to_string(html.error()) + "\n";
  }
  return response;
}

} // namespace

Result<Response> respond(Visit& visit, Page page) {
  View frame = frame_of(page.title, page.rail, &visit.request);
  frame.set("back", own_address(visit.request));
  if (visit.me)
    frame.add("person")
        .set("name", visit.me->name)
        .set("initials", initials(visit.me->name))
        .set("roles", role_names(visit.workspace(), *visit.me));
  else
    frame.show("nobody");
  show_stray_attempt(visit, frame);
  return html_or_json(visit.renderer, std::move(frame), page.template_name, std::move(page.view),
                      visit.request.wants_json);
}

Response error_response(Visit& visit, const Error& error) {
  auto response = respond(visit, {headline_of(error.code), "error", "", error_view(error)});
  Response answer = response ? std::move(*response) : Response{};
  answer.status = http_status(error.code);
  return answer;
}

Response plain_error_response(const Renderer& renderer, const Error& error, bool as_json) {
  View frame = frame_of(headline_of(error.code), "", nullptr);
  frame.show("nobody").set("back", "/");
  Response response = html_or_json(renderer, std::move(frame), "error", error_view(error), as_json);
  response.status = http_status(error.code);
  return response;
}

Result<Response> no_right_response(Visit& visit, const engagement::Reason& reason) {
  View view;
  view.set("status", "403").set("headline", "Not yours to see").set("message", reason.message);
  view.set_if("where", reason.paragraph);
  for (const auto& remedy : reason.remedies) view.set_if("remedy", remedy.text);
  view.set("next_href", "/").set("next_label", "Go to my work");
  HANDRAIL_TRY(Response response, respond(visit, {"Not yours to see", "error", "", std::move(view)}));
  response.status = 403;
  return response;
}

} // namespace handrail::web
