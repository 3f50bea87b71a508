// `handrail tenants`: the list of tenants in the terminal.
#include "app/tenant_filters.h"
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

Result<store::TenantQuery> query_of(const Arguments& arguments) {
  playbook::Workspace workspace;
  workspace.zone = arguments["zone"];
  const auto today = local_date(SystemClock().now(), workspace.zone);
  if (!today) return Error{ErrorCode::invalid, today.error().message, "--zone", today.error().remedy};
  app::FilterValues values;
  for (const auto& filter : app::tenant_filters()) values[filter.name] = arguments[filter.name];
  auto query = app::tenant_query(values, workspace, *today);
  if (!query) {
    auto error = std::move(query).error();
    error.where = "--" + error.where;
    return error;
  }
  query->cursor = arguments["cursor"];
  HANDRAIL_TRY(query->limit, number_of(arguments, "limit", 1, store::limits::page_rows));
  return query;
}

Result<store::TenantPage> listed(const Arguments& arguments) {
  HANDRAIL_TRY(const auto query, query_of(arguments));
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  if (stored.read_models == nullptr)
    return Error{ErrorCode::not_found, "There are no lists yet", arguments["data"], "`handrail rebuild` makes them."};
  return stored.read_models->tenants(query);
}

/// A flag for every filter, between those that say where the lists are and those that say how to print.
std::vector<Flag> flags() {
  std::vector<Flag> all{data_flag(), db_flag()};
  for (const auto& filter : app::tenant_filters()) all.push_back({filter.name, filter.value, filter.about, ""});
  all.push_back({"zone", "ZONE", "Where days begin, as Europe/Berlin: the workspace's zone", "UTC"});
  all.push_back({"limit", "N", "At most so many, up to 500", "50"});
  all.push_back({"cursor", "CURSOR", "Go on where the page before ended", ""});
  all.push_back({"format", "text|json", "How to print them", "text"});
  return all;
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
    "Prints tenants with who holds them. Filters narrow; all that are given must hold. A DAY is 2026-12-31, today,\n"
    "today-60 or today+7. Whoever can read the data folder sees every tenant: rights are the portal's.",
    "  handrail tenants\n"
    "  handrail tenants --region EMEA --holder tara --order next_action_date\n"
    "  handrail tenants --under-way yes --idle-since today-60\n"
    "  handrail tenants --text ferries --format json\n",
    flags(),
    {},
    tenants};

} // namespace handrail::cli
