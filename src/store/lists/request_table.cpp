#include "store/lists/request_table.h"

#include "store/lists/tenant_search.h"
#include "store/lists/tenant_table.h"
#include "store/request_order.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace handrail::store {

const char* const request_tables = R"(
CREATE TABLE request_by_team (
  team     TEXT    NOT NULL,
  asked_at INTEGER NOT NULL,
  tenant   TEXT    NOT NULL,
  request  TEXT    NOT NULL,
  asked_by TEXT    NOT NULL,
  number   INTEGER NOT NULL,
  PRIMARY KEY (team, asked_at, tenant, request)
) STRICT, WITHOUT ROWID;
CREATE TABLE request_by_asker (
  asked_by TEXT    NOT NULL,
  asked_at INTEGER NOT NULL,
  tenant   TEXT    NOT NULL,
  request  TEXT    NOT NULL,
  team     TEXT    NOT NULL,
  number   INTEGER NOT NULL,
  PRIMARY KEY (asked_by, asked_at, tenant, request)
) STRICT, WITHOUT ROWID;
)";

namespace {

using Entries = std::vector<RequestPage::Entry>;

bool waits_longer(const RequestPage::Entry& a, const RequestPage::Entry& b) {
  return std::tie(a.request.asked_at, a.tenant, a.request.request) <
         std::tie(b.request.asked_at, b.tenant, b.request.request);
}

/// What a reader is shown of one team's requests, or of those that one person asked.
class Reading {
public:
  Reading(sqlite::Database& database, const RequestQuery& query, RequestCursor after)
      : database_(database), query_(query), after_(std::move(after)) {}

  Result<void> narrow() {
    if (!query_.seen) return {};
    HANDRAIL_TRY(const auto last, last_number(database_));
    HANDRAIL_TRY(seen_, seen_tenants(database_, *query_.seen, last));
    return {};
  }
  Result<void> read_team(const std::string& team) {
    return read("SELECT team, asked_by, asked_at, tenant, request, number FROM request_by_team "
                "WHERE team = ?1 AND (asked_at, tenant, request) > (?2, ?3, ?4) ORDER BY asked_at, tenant, request",
                team);
  }
  Result<void> read_asker() {
    return read("SELECT team, asked_by, asked_at, tenant, request, number FROM request_by_asker "
                "WHERE asked_by = ?1 AND (asked_at, tenant, request) > (?2, ?3, ?4) "
                "ORDER BY asked_at, tenant, request",
                query_.asked_by.text());
  }
  Entries take() && { return std::move(found_); }

private:
  Result<void> read(const char* sql, const std::string& whose) {
    HANDRAIL_TRY(auto rows, database_.query(sql));
    rows.bind(std::string_view(whose))
        .bind(after_.asked_at)
        .bind(std::string_view(after_.tenant))
        .bind(std::string_view(after_.request));
    for (std::size_t count = 0; count <= query_.limit;) { // one more says whether there is a next page
      HANDRAIL_TRY(const bool more, rows.next());
      if (!more) break;
      if (!is_wanted(rows)) continue;
      ++count;
      found_.push_back({TenantId(rows.text(3)),
                        {RequestId(rows.text(4)), RoleId(rows.text(0)), PersonId(rows.text(1)),
                         Instant(std::chrono::microseconds(rows.integer(2)))}});
    }
    return {};
  }
  bool is_wanted(const sqlite::Query& rows) const {
    if (!query_.asked_by.empty() && rows.text(1) != query_.asked_by.text()) return false;
    if (query_.teams && std::none_of(query_.teams->begin(), query_.teams->end(),
                                     [&](const RoleId& team) { return team.text() == rows.text(0); }))
      return false;
    return !seen_ || seen_->has(rows.natural(5));
  }

