#include "store/sqlite_filters.h"

#include "core/text.h"
#include "store/limits.h"

#include <fmt/format.h>

#include <charconv>

namespace handrail::store {

namespace {

/// `text` anywhere, its own % and _ taken literally.
std::string as_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

/// "?, ?, ?"
std::string places(std::size_t count) {
  return fmt::format("{}", fmt::join(std::vector<std::string_view>(count, "?"), ", "));
}

Result<void> check_page(const std::optional<Seen>& seen, std::size_t limit) {
  if (seen && (seen->people.size() > limits::readers || seen->customers.size() > limits::readers))
    return Error{ErrorCode::invalid,
                 fmt::format("A list is narrowed to at most {} people and as many customers", limits::readers), "seen",
                 ""};
  if (limit == 0 || limit > limits::page_rows)
    return Error{ErrorCode::invalid, fmt::format("A page holds 1 to {} rows, not {}", limits::page_rows, limit),
                 "limit", "Ask for fewer, and follow the cursor."};
  return {};
}

} // namespace

std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

void Filters::add(std::string_view condition, std::string value) {
  where += fmt::format(" AND {}", condition);
  values.push_back(std::move(value));
}

void Filters::add_seen(std::string_view tenant, const Seen& seen) {
  where += fmt::format(" AND ({0} IN (SELECT tenant FROM holder WHERE is_queue = 0 AND holder IN ({1}))"
                       " OR {0} IN (SELECT id FROM tenant WHERE customer IN ({2})))",
                       tenant, places(seen.people.size()), places(seen.customers.size()));
  values.insert(values.end(), seen.people.begin(), seen.people.end());
  values.insert(values.end(), seen.customers.begin(), seen.customers.end());
}

std::string to_text(const TenantRow& row) { return row.id.text() + "/" + row.name; }

Result<TenantCursor> tenant_cursor(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || !text::is_utf8(text))
    return Error{ErrorCode::invalid, "This is not where a page of tenants begins", "cursor",
                 "Take the cursor from the page before, or leave it out."};
  return TenantCursor{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

std::string to_text(const RequestPage::Entry& entry) {
  return fmt::format("{}/{}/{}", micros(entry.request.asked_at), entry.tenant.text(), entry.request.request.text());
}

Result<RequestCursor> request_cursor(std::string_view text) {
  RequestCursor cursor;
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor.asked_at);
  if (second == std::string_view::npos || error != std::errc() || end != text.data() + first || !text::is_utf8(text))
    return Error{ErrorCode::invalid, "This is not where a page of requests begins", "cursor",
                 "Take the cursor from the page before, or leave it out."};
  cursor.tenant = text.substr(first + 1, second - first - 1);
  cursor.request = text.substr(second + 1);
  return cursor;
}

Filters filters_of(const TenantQuery& query) {
  Filters filters;
  if (!query.region.empty()) filters.add("region = ?", query.region);
  if (!query.status.empty()) filters.add("status = ?", query.status);
  if (!query.holder.empty()) filters.add("id IN (SELECT tenant FROM holder WHERE holder = ?)", query.holder);
  if (!query.text.empty())
    filters.add("id || char(10) || name || char(10) || customer LIKE ? ESCAPE '\\'", as_pattern(query.text));
  if (!query.customer.empty()) filters.add("customer = ?", query.customer);
  if (query.seen) filters.add_seen("id", *query.seen);
  return filters;
}

Result<void> check(const TenantQuery& query) {
  HANDRAIL_CHECK(check_page(query.seen, query.limit));
  const std::pair<const char*, const std::string*> texts[] = {{"text", &query.text},
                                                              {"region", &query.region},
                                                              {"status", &query.status},
                                                              {"holder", &query.holder},
                                                              {"customer", &query.customer}};
  for (const auto& [name, value] : texts)
    if (!text::is_utf8(*value) || text::code_points(*value) > limits::query_text)
      return Error{ErrorCode::invalid,
                   fmt::format("A filter is text in UTF-8 of at most {} characters", limits::query_text), name,
                   "Make it shorter."};
  return {};
}

Filters filters_of(const RequestQuery& query) {
  Filters filters;
  if (query.teams) {
    filters.where += fmt::format(" AND team IN ({})", places(query.teams->size()));
    for (const auto& team : *query.teams) filters.values.push_back(team.text());
  }
  if (!query.asked_by.empty()) filters.add("asked_by = ?", query.asked_by.text());
  if (query.seen) filters.add_seen("tenant", *query.seen);
  return filters;
}

Result<void> check(const RequestQuery& query) { return check_page(query.seen, query.limit); }

} // namespace handrail::store
