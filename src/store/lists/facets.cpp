#include "store/lists/facets.h"

#include "store/tenant_text.h"

#include <algorithm>
#include <iterator>

namespace handrail::store {

namespace {

using Facets = std::vector<Facet>;

void add_details(const TenantRow& row, Facets& facets) {
  facets.push_back({FacetKind::region, row.region});
  facets.push_back({FacetKind::status, row.status});
  facets.push_back({FacetKind::customer, row.customer});
}

void add_holders(const TenantRow& row, Facets& facets) {
  for (const auto& one : row.holders) {
    facets.push_back({one.queue ? FacetKind::queue : FacetKind::person, one.holder});
    facets.push_back({FacetKind::seat, seat_value(one.field, one.queue, one.holder)});
    facets.push_back({FacetKind::field, one.field.text()});
  }
}

void add_engagements(const TenantRow& row, Facets& facets) {
  if (row.open_engagements > 0) facets.push_back({FacetKind::under_way, ""});
  for (const auto& one : row.running) {
    facets.push_back({FacetKind::playbook, one.playbook.text()});
    facets.push_back({FacetKind::run, pair_value(one.playbook.text(), one.version)});
  }
  for (const auto& one : row.ends) {
    if (one.closed) facets.push_back({FacetKind::closed, one.playbook.text()});
    if (!one.outcome.empty()) facets.push_back({FacetKind::outcome, one.outcome.text()});
  }
}

void add_services(const TenantRow& row, Facets& facets) {
  for (const auto& one : row.services) {
    facets.push_back({FacetKind::service, one.service.text()});
    if (one.status.empty()) continue;
    facets.push_back({FacetKind::task_status, one.status});
    facets.push_back({FacetKind::service_status, pair_value(one.service.text(), one.status)});
  }
}

void add_beginnings(const TenantRow& row, Facets& facets) {
  for (auto& letters : short_beginnings(searched_text(row)))
    facets.push_back({FacetKind::beginning, std::move(letters)});
}

void put_in_order(Facets& facets) {
  std::sort(facets.begin(), facets.end());
  facets.erase(std::unique(facets.begin(), facets.end()), facets.end());
}

} // namespace

std::string pair_value(const std::string& first, const std::string& second) { return first + '\x1f' + second; }

std::pair<std::string, std::string> parts_of(const std::string& value) {
  const auto at = value.find('\x1f');
  if (at == std::string::npos) return {value, ""};
  return {value.substr(0, at), value.substr(at + 1)};
}

std::string seat_value(const FieldId& field, bool queue, const std::string& holder) {
  return pair_value(field.text(), (queue ? "q" : "p") + holder);
}

FacetChange facet_change(const TenantRow* before, const TenantRow& now) {
  Facets old_ones, new_ones;
  // Most commands change nothing of most of it, and making facets costs more than comparing.
  const auto changed = [&](auto is_same, auto add) {
    if (before != nullptr && is_same()) return;
    if (before != nullptr) add(*before, old_ones);
    add(now, new_ones);
  };
  const auto same = [&](auto... members) { return (... && (before->*members == now.*members)); };
  changed([&] { return same(&TenantRow::region, &TenantRow::status, &TenantRow::customer); }, add_details);
  changed([&] { return same(&TenantRow::holders); }, add_holders);
  changed([&] { return same(&TenantRow::open_engagements, &TenantRow::running, &TenantRow::ends); }, add_engagements);
  changed([&] { return same(&TenantRow::services); }, add_services);
  changed([&] { return same(&TenantRow::id, &TenantRow::name, &TenantRow::customer); }, add_beginnings);
  put_in_order(old_ones);
  put_in_order(new_ones);
  FacetChange change;
  std::set_difference(old_ones.begin(), old_ones.end(), new_ones.begin(), new_ones.end(),
                      std::back_inserter(change.taken));
  std::set_difference(new_ones.begin(), new_ones.end(), old_ones.begin(), old_ones.end(),
                      std::back_inserter(change.given));
  return change;
}

} // namespace handrail::store