  sqlite::Database& database_;
  const RequestQuery& query_;
  RequestCursor after_;
  std::optional<NumberSet> seen_;
  Entries found_;
};

/// The teams that any request waits for.
Result<std::vector<std::string>> waiting_teams(sqlite::Database& database) {
  std::vector<std::string> teams;
  for (;;) {
    HANDRAIL_TRY(auto rows, database.query("SELECT team FROM request_by_team WHERE team > ? ORDER BY team LIMIT 1"));
    const auto after = teams.empty() ? std::string() : teams.back();
    rows.bind(std::string_view(after));
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return teams;
    teams.emplace_back(rows.text(0));
  }
}

Result<void> read_teams(Reading& reading, sqlite::Database& database, const RequestQuery& query) {
  std::vector<std::string> teams;
  if (query.teams)
    for (const auto& team : *query.teams) teams.push_back(team.text());
  else {
    HANDRAIL_TRY(teams, waiting_teams(database));
  }
  std::sort(teams.begin(), teams.end());
  teams.erase(std::unique(teams.begin(), teams.end()), teams.end());
  for (const auto& team : teams) HANDRAIL_CHECK(reading.read_team(team));
  return {};
}

} // namespace

Result<RequestPage> waiting_requests(sqlite::Database& database, const RequestQuery& query) {
  RequestCursor after{std::numeric_limits<std::int64_t>::min(), "", ""};
  if (!query.cursor.empty()) {
    HANDRAIL_TRY(after, request_cursor(query.cursor));
  }
  Reading reading(database, query, std::move(after));
  HANDRAIL_CHECK(reading.narrow());
  HANDRAIL_CHECK(query.asked_by.empty() ? read_teams(reading, database, query) : reading.read_asker());
  RequestPage page{std::move(reading).take(), ""};
  std::sort(page.requests.begin(), page.requests.end(), waits_longer);
  if (page.requests.size() <= query.limit) return page;
  page.requests.erase(page.requests.begin() + static_cast<std::ptrdiff_t>(query.limit), page.requests.end());
  page.next = to_text(page.requests.back());
  return page;
}

// ---- writing -------------------------------------------------------------------------------------------------------

namespace {

Result<void> remove(sqlite::Database& database, const TenantId& tenant, const RequestRow& request) {
  HANDRAIL_TRY(auto by_team, database.query("DELETE FROM request_by_team "
                                            "WHERE team = ? AND asked_at = ? AND tenant = ? AND request = ?"));
  HANDRAIL_CHECK(by_team.bind(request.team.text())
                     .bind(micros(request.asked_at))
                     .bind(tenant.text())
                     .bind(request.request.text())
                     .run());
  HANDRAIL_TRY(auto by_asker, database.query("DELETE FROM request_by_asker "
                                             "WHERE asked_by = ? AND asked_at = ? AND tenant = ? AND request = ?"));
  return by_asker.bind(request.asked_by.text())
      .bind(micros(request.asked_at))
      .bind(tenant.text())
      .bind(request.request.text())
      .run();
}

Result<void> insert(sqlite::Database& database, std::uint64_t number, const TenantId& tenant,
                    const RequestRow& request) {
  HANDRAIL_TRY(auto by_team, database.query("INSERT INTO request_by_team VALUES (?, ?, ?, ?, ?, ?)"));
  HANDRAIL_CHECK(by_team.bind(request.team.text())
                     .bind(micros(request.asked_at))
                     .bind(tenant.text())
                     .bind(request.request.text())
                     .bind(request.asked_by.text())
                     .bind(number)
                     .run());
  HANDRAIL_TRY(auto by_asker, database.query("INSERT INTO request_by_asker VALUES (?, ?, ?, ?, ?, ?)"));
  return by_asker.bind(request.asked_by.text())
      .bind(micros(request.asked_at))
      .bind(tenant.text())
      .bind(request.request.text())
      .bind(request.team.text())
      .bind(number)
      .run();
}

} // namespace

Result<void> put_requests(sqlite::Database& database, std::uint64_t number, const TenantRow* before,
                          const TenantRow& now) {
  static const std::vector<RequestRow> none;
  const auto& old_ones = before != nullptr ? before->requests : none;
  std::vector<RequestRow> gone, come;
  std::set_difference(old_ones.begin(), old_ones.end(), now.requests.begin(), now.requests.end(),
                      std::back_inserter(gone));
  std::set_difference(now.requests.begin(), now.requests.end(), old_ones.begin(), old_ones.end(),
                      std::back_inserter(come));
  for (const auto& request : gone) HANDRAIL_CHECK(remove(database, now.id, request));
  for (const auto& request : come) HANDRAIL_CHECK(insert(database, number, now.id, request));
  return {};
}

} // namespace handrail::store
