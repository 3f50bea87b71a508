#include "feel/value/temporal.h"

#include "feel/limits.h"

#include <date/date.h>
#include <date/tz.h>

namespace handrail::feel {

namespace {

constexpr std::int64_t days_an_era = 146'097; ///< 400 years, after which the calendar repeats itself
constexpr int years_an_era = 400;

/// A day of a year with the same calendar that the library knows: its zones end with the year 2037, and what holds
/// there by then goes on. Before its first year all is local mean time, so any early day will do.
std::int64_t within_the_library(std::int64_t days) {
  constexpr std::int64_t first = -700'000;                   // about the year 53
  constexpr std::int64_t last_known_year = 2037, cycle = 28; // in which every calendar there is comes about
  if (days < first) return first;
  const auto date = date_of_days(days);
  if (!date || date->year <= last_known_year) return days;
  const CalendarDate new_year{date->year, 1, 1};
  for (std::int64_t year = last_known_year - cycle + 1; year <= last_known_year; ++year) {
    const CalendarDate candidate{static_cast<std::int32_t>(year), 1, 1};
    const bool same_length = last_day_of_month(year, 2) == last_day_of_month(date->year, 2);
    if (same_length && weekday(candidate) == weekday(new_year))
      return days - days_since_epoch(new_year) + days_since_epoch(candidate);
  }
  return days;
}

const date::time_zone* zone_by_name(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::int32_t seconds_of(std::chrono::seconds span) { return static_cast<std::int32_t>(span.count()); }

/// The offset at an instant, which is unique, unlike that at a local time.
std::int32_t offset_at_utc(std::int64_t seconds, const Zone& zone) {
  if (zone.offset_seconds) return *zone.offset_seconds;
  const auto* known = zone.name.empty() ? nullptr : zone_by_name(zone.name);
  if (known == nullptr) return 0;
  const std::int64_t days = seconds >= 0 ? seconds / seconds_a_day : (seconds - seconds_a_day + 1) / seconds_a_day;
  const std::int64_t shifted = seconds + (within_the_library(days) - days) * seconds_a_day;
  return seconds_of(known->get_info(date::sys_seconds{std::chrono::seconds{shifted}}).offset);
}

} // namespace

// The two conversions are Howard Hinnant's chrono-compatible algorithms, in 64 bits.
std::int64_t days_since_epoch(CalendarDate date) {
  const std::int64_t year = std::int64_t{date.year} - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - years_an_era + 1) / years_an_era;
  const std::int64_t year_of_era = year - era * years_an_era;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * days_an_era + day_of_era - 719'468;
}

std::optional<CalendarDate> date_of_days(std::int64_t days) {
  constexpr std::int64_t furthest = (std::int64_t{limits::largest_year} + 1) * 366;
  if (days > furthest || days < -furthest) return std::nullopt;
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - days_an_era + 1) / days_an_era;
  const std::int64_t day_of_era = days - era * days_an_era;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return valid_date(year_of_era + era * years_an_era + (month <= 2 ? 1 : 0), month, day);
}

unsigned last_day_of_month(std::int64_t year, unsigned month) {
  constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

std::optional<CalendarDate> valid_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year > limits::largest_year || year < -limits::largest_year) return std::nullopt;
  if (month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > last_day_of_month(year, static_cast<unsigned>(month))) return std::nullopt;
  return CalendarDate{static_cast<std::int32_t>(year), static_cast<std::uint8_t>(month),
                      static_cast<std::uint8_t>(day)};
}

unsigned weekday(CalendarDate date) {
  const std::int64_t since_monday = (days_since_epoch(date) + 3) % 7; // 1970-01-01 was a Thursday
  return static_cast<unsigned>(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

bool is_known_zone(std::string_view name) { return zone_by_name(std::string(name)) != nullptr; }

std::int32_t offset_at(const DateTime& local) {
  const Zone& zone = local.time.zone;
  if (zone.offset_seconds) return *zone.offset_seconds;
  const auto* known = zone.name.empty() ? nullptr : zone_by_name(zone.name);
  if (known == nullptr) return 0;
  const std::int64_t days = within_the_library(days_since_epoch(local.date));
  const std::int64_t seconds = days * seconds_a_day + local.time.nanoseconds / nanoseconds_a_second;
  // In the gap and the overlap of a clock change the earlier offset is taken.
  return seconds_of(known->get_info(date::local_seconds{std::chrono::seconds{seconds}}).first.offset);
}

std::int32_t offset_of(const TimeOfDay& time) {
  if (time.zone.offset_seconds) return *time.zone.offset_seconds;
  const auto* known = time.zone.name.empty() ? nullptr : zone_by_name(time.zone.name);
  if (known == nullptr) return 0;
  const auto info = known->get_info(date::sys_days{date::year{2024} / 1 / 1});
  return seconds_of(info.offset - std::chrono::duration_cast<std::chrono::seconds>(info.save));
}

UtcMoment to_utc(const DateTime& moment) {
  const std::int64_t seconds =
      days_since_epoch(moment.date) * seconds_a_day + moment.time.nanoseconds / nanoseconds_a_second;
  return {seconds - offset_at(moment), static_cast<std::int32_t>(moment.time.nanoseconds % nanoseconds_a_second)};
}

std::optional<DateTime> from_utc(UtcMoment moment, const Zone& zone) {
  const std::int64_t local = moment.seconds + offset_at_utc(moment.seconds, zone);
  std::int64_t days = local / seconds_a_day;
  std::int64_t of_day = local % seconds_a_day;
  if (of_day < 0) of_day += seconds_a_day, --days;
  const auto date = date_of_days(days);
  if (!date) return std::nullopt;
  return DateTime{*date, {of_day * nanoseconds_a_second + moment.nanoseconds, zone}};
}

} // namespace handrail::feel
