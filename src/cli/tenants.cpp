// `handrail tenants`: the list of tenants in the terminal.
#include "cli/stored.h"
#include "store/limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace handrail::cli {

namespace {

using Json = nlohmann::ordered_json;

/// "FM ★ tara, RM FTCQ All FTC"
std::string holders_of(const store::TenantRow& tenant) {
  std::vector<std::string> holders;
  for (const auto& one : tenant.holders)
    holders.push_back(fmt::format("{}{} {}", one.field.text(), one.primary ? " ★" : "", one.holder));
  return fmt::format("{}", fmt::join(holders, ", "));
}

void print_text(const store::TenantPage& page, Console& console) {
  for (const auto& tenant : page.tenants) {
    console.out << fmt::format("{:<20} {:<30} {:<10} {}", tenant.id.text(), tenant.name, tenant.region, tenant.status);
    if (tenant.next_action_date) console.out << "  next " << to_iso(*tenant.next_action_date);
    console.out << fmt::format("\n{:<20} {}\n", "", holders_of(tenant));
  }
  if (page.tenants.empty()) console.err << "No tenant matches.\n";
  if (!page.next.empty()) console.err << fmt::format("There are more: --cursor '{}'\n", page.next);
}

Json as_json(const store::TenantRow& tenant) {
  Json holders = Json::array();
  for (const auto& one : tenant.holders)
    holders.push_back({{"field", one.field.text()},
                       {"service", one.service.empty() ? Json(nullptr) : Json(one.service)},
                       {one.queue ? "queue" : "person", one.holder},
                       {"primary", one.primary}});
  return {{"id", tenant.id.text()},
          {"name", tenant.name},
          {"customer", tenant.customer},
          {"region", tenant.region},
          {"status", tenant.status},
          {"next_action", tenant.next_action},
          {"next_action_date", tenant.next_action_date ? Json(to_iso(*tenant.next_action_date)) : Json(nullptr)},
          {"open_engagements", tenant.open_engagements},
          {"version", tenant.version},
          {"holders", std::move(holders)}};
}

void print_json(const store::TenantPage& page, Console& console) {
  Json tenants = Json::array();
  for (const auto& tenant : page.tenants) tenants.push_back(as_json(tenant));
  const Json all{{"tenants", std::move(tenants)}, {"next", page.next.empty() ? Json(nullptr) : Json(page.next)}};
  console.out << all.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

Result<store::TenantPage> listed(const Arguments& arguments) {
  HANDRAIL_TRY(const auto limit, number_of(arguments, "limit", 1, store::limits::page_rows));
  store::TenantQuery query;
  query.text = arguments["text"];
  query.region = arguments["region"];
  query.status = arguments["status"];
  query.holder = arguments["holder"];
  query.customer = arguments["customer"];
  query.cursor = arguments["cursor"];
  query.limit = limit;
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  if (stored.read_models == nullptr)
    return Error{ErrorCode::not_found, "There are no lists yet", arguments["data"], "`handrail rebuild` makes them."};
  return stored.read_models->tenants(query);
}

int tenants(const Arguments& arguments, Console& console) {
  const auto page = listed(arguments);
  if (!page) return fail(console, "tenants", page.error());
  arguments["format"] == "json" ? print_json(*page, console) : print_text(*page, console);
  return Exit::success;
}

} // namespace

extern const Command tenants_command{
    "tenants",
    "List the tenants of a data folder",
    "Prints tenants by name, with who holds them. Filters narrow; all that are given must hold. Whoever can read the\n"
    "data folder sees every tenant: rights are the portal's.",
    "  handrail tenants\n"
    "  handrail tenants --region EMEA --holder tara\n"
    "  handrail tenants --text ferries --format json\n",
    {data_flag(),
     db_flag(),
     {"text", "WORDS", "Words that stand in the id, name or customer", ""},
     {"region", "REGION", "Only tenants of this region", ""},
     {"status", "STATUS", "Only tenants of this status", ""},
     {"holder", "NAME", "Only tenants that this person (by id) or queue holds", ""},
     {"customer", "NAME", "Only tenants of this customer", ""},
     {"limit", "N", "At most so many, up to 500", "50"},
     {"cursor", "CURSOR", "Go on where the page before ended", ""},
     {"format", "text|json", "How to print them", "text"}},
    {},
    tenants};

} // namespace handrail::cli
