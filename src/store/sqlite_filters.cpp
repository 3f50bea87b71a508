#include "store/sqlite_filters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace handrail::store {

namespace {

/// "?, ?, ?"
std::string places(std::size_t count) {
  return fmt::format("{}", fmt::join(std::vector<std::string_view>(count, "?"), ", "));
}

} // namespace

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

} // namespace handrail::store
