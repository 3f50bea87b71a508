#include "core/zone.h"

#include <date/date.h>
#include <date/tz.h>

#include <stdexcept>
#include <string>

namespace handrail {

namespace {

constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t days_an_era = 146'097; ///< 400 years, after which dates and weekdays repeat themselves

/// The last year whose clock changes Debian's tables list one by one; the library does not read the rule after them.
constexpr int last_listed_year = 2037;
/// Among so many years the first of January, and the first of March, has been each day of the week.
constexpr int years_with_every_weekday = 11;

std::int64_t first_of(int year, unsigned month) {
  return date::sys_days{date::year{year} / date::month{month} / 1}.time_since_epoch().count();
}

bool same_weekday(std::int64_t day, std::int64_t other) { return (day - other) % 7 == 0; }

/// A listed day on which the clocks are set alike. Rules say "the last Sunday of March", so it stands as far from a
/// first of January, or after the leap day a first of March, that is the same day of the week: in the newest year there
/// is, for older ones had other rules. Early days all have local mean time.
std::int64_t listed_day(std::int64_t day) {
  constexpr std::int64_t early = -700'000; // about the year 53
  if (day < early) return early;
  const std::int64_t end = first_of(last_listed_year + 1, 1);
  if (day < end) return day;
  const std::int64_t within_era = end + (day - end) % days_an_era;
  const date::year_month_day date{date::sys_days{date::days{within_era}}};
  const unsigned month = date.month() < date::March ? 1 : 3;
  const std::int64_t anchor = first_of(static_cast<int>(date.year()), month);
  for (int year = last_listed_year; year > last_listed_year - years_with_every_weekday; --year)
    if (same_weekday(first_of(year, month), anchor)) return first_of(year, month) + within_era - anchor;
  throw std::logic_error("eleven years without some weekday at the beginning of a month");
}

std::int64_t listed_second(std::int64_t seconds) {
  const std::int64_t day = seconds >= 0 ? seconds / seconds_a_day : (seconds - seconds_a_day + 1) / seconds_a_day;
  return seconds + (listed_day(day) - day) * seconds_a_day;
}

const date::time_zone* zone_by_name(std::string_view name) {
  try {
    return name.empty() ? nullptr : date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::int32_t seconds_of(std::chrono::seconds span) { return static_cast<std::int32_t>(span.count()); }

} // namespace

bool is_known_zone(std::string_view name) { return zone_by_name(name) != nullptr; }

std::optional<std::int32_t> offset_at_utc(std::string_view zone, std::int64_t seconds) {
  const auto* known = zone_by_name(zone);
  if (known == nullptr) return std::nullopt;
  return seconds_of(known->get_info(date::sys_seconds{std::chrono::seconds{listed_second(seconds)}}).offset);
}

std::optional<std::int32_t> offset_at_local(std::string_view zone, std::int64_t seconds) {
  const auto* known = zone_by_name(zone);
  if (known == nullptr) return std::nullopt;
  return seconds_of(known->get_info(date::local_seconds{std::chrono::seconds{listed_second(seconds)}}).first.offset);
}

std::optional<std::int32_t> standard_offset(std::string_view zone) {
  const auto* known = zone_by_name(zone);
  if (known == nullptr) return std::nullopt;
  const auto info = known->get_info(date::sys_days{date::year{2024} / 1 / 1});
  return seconds_of(info.offset - std::chrono::duration_cast<std::chrono::seconds>(info.save));
}

} // namespace handrail
