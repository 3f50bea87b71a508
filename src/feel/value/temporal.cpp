#include "feel/value/temporal.h"

#include "core/zone.h"
#include "feel/limits.h"

namespace handrail::feel {

namespace {

constexpr std::int64_t days_an_era = 146'097; ///< 400 years, after which the calendar repeats itself
constexpr int years_an_era = 400;

std::int64_t clock_seconds(const DateTime& moment) {
  return days_since_epoch(moment.date) * seconds_a_day + moment.time.nanoseconds / nanoseconds_a_second;
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

std::int32_t offset_at(const DateTime& local) {
  const Zone& zone = local.time.zone;
  if (zone.offset_seconds) return *zone.offset_seconds;
  return offset_at_local(zone.name, clock_seconds(local)).value_or(0);
}

std::int32_t offset_of(const TimeOfDay& time) {
  if (time.zone.offset_seconds) return *time.zone.offset_seconds;
  return standard_offset(time.zone.name).value_or(0);
}

UtcMoment to_utc(const DateTime& moment) {
  return {clock_seconds(moment) - offset_at(moment),
          static_cast<std::int32_t>(moment.time.nanoseconds % nanoseconds_a_second)};
}

std::optional<DateTime> from_utc(UtcMoment moment, const Zone& zone) {
  const std::int64_t offset =
      zone.offset_seconds ? *zone.offset_seconds : offset_at_utc(zone.name, moment.seconds).value_or(0);
  const std::int64_t local = moment.seconds + offset;
  std::int64_t days = local / seconds_a_day;
  std::int64_t of_day = local % seconds_a_day;
  if (of_day < 0) of_day += seconds_a_day, --days;
  const auto date = date_of_days(days);
  if (!date) return std::nullopt;
  return DateTime{*date, {of_day * nanoseconds_a_second + moment.nanoseconds, zone}};
}

} // namespace handrail::feel
