// Dates, times and durations as FEEL has them: years far beyond four digits, offsets with seconds, zones by name.
#pragma once

#include "core/time.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace handrail::feel {

/// A day of the proleptic Gregorian calendar.
struct CalendarDate {
  std::int32_t year = 0;
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  auto operator<=>(const CalendarDate&) const = default;
};

/// Where a time of day holds: nowhere in particular, at an offset from UTC, or in an IANA zone.
struct Zone {
  std::optional<std::int32_t> offset_seconds; ///< as written; of a named zone it depends on the instant
  std::string name;                           ///< "Europe/Berlin"; empty when there is none
  bool is_local() const { return !offset_seconds.has_value() && name.empty(); }
  bool operator==(const Zone&) const = default;
};

struct TimeOfDay {
  std::int64_t nanoseconds = 0; ///< since midnight
  Zone zone;
};

struct DateTime {
  CalendarDate date;
  TimeOfDay time;
};

/// A span of days, hours, minutes and seconds; the nanoseconds are never negative.
struct DayTimeDuration {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  auto operator<=>(const DayTimeDuration&) const = default;
};

struct YearMonthDuration {
  std::int64_t months = 0;
  auto operator<=>(const YearMonthDuration&) const = default;
};

/// A point on the time line: what a date and time with a zone stands for.
struct UtcMoment {
  std::int64_t seconds = 0; ///< since 1970-01-01T00:00:00Z
  std::int32_t nanoseconds = 0;
  auto operator<=>(const UtcMoment&) const = default;
};

inline constexpr std::int64_t seconds_a_day = 86'400;
inline constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

std::int64_t days_since_epoch(CalendarDate date);
/// Nothing when the year is past limits::largest_year.
std::optional<CalendarDate> date_of_days(std::int64_t days);
std::optional<CalendarDate> valid_date(std::int64_t year, std::int64_t month, std::int64_t day);
unsigned last_day_of_month(std::int64_t year, unsigned month);
/// 1 is Monday, 7 is Sunday.
unsigned weekday(CalendarDate date);

/// The offset from UTC that holds at a local date and time; 0 without a zone.
std::int32_t offset_at(const DateTime& local);
/// The offset of a time of day that has no date: of a named zone, its standard time.
std::int32_t offset_of(const TimeOfDay& time);
UtcMoment to_utc(const DateTime& moment);
/// Nothing when the year is past limits::largest_year.
std::optional<DateTime> from_utc(UtcMoment moment, const Zone& zone);

// ---- text --------------------------------------------------------------------------------------------------------

std::optional<CalendarDate> parse_date(std::string_view text);
/// "09:05:00[.fff][Z|+02:00[:00]|@Europe/Berlin]"
std::optional<TimeOfDay> parse_time(std::string_view text);
/// "2026-03-27T09:05:00[.fff][zone]"; a date alone is its midnight.
std::optional<DateTime> parse_date_time(std::string_view text);
std::optional<DayTimeDuration> parse_day_time_duration(std::string_view text);
std::optional<YearMonthDuration> parse_year_month_duration(std::string_view text);

std::string to_text(CalendarDate date);
std::string to_text(const TimeOfDay& time);
std::string to_text(const DateTime& moment);
std::string to_text(DayTimeDuration duration);
std::string to_text(YearMonthDuration duration);

} // namespace handrail::feel
