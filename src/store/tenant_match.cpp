#include "store/tenant_match.h"

#include "store/tenant_order.h"
#include "store/tenant_text.h"

#include <algorithm>

namespace handrail::store {

namespace {

template <class Things, class Test>
bool any(const Things& things, Test test) {
  return std::any_of(things.begin(), things.end(), test);
}

bool fits(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

bool is_seen(const Seen& seen, const TenantRow& row) {
  if (any(seen.customers, [&](const std::string& one) { return one == row.customer; })) return true;
  return any(row.holders, [&](const HolderRow& one) {
    return !one.queue && any(seen.people, [&](const std::string& person) { return person == one.holder; });
  });
}

bool is_held_as_asked(const TenantQuery& query, const TenantRow& row) {
  if (!query.holder.empty() && !any(row.holders, [&](const HolderRow& one) {
        return one.holder == query.holder && (query.field.empty() || one.field == query.field);
      }))
    return false;
  if (!query.queue.empty() &&
      !any(row.holders, [&](const HolderRow& one) { return one.queue && one.holder == query.queue; }))
    return false;
  return query.unassigned.empty() ||
         !any(row.holders, [&](const HolderRow& one) { return one.field == query.unassigned; });
}

bool is_worked_on_as_asked(const TenantQuery& query, const TenantRow& row) {
  if (!query.playbook.empty() &&
      !any(row.running, [&](const RunningRow& one) { return one.playbook == query.playbook; }))
    return false;
  if (query.under_way && *query.under_way != (row.open_engagements > 0)) return false;
  if (!query.closed.empty() &&
      !any(row.ends, [&](const EndRow& one) { return one.closed && one.playbook == query.closed; }))
    return false;
  if (!query.outcome.empty() && !any(row.ends, [&](const EndRow& one) { return one.outcome == query.outcome; }))
    return false;
  if (query.service.empty() && query.service_status.empty()) return true;
  return any(row.services, [&](const ServiceRow& one) {
    return (query.service.empty() || one.service == query.service) && fits(query.service_status, one.status);
  });
}

bool is_dated_as_asked(const TenantQuery& query, const TenantRow& row) {
  const auto& date = row.next_action_date;
  if (query.no_next_action_date && date) return false;
  if (query.next_action_from && (!date || *date < *query.next_action_from)) return false;
  if (query.next_action_before && (!date || *date >= *query.next_action_before)) return false;
  const auto& work = row.last_work;
  if (query.worked_since && (!work || second_of(*work) < second_of(*query.worked_since))) return false;
  return !query.idle_since || !work || second_of(*work) < second_of(*query.idle_since);
}

} // namespace

bool matches(const TenantQuery& query, const TenantRow& row) {
  return fits(query.region, row.region) && fits(query.status, row.status) && fits(query.customer, row.customer) &&
         is_held_as_asked(query, row) && is_worked_on_as_asked(query, row) && is_dated_as_asked(query, row) &&
         (!query.seen || is_seen(*query.seen, row)) && SearchedFor(query.text).finds(searched_text(row));
}

} // namespace handrail::store
