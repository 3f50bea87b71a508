#include "app/tenant_filters.h"

#include "engagement/calendar.h"
#include "store/tenant_order.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace handrail::app {

namespace {

using Query = store::TenantQuery;

struct Reading {
  const engagement::Calendar& calendar;
  Date today;
};

Error unreadable(std::string_view value, std::string_view wanted) {
  return {ErrorCode::invalid, fmt::format("“{}” is not {}", value, wanted), "", ""};
}

/// "2026-12-31", "today", "today-60", "today+7"
Result<Date> day(const std::string& value, const Reading& reading) {
  constexpr std::string_view today = "today";
  constexpr int most = 36'600;
  if (!value.starts_with(today)) {
    auto date = date_from_iso(value);
    if (!date) return unreadable(value, "a day: write 2026-12-31, today, today-60 or today+7");
    return date;
  }
  const std::string_view by = std::string_view(value).substr(today.size());
  int days = 0;
  if (!by.empty()) {
    const auto [end, error] = std::from_chars(by.data() + 1, by.data() + by.size(), days);
    const bool is_signed = by.front() == '+' || by.front() == '-' || by.front() == ' '; // an address has + for a blank
    if (!is_signed || by.size() == 1 || by[1] == '-' || error != std::errc() || end != by.data() + by.size() ||
        days > most)
      return unreadable(value, "a day: write 2026-12-31, today, today-60 or today+7");
    if (by.front() == '-') days = -days;
  }
  return Date(std::chrono::sys_days(reading.today) + std::chrono::days(days));
}

Result<std::optional<Instant>> start_of(const std::string& value, const Reading& reading) {
  HANDRAIL_TRY(const auto date, day(value, reading));
  return std::optional(reading.calendar.start_of(date));
}

Result<bool> yes_or_no(const std::string& value) {
  if (value == "yes") return true;
  if (value == "no") return false;
  return unreadable(value, "yes or no");
}

template <class Member>
Result<void> put(Member& member, Result<Member> value) {
  if (!value) return std::move(value).error();
  member = std::move(*value);
  return {};
}

Result<void> put_day(std::optional<Date>& member, const std::string& value, const Reading& reading) {
  HANDRAIL_TRY(member, day(value, reading));
  return {};
}

Result<void> put_order(Query& query, const std::string& value) {
  query.descending = value.starts_with('-');
  return put(query.order, store::order_named(std::string_view(value).substr(query.descending ? 1 : 0)));
}

struct Filter {
  TenantFilter told;
  Result<void> (*set)(Query& query, const std::string& value, const Reading& reading);
};

/// Sets a text or an id as it stands.
template <auto Member>
Result<void> as_it_stands(Query& query, const std::string& value, const Reading&) {
  using Value = std::remove_reference_t<decltype(query.*Member)>;
  query.*Member = Value(value);
  return {};
}

constexpr std::array filters{
    Filter{{"text", "WORDS", "Stands in the id, the name or the customer"}, as_it_stands<&Query::text>},
    Filter{{"region", "REGION", "Of this region"}, as_it_stands<&Query::region>},
    Filter{{"status", "STATUS", "With this status"}, as_it_stands<&Query::status>},
    Filter{{"customer", "NAME", "Of this customer"}, as_it_stands<&Query::customer>},
    Filter{{"holder", "NAME", "Held by this person (by id) or queue"}, as_it_stands<&Query::holder>},
    Filter{{"field", "FIELD", "The holder holds this field; without a holder, it is passed over"},
           as_it_stands<&Query::field>},
    Filter{{"queue", "NAME", "This queue stands in any field"}, as_it_stands<&Query::queue>},
    Filter{{"unassigned", "FIELD", "Nobody and no queue holds this field"}, as_it_stands<&Query::unassigned>},
    Filter{{"playbook", "PLAYBOOK", "An engagement of it is open"}, as_it_stands<&Query::playbook>},
    Filter{{"under-way", "yes|no", "Any engagement is open, or none"},
           [](Query& query, const std::string& value, const Reading&) -> Result<void> {
             HANDRAIL_TRY(query.under_way, yes_or_no(value));
             return {};
           }},
    Filter{{"closed", "PLAYBOOK", "An engagement of it was closed"}, as_it_stands<&Query::closed>},
    Filter{{"outcome", "TASK", "This outcome was chosen"}, as_it_stands<&Query::outcome>},
    Filter{{"service", "SERVICE", "It is in scope"}, as_it_stands<&Query::service>},
    Filter{{"service-status", "STATUS", "A task done once per service has this status, of that service or any"},
           as_it_stands<&Query::service_status>},
    Filter{{"next-from", "DAY", "The next action is on this day or later"},
           [](Query& query, const std::string& value, const Reading& reading) {
             return put_day(query.next_action_from, value, reading);
           }},
    Filter{{"next-before", "DAY", "The next action is before this day; today finds those overdue"},
           [](Query& query, const std::string& value, const Reading& reading) {
             return put_day(query.next_action_before, value, reading);
           }},
    Filter{{"no-next-date", "yes", "The next action has no date"},
           [](Query& query, const std::string& value, const Reading&) {
             return put(query.no_next_action_date, yes_or_no(value));
           }},
    Filter{{"worked-since", "DAY", "There was work on this day or later"},
           [](Query& query, const std::string& value, const Reading& reading) {
             return put(query.worked_since, start_of(value, reading));
           }},
    Filter{{"idle-since", "DAY", "There was no work on this day or later, or never any"},
           [](Query& query, const std::string& value, const Reading& reading) {
             return put(query.idle_since, start_of(value, reading));
           }},
    Filter{{"order", "ORDER", "name, customer, region, status, next_action_date or changed; -name backward"},
           [](Query& query, const std::string& value, const Reading&) { return put_order(query, value); }},
};

constexpr auto told = [] {
  std::array<TenantFilter, filters.size()> names{};
  for (std::size_t i = 0; i < filters.size(); ++i) names[i] = filters[i].told;
  return names;
}();

} // namespace

std::span<const TenantFilter> tenant_filters() { return told; }

Result<store::TenantQuery> tenant_query(const FilterValues& values, const playbook::Workspace& workspace, Date today) {
  const engagement::Calendar calendar(workspace);
  const Reading reading{calendar, today};
  Query query;
  for (const auto& filter : filters) {
    const auto value = values.find(filter.told.name);
    if (value == values.end() || value->second.empty()) continue;
    auto set = filter.set(query, value->second, reading);
    if (set) continue;
    auto error = std::move(set).error();
    error.where = filter.told.name;
    return error;
  }
  return query;
}

} // namespace handrail::app
