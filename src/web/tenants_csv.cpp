#include "web/tenants_csv.h"

#include "app/tenant_filters.h"
#include "store/limits.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace handrail::web {

namespace {

constexpr std::size_t most_rows = 100'000;
/// Spreadsheets take a text for UTF-8 by this alone.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A cell as RFC 4180 has it. What a spreadsheet would take for a formula is marked as text.
void add_cell(std::string& line, std::string_view value) {
  constexpr std::string_view formula_signs = "=+-@\t\r";
  const bool formula = !value.empty() && formula_signs.find(value.front()) != std::string_view::npos;
  line += '"';
  if (formula) line += '\'';
  for (const char c : value) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

void add_line(std::string& table, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) table += ',';
    add_cell(table, cells[i]);
  }
  table += "\r\n";
}

/// Who holds a field, the primary first: "★ Ana Silva; Bo Lind (mail)".
std::string holders(const Visit& visit, const store::TenantRow& tenant, const FieldId& field) {
  std::string first, others;
  for (const auto& holder : tenant.holders) {
    if (holder.field != field) continue;
    std::string name = holder.queue ? holder.holder : person_name(visit.workspace(), PersonId(holder.holder));
    if (!holder.service.empty()) name += fmt::format(" ({})", holder.service);
    if (holder.primary && holder.service.empty())
      first = "★ " + name;
    else
      others += "; " + name;
  }
  if (first.empty() && !others.empty()) others.erase(0, 2);
  return first + others;
}

std::vector<std::string> cells_of(const Visit& visit, const store::TenantRow& tenant) {
  std::vector<std::string> cells;
  for (const auto* text :
       {&tenant.id.text(), &tenant.name, &tenant.customer, &tenant.region, &tenant.status, &tenant.next_action})
    cells.push_back(*text);
  cells.push_back(tenant.next_action_date ? to_iso(*tenant.next_action_date) : std::string());
  for (const auto& field : visit.workspace().fields) cells.push_back(holders(visit, tenant, field.id));
  return cells;
}

} // namespace

Result<Response> tenants_csv(Visit& visit) {
  app::FilterValues values;
  for (const auto& filter : app::tenant_filters()) values[filter.name] = visit.request.query[filter.name];
  HANDRAIL_TRY(auto query, app::tenant_query(values, visit.workspace(), visit.today));
  HANDRAIL_TRY(const auto count, visit.engine.count(query, visit.person().id, most_rows + 1));
  if (count > most_rows)
    return Error{ErrorCode::invalid, fmt::format("The list has more than {} tenants", most_rows), "",
                 "Narrow it with another filter."};
  std::vector<std::string> heads;
  for (const char* head : {"id", "name", "customer", "region", "status", "next action", "next action date"})
    heads.emplace_back(head);
  for (const auto& field : visit.workspace().fields) heads.push_back(field.name);
  Response response;
  response.body = byte_order_mark;
  add_line(response.body, heads);
  query.limit = store::limits::page_rows;
  do {
    HANDRAIL_TRY(const auto page, visit.engine.tenants(query, visit.person().id));
    for (const auto& tenant : page.tenants) add_line(response.body, cells_of(visit, tenant));
    query.cursor = page.next;
  } while (!query.cursor.empty());
  response.content_type = "text/csv; charset=utf-8";
  response.headers.add("Content-Disposition",
                       fmt::format("attachment; filename=\"tenants-{}.csv\"", to_iso(visit.today)));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

} // namespace handrail::web
