#include "store/lists/tenant_search.h"

#include "store/lists/column_table.h"
#include "store/lists/facet_table.h"
#include "store/lists/tenant_table.h"

#include <utility>

namespace handrail::store {

namespace {

class Narrowing {
public:
  Narrowing(sqlite::Database& database, std::uint64_t last) : database_(database), facets_(database), last_(last) {}

  Result<void> by_facets(const TenantQuery& query);
  Result<void> by_holders(const TenantQuery& query);
  Result<void> by_columns(const TenantQuery& query);
  Result<void> by_seen(const Seen& seen);
  Result<void> by_text(const SearchedFor& text, std::size_t most);

  Candidates take() && { return std::move(found_); }

private:
  Result<void> keep(const Facet& facet);
  void keep(NumberSet other);
  Result<void> leave_out(const Facet& facet);
  template <class Holds>
  Result<void> keep_where(Column column, Holds holds);

  sqlite::Database& database_;
  FacetReader facets_;
  std::uint64_t last_;
  Candidates found_;
};

Result<void> Narrowing::keep(const Facet& facet) {
  if (found_.set) return facets_.keep_in(*found_.set, facet);
  return facets_.add_to(found_.set.emplace(last_), facet);
}

void Narrowing::keep(NumberSet other) {
  if (found_.set)
    *found_.set &= other;
  else
    found_.set = std::move(other);
}

Result<void> Narrowing::leave_out(const Facet& facet) {
  NumberSet without(last_);
  HANDRAIL_CHECK(facets_.add_to(without, facet));
  if (!found_.set) found_.set = NumberSet::all(last_);
  *found_.set -= without;
  return {};
}

template <class Holds>
Result<void> Narrowing::keep_where(Column column, Holds holds) {
  NumberSet kept(last_);
  HANDRAIL_CHECK(read_column(database_, column, found_.set ? *found_.set : NumberSet::all(last_),
                             [&](std::uint64_t number, Cell cell) {
                               if (holds(cell)) kept.add(number);
                             }));
  found_.set = std::move(kept);
  return {};
}

Result<void> Narrowing::by_facets(const TenantQuery& query) {
  const std::pair<FacetKind, const std::string*> values[] = {{FacetKind::customer, &query.customer},
                                                             {FacetKind::region, &query.region},
                                                             {FacetKind::status, &query.status},
                                                             {FacetKind::queue, &query.queue},
                                                             {FacetKind::playbook, &query.playbook.text()},
                                                             {FacetKind::closed, &query.closed.text()},
                                                             {FacetKind::outcome, &query.outcome.text()}};
  for (const auto& [kind, value] : values)
    if (!value->empty()) HANDRAIL_CHECK(keep({kind, *value}));
  if (!query.service.empty())
    HANDRAIL_CHECK(keep(query.service_status.empty() ? Facet{FacetKind::service, query.service.text()}
                                                     : Facet{FacetKind::service_status,
                                                             pair_value(query.service.text(), query.service_status)}));
  else if (!query.service_status.empty())
    HANDRAIL_CHECK(keep({FacetKind::task_status, query.service_status}));
  if (query.under_way) {
    const Facet under_way{FacetKind::under_way, ""};
    HANDRAIL_CHECK(*query.under_way ? keep(under_way) : leave_out(under_way));
  }
  if (!query.unassigned.empty()) HANDRAIL_CHECK(leave_out({FacetKind::field, query.unassigned.text()}));
  return {};
}

/// A holder is a person or a queue of that name.
Result<void> Narrowing::by_holders(const TenantQuery& query) {
  if (query.holder.empty()) return {};
  NumberSet held(last_);
  for (const bool queue : {false, true})
    HANDRAIL_CHECK(facets_.add_to(held, query.field.empty()
                                            ? Facet{queue ? FacetKind::queue : FacetKind::person, query.holder}
                                            : Facet{FacetKind::seat, seat_value(query.field, queue, query.holder)}));
  keep(std::move(held));
  return {};
}

Result<void> Narrowing::by_columns(const TenantQuery& query) {
  const Cell none = no_date_cell();
  if (query.no_next_action_date || query.next_action_from || query.next_action_before) {
    const Cell from = query.next_action_from ? date_cell(query.next_action_from) : 0;
    const Cell before = query.next_action_before ? date_cell(query.next_action_before) : none;
    const bool dated = query.next_action_from || query.next_action_before;
    const bool undated = query.no_next_action_date;
    HANDRAIL_CHECK(keep_where(Column::date, [&](Cell cell) {
      return (!undated || cell == none) && (!dated || (cell >= from && cell < before));
    }));
  }
  if (query.worked_since || query.idle_since) {
    const Cell since = query.worked_since ? work_cell(query.worked_since) : 0;
    const Cell before = query.idle_since ? work_cell(query.idle_since) : ~Cell{0};
    HANDRAIL_CHECK(keep_where(Column::times, [&](Cell cell) {
      const auto work = work_in(cell);
      return work >= since && work < before;
    }));
  }
  return {};
}

Result<void> Narrowing::by_seen(const Seen& seen) {
  HANDRAIL_TRY(auto tenants, seen_tenants(database_, seen, last_));
  keep(std::move(tenants));
  return {};
}

Result<void> Narrowing::by_text(const SearchedFor& text, std::size_t most) {
  if (text.empty()) return {};
  if (text.is_short()) return keep(Facet{FacetKind::beginning, text.text()});
  NumberSet with_text(last_);
  HANDRAIL_TRY(const bool all, add_by_text(database_, text, most, with_text));
  if (all) keep(std::move(with_text));
  found_.look_at_text = true;
  return {};
}

} // namespace

Result<NumberSet> seen_tenants(sqlite::Database& database, const Seen& seen, std::uint64_t last) {
  FacetReader facets(database);
  NumberSet tenants(last);
  for (const auto& person : seen.people) HANDRAIL_CHECK(facets.add_to(tenants, {FacetKind::person, person}));
  for (const auto& customer : seen.customers) HANDRAIL_CHECK(facets.add_to(tenants, {FacetKind::customer, customer}));
  return tenants;
}

Result<Candidates> candidates(sqlite::Database& database, const TenantQuery& query, std::uint64_t last,
                              std::size_t most_by_text) {
  Narrowing narrowing(database, last);
  HANDRAIL_CHECK(narrowing.by_facets(query));
  HANDRAIL_CHECK(narrowing.by_holders(query));
  if (query.seen) HANDRAIL_CHECK(narrowing.by_seen(*query.seen));
  HANDRAIL_CHECK(narrowing.by_columns(query));
  HANDRAIL_CHECK(narrowing.by_text(SearchedFor(query.text), most_by_text));
  return std::move(narrowing).take();
}

} // namespace handrail::store
