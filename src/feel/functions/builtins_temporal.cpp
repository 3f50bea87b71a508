// Dates, times and durations: making them and asking of them (DMN 1.5, 10.3.4.1, 10.3.4.7 and 10.3.4.8).
#include "feel/functions/builtin.h"
#include "feel/value/arithmetic.h"
#include "feel/value/compare.h"

#include "core/text.h"
#include "core/zone.h"

#include <fmt/format.h>

#include <array>

namespace handrail::feel {

namespace {

Value not_readable(const Call& call, std::string_view what, std::string_view example) {
  return call.fail(fmt::format("“{}” is not {}", text::shortened(call[0].as_string(), 60), what),
                   fmt::format("write it like {}", example));
}

/// A number without fraction; nothing, and a problem, for another.
std::optional<std::int64_t> whole(const Call& call, std::size_t index, std::string_view what) {
  const auto integer = call[index].as_number().to_integer();
  if (!integer) call.fail(fmt::format("the {} must be a whole number", what));
  return integer;
}

// ---- date --------------------------------------------------------------------------------------------------------

Value date_of_text(const Call& call) {
  const auto date = parse_date(call[0].as_string());
  return date ? Value::date(*date) : not_readable(call, "a date", "2026-03-27");
}

Value date_of_moment(const Call& call) {
  return call[0].kind() == Value::Kind::date ? call[0] : Value::date(call[0].as_date_and_time().date);
}

Value date_of_parts(const Call& call) {
  const auto year = whole(call, 0, "year");
  const auto month = year ? whole(call, 1, "month") : year;
  const auto day = month ? whole(call, 2, "day") : month;
  if (!day) return {};
  const auto date = valid_date(*year, *month, *day);
  return date ? Value::date(*date) : call.fail(fmt::format("there is no day {}-{}-{}", *year, *month, *day));
}

// ---- time --------------------------------------------------------------------------------------------------------

Value time_of_text(const Call& call) {
  const auto time = parse_time(call[0].as_string());
  return time ? Value::time(*time) : not_readable(call, "a time", "09:05:00");
}

Value time_of_moment(const Call& call) {
  if (call[0].kind() == Value::Kind::date) return Value::time({0, Zone{0, ""}}); // a date is its midnight in UTC
  return Value::time(call[0].as_date_and_time().time);
}

Value time_itself(const Call& call) { return call[0]; }

/// Seconds may have a fraction. `first` is the index of the hour.
std::optional<std::int64_t> nanoseconds_of_parts(const Call& call, std::size_t first) {
  const auto hour = whole(call, first, "hour");
  const auto minute = hour ? whole(call, first + 1, "minute") : hour;
  if (!minute) return std::nullopt;
  const Decimal second = call[first + 2].as_number();
  const bool valid =
      *hour >= 0 && *hour <= 23 && *minute >= 0 && *minute <= 59 && !second.is_negative() && second < Decimal(60);
  if (!valid) {
    call.fail("there is no such time", "hours go from 0 to 23, minutes and seconds from 0 to 59");
    return std::nullopt;
  }
  const auto span = duration_of_seconds(second); // below 60, so it always fits
  return ((*hour * 60 + *minute) * 60 + span->seconds) * nanoseconds_a_second + span->nanoseconds;
}

/// A zone from an optional offset, a duration of hours, minutes and seconds.
std::optional<Zone> zone_of_offset(const Call& call, const Value& offset) {
  constexpr std::int64_t largest = 18 * 3600;
  if (offset.is_null()) return Zone{};
  const bool fits = offset.kind() == Value::Kind::days_and_time_duration &&
                    std::abs(offset.as_day_time_duration().seconds) <= largest;
  if (fits) return Zone{static_cast<std::int32_t>(offset.as_day_time_duration().seconds), ""};
  call.fail("an offset is a duration of at most 18 hours", "write it like duration(\"PT2H\")");
  return std::nullopt;
}

Value time_of_parts(const Call& call) {
  const auto nanoseconds = nanoseconds_of_parts(call, 0);
  const auto zone = nanoseconds ? zone_of_offset(call, call[3]) : std::nullopt;
  return zone ? Value::time({*nanoseconds, *zone}) : Value();
}

// ---- date and time -----------------------------------------------------------------------------------------------

Value moment_of_text(const Call& call) {
  const auto moment = parse_date_time(call[0].as_string());
  return moment ? Value::date_and_time(*moment) : not_readable(call, "a date and time", "2026-03-27T09:05:00Z");
}

Value moment_of_date(const Call& call) {
  return call[0].kind() == Value::Kind::date ? Value::date_and_time({call[0].as_calendar_date(), {0, Zone{0, ""}}})
                                             : call[0];
}

Value moment_of_date_and_time(const Call& call) {
  const bool is_date = call[0].kind() == Value::Kind::date;
  return Value::date_and_time(
      {is_date ? call[0].as_calendar_date() : call[0].as_date_and_time().date, call[1].as_time()});
}

Value moment_of_parts(const Call& call) {
  const Value date = date_of_parts(call);
  const auto nanoseconds = date.is_null() ? std::nullopt : nanoseconds_of_parts(call, 3);
  if (!nanoseconds) return {};
  const bool has_zone = call.count() > 6 && call[6].is_string();
  if (has_zone && !is_known_zone(call[6].as_string()))
    return call.fail(fmt::format("“{}” is not a time zone", text::shortened(call[6].as_string(), 60)),
                     "use an IANA name such as Europe/Berlin");
  const auto zone =
      has_zone ? Zone{std::nullopt, call[6].as_string()} : zone_of_offset(call, call.count() > 6 ? call[6] : Value());
  return zone ? Value::date_and_time({date.as_calendar_date(), {*nanoseconds, *zone}}) : Value();
}

// ---- durations ---------------------------------------------------------------------------------------------------

Value duration_of_text(const Call& call) {
  const std::string& text = call[0].as_string();
  if (const auto span = parse_day_time_duration(text)) return Value::duration(*span);
  if (const auto span = parse_year_month_duration(text)) return Value::duration(*span);
  return not_readable(call, "a duration", "P3D, PT2H30M or P1Y2M");
}

Value duration_itself(const Call& call) { return call[0]; }

CalendarDate day_of(const Value& value) {
  return value.kind() == Value::Kind::date ? value.as_calendar_date() : value.as_date_and_time().date;
}

/// Whole months between two days, towards zero.
Value years_and_months(const Call& call) {
  const CalendarDate from = day_of(call[0]);
  const CalendarDate to = day_of(call[1]);
  std::int64_t months = (std::int64_t{to.year} - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return Value::duration(YearMonthDuration{months});
}

// ---- the calendar ------------------------------------------------------------------------------------------------

std::int64_t day_of_year(CalendarDate date) { return days_since_epoch(date) - days_since_epoch({date.year, 1, 1}) + 1; }

Value day_of_year(const Call& call) { return Value::number(day_of_year(day_of(call[0]))); }

Value day_of_week(const Call& call) {
  constexpr std::array<const char*, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday"};
  return Value::string(names[weekday(day_of(call[0])) - 1]);
}

Value month_of_year(const Call& call) {
  constexpr std::array<const char*, 12> names{"January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December"};
  return Value::string(names[day_of(call[0]).month - 1U]);
}

/// ISO 8601: the week of the year that its Thursday is in.
Value week_of_year(const Call& call) {
  const CalendarDate date = day_of(call[0]);
  const auto thursday = date_of_days(days_since_epoch(date) + 4 - static_cast<std::int64_t>(weekday(date)));
  if (!thursday) return call.fail("this date is too far away");
  return Value::number((day_of_year(*thursday) - 1) / 7 + 1);
}

// ---- now ---------------------------------------------------------------------------------------------------------

Value now(const Call& call) {
  const auto& surroundings = call.run().surroundings();
  Value utc = Value::instant(surroundings.now);
  if (surroundings.zone == "UTC") return utc;
  const auto local = from_utc(to_utc(utc.as_date_and_time()), Zone{std::nullopt, std::string(surroundings.zone)});
  return local ? Value::date_and_time(*local) : utc;
}

Value today(const Call& call) { return Value::date(now(call).as_date_and_time().date); }

} // namespace

std::vector<Builtin> temporal_builtins() {
  const BuiltinParameter text{"from", Takes::string, false}, moment{"from", Takes::date_or_date_and_time, false};
  const BuiltinParameter date{"date", Takes::date_or_date_and_time, false};
  const BuiltinParameter year{"year", Takes::number, false}, month{"month", Takes::number, false},
      day{"day", Takes::number, false};
  const BuiltinParameter hour{"hour", Takes::number, false}, minute{"minute", Takes::number, false};
  const BuiltinParameter second{"second", Takes::number, false};
  const BuiltinParameter offset{"offset", Takes::duration, true};
  const auto of_date = [&](Value (*body)(const Call&)) { return std::vector<BuiltinSignature>{{{date}, body}}; };
  return {
      {"date", Type::date(), {{{text}, date_of_text}, {{moment}, date_of_moment}, {{year, month, day}, date_of_parts}}},
      {"time",
       Type::time(),
       {{{text}, time_of_text},
        {{moment}, time_of_moment},
        {{{"from", Takes::time, false}}, time_itself},
        {{hour, minute, second, offset}, time_of_parts}}},
      {"date and time",
       Type::date_and_time(),
       {{{text}, moment_of_text},
        {{moment}, moment_of_date},
        {{date, {"time", Takes::time, false}}, moment_of_date_and_time},
        {{year, month, day, hour, minute, second, offset}, moment_of_parts},
        {{year, month, day, hour, minute, second, {"timezone", Takes::string, false}}, moment_of_parts}}},
      {"duration", Type::any(), {{{text}, duration_of_text}, {{{"from", Takes::duration, false}}, duration_itself}}},
      {"years and months duration",
       Type::years_and_months_duration(),
       {{{{"from", Takes::date_or_date_and_time, false}, {"to", Takes::date_or_date_and_time, false}},
         years_and_months}}},
      {"day of year", Type::number(), of_date(day_of_year)},
      {"day of week", Type::string(), of_date(day_of_week)},
      {"month of year", Type::string(), of_date(month_of_year)},
      {"week of year", Type::number(), of_date(week_of_year)},
      {"now", Type::date_and_time(), {{{}, now}}},
      {"today", Type::date(), {{{}, today}}},
  };
}

} // namespace handrail::feel
