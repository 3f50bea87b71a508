#include "web/form/form.h"

#include "web/form/denial_view.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

Form::Form(Visit& visit, View& place, std::string_view marker, const TenantId& tenant, std::string_view command,
           std::string id)
    : Form(visit, place, marker, command_path(tenant, command), std::move(id)) {
  tenant_ = tenant;
  if (visit.seen) hidden("seen", std::to_string(*visit.seen));
  if (mine_ != nullptr && mine_->denial) show_denial(visit_, *view_, "denial", tenant_, *mine_->denial, id_, true);
}

Form::Form(Visit& visit, View& place, std::string_view marker, std::string action, std::string id)
    : visit_(visit), id_(std::move(id)), view_(&place.include(marker, "form")) {
  view_->set("action", std::move(action)).set("form_id", id_);
  hidden("form", id_);
  hidden("key", visit.page_key.empty() ? "" : visit.page_key + "-" + id_.substr(0, 36));
  hidden("back", own_address(visit.request));
  if (visit.attempt == nullptr || visit.attempt->form != id_) return;
  mine_ = visit.attempt;
  visit.attempt->shown = true;
  if (mine_->error) {
    auto& error = view_->show("refused").add("error");
    error.set("message", as_sentence(mine_->error->message)).set_if("remedy", mine_->error->remedy);
  }
}

Form& Form::hidden(std::string_view name, std::string value) {
  view_->add("hidden").set("name", std::string(name)).set("value", std::move(value));
  return *this;
}

View& Form::field(std::string_view name, std::string label, std::string_view kind) {
  last_ = &view_->show("has_fields").add("field");
  // An error names the attribute or the fact; its field is "attribute:seats".
  const std::string where = mine_ != nullptr && mine_->error ? mine_->error->where : std::string();
  const bool wrong = !where.empty() && (name == where || name.ends_with(":" + where));
  std::string id = id_ + "-" + std::string(name);
  std::replace(id.begin(), id.end(), ' ', '-'); // an author's words name a fact, and an id has no blanks
  last_->set("name", std::string(name)).set("label", std::move(label)).set("field_id", std::move(id));
  last_->show("wrong", wrong);
  return last_->add(kind);
}

Form& Form::input(std::string_view name, std::string label, std::string value, bool required, std::string_view type) {
  auto& input = field(name, std::move(label), "input");
  input.set("value", kept(name, std::move(value))).set("type", std::string(type)).show("required", required);
  return *this;
}

Form& Form::text(std::string_view name, std::string label, std::string value, bool required) {
  return input(name, std::move(label), std::move(value), required, "text");
}

Form& Form::number(std::string_view name, std::string label, std::string value, bool required) {
  return input(name, std::move(label), std::move(value), required, "number");
}

Form& Form::date(std::string_view name, std::string label, std::string value, bool required) {
  return input(name, std::move(label), std::move(value), required, "date");
}

Form& Form::area(std::string_view name, std::string label, std::string value, bool required) {
  field(name, std::move(label), "area").set("value", kept(name, std::move(value))).show("required", required);
  last_->show("wide");
  return *this;
}

Form& Form::choice(std::string_view name, std::string label, const std::vector<Option>& options, std::string value,
                   std::string none) {
  auto& select = field(name, std::move(label), "select");
  const std::string chosen = kept(name, std::move(value));
  if (!none.empty()) select.add("option").set("value", "").set("label", std::move(none));
  for (const auto& option : options)
    select.add("option").set("value", option.value).set("label", option.label).show("chosen", option.value == chosen);
  return *this;
}

Form& Form::choices(std::string_view name, std::string label, const std::vector<Option>& options,
                    const std::vector<std::string>& values) {
  auto& group = field(name, std::move(label), "group");
  last_->show("wide");
  const auto chosen = mine_ == nullptr ? values : mine_->fields.all(name);
  for (const auto& option : options)
    group.add("option")
        .set("value", option.value)
        .set("label", option.label)
        .show("chosen", std::find(chosen.begin(), chosen.end(), option.value) != chosen.end());
  return *this;
}

Form& Form::check(std::string_view name, std::string label, bool checked) {
  field(name, std::move(label), "check").show("chosen", mine_ == nullptr ? checked : mine_->fields.has(name));
  return *this;
}

Form& Form::hint(std::string words) {
  last_->set_if("hint", std::move(words));
  return *this;
}

Form& Form::heading(std::string words) {
  view_->set_if("heading", std::move(words));
  return *this;
}

Form& Form::submit(std::string label, std::string_view kind) {
  view_->add("button").set("label", std::move(label)).set("kind", std::string(kind));
  return *this;
}

Form& Form::also(std::string label, std::string_view command) {
  view_->add("other_button").set("label", std::move(label)).set("action", command_path(tenant_, command));
  return *this;
}

Form& Form::inline_style() {
  view_->show("in_line");
  return *this;
}

std::string Form::kept(std::string_view name, std::string fallback) const {
  if (mine_ != nullptr && mine_->fields.has(name)) return mine_->fields[name];
  return fallback;
}

std::string own_address(const Request& request) {
  std::string address = "/";
  for (const char c : request.path.substr(1)) address += c == '/' ? "/" : percent_encoded(std::string_view(&c, 1));
  char mark = '?';
  for (const auto& [name, value] : request.query.entries()) {
    if (name == "since" || name == "left") continue; // what happened just now is told once
    address += fmt::format("{}{}={}", mark, percent_encoded(name), percent_encoded(value));
    mark = '&';
  }
  return address;
}

std::string own_address_or(const std::string& address, std::string fallback) {
  // Browsers drop tabs and line ends from an address, so that "/<tab>/elsewhere" would lead elsewhere. Ours are
  // percent-encoded: printable ASCII.
  const bool printable = std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  const bool own = printable && address.starts_with('/') && !address.starts_with("//") &&
                   address.find_first_of("\\#") == std::string::npos;
  if (own) return address;
  return fallback;
}

std::string command_path(const TenantId& tenant, std::string_view command) {
  return fmt::format("/tenants/{}/do/{}", percent_encoded(tenant.text()), command);
}

} // namespace handrail::web
