#include "web/asset.h"

#include "web/form/form.h"
#include "web/view/embedded.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

} // namespace

Result<Response> asset(Visit& visit) {
  const auto* file = embedded_file("assets/" + visit.parameter("file"));
  if (file == nullptr) return Error{ErrorCode::not_found, "The portal has no such file.", visit.request.path, {}};
  Response response;
  response.content_type = type_of(file->name);
  const std::string tag = fmt::format("\"{:x}\"", std::hash<std::string_view>{}(file->bytes));
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control",
                       visit.request.query.has("v") ? "public, max-age=31536000, immutable" : "no-cache");
  if (visit.request.headers["if-none-match"] == tag)
    response.status = 304;
  else
    response.body = file->bytes;
  return response;
}

Result<Response> choose_theme(Visit& visit) {
  const std::string& theme = visit.request.form["theme"];
  if (theme != "auto" && theme != "light" && theme != "dark")
    return Error{ErrorCode::invalid, "There is no such theme.", "theme", "Choose auto, light or dark."};
  Response response = see_other(own_address_or(visit.request.form["back"], "/"));
  response.headers.add("Set-Cookie", cookie_line("theme", theme));
  return response;
}

Result<Response> healthz(Visit& visit) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = fmt::format("ok {} playbooks\n", visit.model->playbooks.size());
  return response;
}

std::string cookie_line(std::string_view name, std::string_view value) {
  return fmt::format("{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", name, percent_encoded(value));
}

} // namespace handrail::web
