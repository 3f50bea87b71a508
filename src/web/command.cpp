#include "web/command.h"

#include "core/text.h"
#include "web/form/command_fields.h"
#include "web/form/form.h"
#include "web/routes.h"
#include "web/seen.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace handrail::web {

namespace {

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "application/json; charset=utf-8";
  response.body = std::move(body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

template <class Receipt>
std::string receipt_json(const Receipt& receipt) {
  nlohmann::ordered_json json{{"command", receipt.command.text()}, {"version", receipt.version}};
  json["events"] = nlohmann::ordered_json::array();
  for (const auto& event : receipt.events)
    json["events"].push_back(
        {{"type", engagement::name_of(event)}, {"event", nlohmann::ordered_json::parse(engagement::to_json(event))}});
  return json.dump(2) + "\n";
}

/// Back to where the form stood, telling what happened since. Whoever lost the right to read the tenant by it is told
/// on a page they may read.
Result<Response> after(const Visit& visit, const TenantId& tenant, const app::Receipt& receipt) {
  const auto& form = visit.request.form;
  std::string address = own_address_or(form["back"], "/tenants/" + percent_encoded(tenant.text()));
  if (receipt.events.empty()) return see_other(address);
  const auto since = receipt.version - receipt.events.size();
  HANDRAIL_TRY(const auto state, visit.engine.tenant(tenant));
  if (engagement::refused_to_read(*state, visit.workspace(), visit.person()))
    return see_other(fmt::format("/?left={}&since={}#notice", percent_encoded(tenant.text()), since));
  const bool one_change = receipt.events.size() == 1;
  const std::string anchor = !one_change ? "notice" : form["anchor"].empty() ? form["form"] : form["anchor"];
  const char mark = address.find('?') == std::string::npos ? '?' : '&';
  if (address.starts_with("/tenants/")) address += fmt::format("{}since={}", mark, since);
  return see_other(address + "#" + percent_encoded(anchor));
}

Result<Response> refused(Visit& visit, Attempt attempt, ErrorCode code, const std::string& fallback) {
  if (visit.request.wants_json) {
    if (attempt.denial) return json_response(http_status(code), engagement::to_json(*attempt.denial));
    return *attempt.error;
  }
  HANDRAIL_TRY(Response page,
               show_again(visit, own_address_or(visit.request.form["back"], fallback), fallback, attempt));
  if (page.status == 200) page.status = http_status(code);
  return page;
}

Result<store::Version> version_of(const std::string& text) {
  store::Version version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error == std::errc() && end == text.data() + text.size()) return version;
  return Error{ErrorCode::invalid, "This is no version of a tenant", "seen", "Leave it out, or send the one you saw."};
}

Result<Response> submit(Visit& visit, const TenantId& tenant, engagement::Command command, const CommandId& key,
                        const std::string& fallback) {
  const auto& form = visit.request.form;
  app::Submission submission{tenant, std::move(command), visit.person().id, key, {}};
  if (!form["seen"].empty()) {
    HANDRAIL_TRY(submission.seen, version_of(form["seen"]));
  }
  auto answer =
      submission.seen ? submit_as_seen(visit, std::move(submission)) : visit.engine.submit(std::move(submission));
  if (!answer) return refused(visit, {form["form"], form, {}, answer.error()}, answer.error().code, fallback);
  if (auto* denial = std::get_if<engagement::Denial>(&*answer))
    return refused(visit, {form["form"], form, std::move(*denial), {}}, ErrorCode::forbidden, fallback);
  const auto& receipt = std::get<app::Receipt>(*answer);
  if (visit.request.wants_json) return json_response(200, receipt_json(receipt));
  return after(visit, tenant, receipt);
}

CommandId key_of(const Visit& visit) {
  const std::string& key = visit.request.form["key"];
  return CommandId(key.empty() || key.size() > 64 ? visit.page_key : key);
}

Result<engagement::CustomerCommand> customer_command(const Visit& visit) {
  const auto& form = visit.request.form;
  const auto& name = visit.parameter("command");
  const std::string customer{text::trimmed(form["customer"])};
  const PersonId person(form["person"]);
  if (name == "grant_customer") return engagement::CustomerCommand(engagement::GrantCustomer{customer, person});
  if (name == "revoke_customer") return engagement::CustomerCommand(engagement::RevokeCustomer{customer, person});
  return Error{ErrorCode::not_found, fmt::format("There is no command \"{}\" on a customer.", name), "", ""};
}

/// "Contoso Ltd." → "contoso-ltd": a new tenant's id, which its address shows. Empty where the name has no such
/// letters.
std::string slug_of(std::string_view name) {
  constexpr std::size_t longest = 40;
  std::string slug;
  for (const char c : text::lowered(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      slug += c;
    else if (!slug.empty() && slug.back() != '-')
      slug += '-';
    if (slug.size() == longest) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

/// The id that was chosen for a new tenant, else one made of its name.
Result<TenantId> new_tenant_id(const Fields& form) {
  if (const auto chosen = text::trimmed(form["tenant"]); !chosen.empty()) return TenantId(chosen);
  std::string made = slug_of(form["name"]);
  if (!made.empty() || text::trimmed(form["name"]).empty()) return TenantId(made.empty() ? "tenant" : made);
  return Error{ErrorCode::invalid, "No id can be made of this name.", "tenant",
               "Give it one of letters and digits, such as nihon-denki."};
}

} // namespace

Result<Response> do_command(Visit& visit) {
  const TenantId tenant(visit.parameter("tenant"));
  const CommandId key = key_of(visit);
  const std::string fallback = "/tenants/" + percent_encoded(tenant.text());
  auto command = command_from_fields(visit.parameter("command"), visit.request.form, key.text());
  if (!command) {
    if (command.error().code == ErrorCode::not_found) return command.error();
    const auto& form = visit.request.form;
    return refused(visit, {form["form"], form, {}, command.error()}, command.error().code, fallback);
  }
  return submit(visit, tenant, std::move(*command), key, fallback);
}

std::string customer_command_path(const TenantId& tenant, std::string_view command) {
  return fmt::format("/tenants/{}/customer/{}", percent_encoded(tenant.text()), command);
}

Result<Response> do_customer_command(Visit& visit) {
  const auto& form = visit.request.form;
  const TenantId tenant(visit.parameter("tenant"));
  const std::string fallback = "/tenants/" + percent_encoded(tenant.text()) + "/people";
  HANDRAIL_TRY(auto command, customer_command(visit));
  auto answer = visit.engine.change_customer({std::move(command), visit.person().id, key_of(visit)});
  if (!answer) return refused(visit, {form["form"], form, {}, answer.error()}, answer.error().code, fallback);
  if (auto* denial = std::get_if<engagement::Denial>(&*answer))
    return refused(visit, {form["form"], form, std::move(*denial), {}}, ErrorCode::forbidden, fallback);
  if (visit.request.wants_json) return json_response(200, receipt_json(std::get<app::CustomerReceipt>(*answer)));
  // Whoever gave up their own right may have lost the page.
  HANDRAIL_TRY(const auto state, visit.engine.tenant(tenant));
  HANDRAIL_TRY(const auto me, visit.engine.actor(visit.person().id));
  if (engagement::refused_to_read(*state, visit.workspace(), me)) return see_other("/");
  return see_other(own_address_or(form["back"], fallback) + "#customer");
}

Result<Response> register_tenant(Visit& visit) {
  const auto& form = visit.request.form;
  const auto tenant = new_tenant_id(form);
  if (!tenant) return refused(visit, {form["form"], form, {}, tenant.error()}, tenant.error().code, "/tenants/new");
  HANDRAIL_TRY(auto command, command_from_fields("register_tenant", form, tenant->text()));
  HANDRAIL_TRY(Response response, submit(visit, *tenant, std::move(command), key_of(visit), "/tenants/new"));
  if (response.status == 303 && !visit.request.wants_json)
    return see_other("/tenants/" + percent_encoded(tenant->text()) + "/details");
  return response;
}

} // namespace handrail::web
