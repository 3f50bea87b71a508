#include "feel/value/properties.h"

#include <algorithm>

namespace handrail::feel {

namespace {

using Kind = Value::Kind;

/// With what there is of a fraction.
Value seconds_of(std::int64_t whole, std::int64_t nanoseconds) {
  const auto fraction = Decimal::divide(Decimal(nanoseconds), Decimal(nanoseconds_a_second));
  return Value::number(Decimal::add(Decimal(whole), fraction.value_or(Decimal())).value_or(Decimal(whole)));
}

std::optional<Value> of_date(CalendarDate date, std::string_view name) {
  if (name == "year") return Value::number(date.year);
  if (name == "month") return Value::number(date.month);
  if (name == "day") return Value::number(date.day);
  if (name == "weekday") return Value::number(weekday(date));
  return std::nullopt;
}

/// `offset_seconds`: of a named zone it depends on the day.
std::optional<Value> of_time(const TimeOfDay& time, std::int32_t offset_seconds, std::string_view name) {
  const std::int64_t seconds = time.nanoseconds / nanoseconds_a_second;
  if (name == "hour") return Value::number(seconds / 3600);
  if (name == "minute") return Value::number(seconds / 60 % 60);
  if (name == "second") return seconds_of(seconds % 60, time.nanoseconds % nanoseconds_a_second);
  if (name == "time offset")
    return time.zone.is_local() ? Value() : Value::duration(DayTimeDuration{offset_seconds, 0});
  if (name == "timezone") return time.zone.name.empty() ? Value() : Value::string(time.zone.name);
  return std::nullopt;
}

std::optional<Value> of_moment(const DateTime& moment, std::string_view name) {
  auto part = of_date(moment.date, name);
  return part ? part : of_time(moment.time, offset_at(moment), name);
}

/// The parts of a negative duration are negative.
std::optional<Value> of_duration(DayTimeDuration duration, std::string_view name) {
  const bool rounds_up = duration.seconds < 0 && duration.nanoseconds != 0;
  const std::int64_t seconds = duration.seconds + (rounds_up ? 1 : 0);
  if (name == "days") return Value::number(seconds / seconds_a_day);
  if (name == "hours") return Value::number(seconds % seconds_a_day / 3600);
  if (name == "minutes") return Value::number(seconds % 3600 / 60);
  if (name == "seconds") return seconds_of(seconds % 60, duration.nanoseconds - (rounds_up ? nanoseconds_a_second : 0));
  return std::nullopt;
}

std::optional<Value> of_duration(YearMonthDuration duration, std::string_view name) {
  if (name == "years") return Value::number(duration.months / 12);
  if (name == "months") return Value::number(duration.months % 12);
  return std::nullopt;
}

std::optional<Value> of_range(const Range& range, std::string_view name) {
  if (name == "start") return range.start;
  if (name == "end") return range.end;
  if (name == "start included") return Value::boolean(range.start_included);
  if (name == "end included") return Value::boolean(range.end_included);
  return std::nullopt;
}

} // namespace

std::optional<Value> property(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::date: return of_date(value.as_calendar_date(), name);
    case Kind::time: return of_time(value.as_time(), offset_of(value.as_time()), name);
    case Kind::date_and_time: return of_moment(value.as_date_and_time(), name);
    case Kind::days_and_time_duration: return of_duration(value.as_day_time_duration(), name);
    case Kind::years_and_months_duration: return of_duration(value.as_year_month_duration(), name);
    case Kind::range: return of_range(value.as_range(), name);
    default: return std::nullopt;
  }
}

const std::vector<Type::Entry>& properties_of(Type::Kind kind) {
  static const std::vector<Type::Entry> none;
  static const std::vector<Type::Entry> date{
      {"year", Type::number()}, {"month", Type::number()}, {"day", Type::number()}, {"weekday", Type::number()}};
  static const std::vector<Type::Entry> time{{"hour", Type::number()},
                                             {"minute", Type::number()},
                                             {"second", Type::number()},
                                             {"time offset", Type::days_and_time_duration()},
                                             {"timezone", Type::string()}};
  static const std::vector<Type::Entry> moment = [] {
    auto all = date;
    all.insert(all.end(), time.begin(), time.end());
    return all;
  }();
  static const std::vector<Type::Entry> day_time{
      {"days", Type::number()}, {"hours", Type::number()}, {"minutes", Type::number()}, {"seconds", Type::number()}};
  static const std::vector<Type::Entry> year_month{{"years", Type::number()}, {"months", Type::number()}};
  static const std::vector<Type::Entry> range{{"start", Type::any()},
                                              {"end", Type::any()},
                                              {"start included", Type::boolean()},
                                              {"end included", Type::boolean()}};
  switch (kind) {
    case Type::Kind::date: return date;
    case Type::Kind::time: return time;
    case Type::Kind::date_and_time: return moment;
    case Type::Kind::days_and_time_duration: return day_time;
    case Type::Kind::years_and_months_duration: return year_month;
    case Type::Kind::range: return range;
    default: return none;
  }
}

} // namespace handrail::feel
