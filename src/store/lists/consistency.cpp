#include "store/lists/consistency.h"

#include "store/lists/column_table.h"
#include "store/lists/facet_table.h"
#include "store/lists/tenant_table.h"
#include "store/lists/text_index.h"
#include "store/request_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace handrail::store {

namespace {

constexpr std::size_t most_findings = 100;

class Comparison {
public:
  explicit Comparison(sqlite::Database& database) : database_(database), facets_(database) {}

  Result<void> run() {
    HANDRAIL_TRY(last_, last_number(database_));
    HANDRAIL_TRY(const auto rows, database_.number("SELECT count(*) FROM tenant"));
    if (static_cast<std::uint64_t>(rows) != last_) report("the tenants' numbers", "they have a hole");
    for (const auto order : {TenantOrder::name, TenantOrder::customer}) HANDRAIL_CHECK(compare_index(order));
    for (std::uint64_t first = 0; first <= last_; first += facet_chunk::numbers) HANDRAIL_CHECK(compare_chunk(first));
    return compare_sizes();
  }
  std::vector<Finding> take() && { return std::move(findings_); }

private:
  void report(std::string where, std::string message) {
    if (findings_.size() < most_findings) findings_.push_back({std::move(where), std::move(message)});
  }
  void report(std::uint64_t number, std::string message) {
    report(fmt::format("the lists, tenant number {}", number), std::move(message));
  }

  /// Every tenant stands where its row has it, in ascending labels, which the column has too.
  Result<void> compare_index(TenantOrder order) {
    const auto what = fmt::format("the index by {}", name_of(order));
    HANDRAIL_TRY(const auto labels, column(label_column(order)));
    HANDRAIL_TRY(auto walk, TextWalk::begin(database_, order, false, nullptr));
    Cell before = 0;
    std::uint64_t count = 0;
    for (;; ++count) {
      HANDRAIL_TRY(const bool more, walk.next());
      if (!more) break;
      HANDRAIL_TRY(const auto row, tenant_head_at(database_, walk.number()));
      if (place_of(row, order) != walk.place()) report(walk.number(), what + " has it elsewhere");
      if (walk.label() <= before) report(walk.number(), "its label in " + what + " is not higher than the one before");
      if (labels[walk.number()] != walk.label()) report(walk.number(), "the column has another label than " + what);
      before = walk.label();
    }
    if (count != last_) report(what, fmt::format("it has {} entries for {} tenants", count, last_));
    return {};
  }

  /// The cells by number.
  Result<std::vector<Cell>> column(Column which) {
    std::vector<Cell> cells(last_ + 1);
    HANDRAIL_CHECK(read_column(database_, which, NumberSet::all(last_),
                               [&](std::uint64_t number, Cell cell) { cells[number] = cell; }));
    return cells;
  }

  Result<void> compare_chunk(std::uint64_t first) {
    const auto end = std::min(first + facet_chunk::numbers, last_ + 1);
    if (first == 0) {
      HANDRAIL_TRY(times_, column(Column::times));
      HANDRAIL_TRY(dates_, column(Column::date));
    }
    std::map<Facet, std::vector<facet_chunk::Change>> expected;
    for (auto number = std::max<std::uint64_t>(first, 1); number < end; ++number) {
      HANDRAIL_TRY(const auto row, tenant_at(database_, number));
      for (auto& facet : facet_change(nullptr, row).given)
        expected[std::move(facet)].push_back({static_cast<std::uint16_t>(number - first), true});
      if (times_[number] != times_cell(row.changed, row.last_work)) report(number, "the column of times has others");
      if (dates_[number] != date_cell(row.next_action_date)) report(number, "the column of dates has another");
      HANDRAIL_CHECK(compare_requests(number, row));
    }
    for (const auto& [facet, tenants] : expected) {
      HANDRAIL_TRY(const bool same, facets_.has_chunk(facet, first / facet_chunk::numbers,
                                                      facet_chunk::changed(facet_chunk::Bytes(), tenants)));
      if (!same)
        report("the lists",
               fmt::format("the set of \"{}\" (kind {}) is not that of the rows, among the tenants from number {} on",
                           facet.value, static_cast<int>(facet.kind), first));
    }
    chunks_ += expected.size();
    return {};
  }

  Result<void> compare_requests(std::uint64_t number, const TenantRow& row) {
    requests_ += row.requests.size();
    for (const auto& request : row.requests) {
      HANDRAIL_TRY(auto found, database_.query("SELECT 1 FROM request_by_team JOIN request_by_asker "
                                               "USING (asked_by, asked_at, tenant, request, team, number) "
                                               "WHERE team = ? AND asked_at = ? AND tenant = ? AND request = ? "
                                               "AND asked_by = ? AND number = ?"));
      found.bind(request.team.text())
          .bind(micros(request.asked_at))
          .bind(row.id.text())
          .bind(request.request.text())
          .bind(request.asked_by.text())
          .bind(number);
      HANDRAIL_TRY(const bool any, found.next());
      if (!any) report(number, "a request that waits is missing in the lists of requests");
    }
    return {};
  }

  /// What the rows do not have would not have been looked at.
  Result<void> compare_sizes() {
    const std::pair<const char*, std::uint64_t> sizes[] = {{"SELECT count(*) FROM facet_chunk", chunks_},
                                                           {"SELECT count(*) FROM request_by_team", requests_},
                                                           {"SELECT count(*) FROM request_by_asker", requests_}};
    for (const auto& [sql, expected] : sizes) {
      HANDRAIL_TRY(const auto count, database_.number(sql));
      if (static_cast<std::uint64_t>(count) != expected)
        report("the lists", fmt::format("`{}` gives {}, and the rows ask for {}", sql, count, expected));
    }
    return {};
  }

  sqlite::Database& database_;
  FacetReader facets_;
  std::uint64_t last_ = 0, chunks_ = 0, requests_ = 0;
  std::vector<Cell> times_, dates_;
  std::vector<Finding> findings_;
};

} // namespace

Result<std::vector<Finding>> contradictions(sqlite::Database& database) {
  Comparison comparison(database);
  HANDRAIL_CHECK(comparison.run());
  return std::move(comparison).take();
}

} // namespace handrail::store
