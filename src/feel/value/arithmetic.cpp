#include "feel/value/arithmetic.h"

#include "feel/limits.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

using Kind = Value::Kind;

Error wrong(std::string message, std::string remedy = "") {
  return Error{ErrorCode::invalid, std::move(message), "", std::move(remedy)};
}

Error out_of_range() { return wrong("the result is too large to be held", "work with smaller numbers"); }

Error no_meaning(Arithmetic operation, const Value& a, const Value& b) {
  const std::string_view verb = operation == Arithmetic::add        ? "{} and {} cannot be added"
                                : operation == Arithmetic::subtract ? "{1} cannot be subtracted from {0}"
                                : operation == Arithmetic::multiply ? "{} and {} cannot be multiplied"
                                : operation == Arithmetic::divide   ? "{} cannot be divided by {}"
                                                                    : "{} cannot be raised to the power of {}";
  return wrong(fmt::format(fmt::runtime(verb), kind_text(a), kind_text(b)));
}

template <class T>
Result<Value> number_or(std::optional<T> result) {
  if (!result) return out_of_range();
  return Value::number(*result);
}

template <class T>
Result<Value> duration_or(std::optional<T> result) {
  if (!result) return out_of_range();
  return Value::duration(*result);
}

bool is_day_time(const Value& value) { return value.kind() == Kind::days_and_time_duration; }
bool is_year_month(const Value& value) { return value.kind() == Kind::years_and_months_duration; }
bool is_duration(const Value& value) { return is_day_time(value) || is_year_month(value); }
bool is_moment(const Value& value) {
  return value.kind() == Kind::date || value.kind() == Kind::time || value.kind() == Kind::date_and_time;
}

std::optional<DayTimeDuration> sum(DayTimeDuration a, DayTimeDuration b) {
  std::int32_t nanoseconds = a.nanoseconds + b.nanoseconds;
  std::int64_t seconds = 0;
  if (__builtin_add_overflow(a.seconds, b.seconds, &seconds)) return std::nullopt;
  if (nanoseconds >= nanoseconds_a_second) {
    nanoseconds -= static_cast<std::int32_t>(nanoseconds_a_second);
    if (__builtin_add_overflow(seconds, 1, &seconds)) return std::nullopt;
  }
  return DayTimeDuration{seconds, nanoseconds};
}

std::optional<YearMonthDuration> sum(YearMonthDuration a, YearMonthDuration b) {
  YearMonthDuration result;
  if (__builtin_add_overflow(a.months, b.months, &result.months)) return std::nullopt;
  return result;
}

std::optional<DayTimeDuration> negative(DayTimeDuration duration) {
  if (duration.seconds == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  if (duration.nanoseconds == 0) return DayTimeDuration{-duration.seconds, 0};
  return DayTimeDuration{-duration.seconds - 1, static_cast<std::int32_t>(nanoseconds_a_second - duration.nanoseconds)};
}

std::optional<YearMonthDuration> negative(YearMonthDuration duration) {
  if (duration.months == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return YearMonthDuration{-duration.months};
}

/// A date stands for its midnight in UTC, a local date and time for nothing on the time line.
std::optional<UtcMoment> on_the_time_line(const Value& value) {
  if (value.kind() == Kind::date) return UtcMoment{days_since_epoch(value.as_calendar_date()) * seconds_a_day, 0};
  return to_utc(value.as_date_and_time());
}

Result<Value> shifted_time(const TimeOfDay& time, DayTimeDuration by) {
  constexpr std::int64_t day = seconds_a_day * nanoseconds_a_second;
  const std::int64_t shift = (by.seconds % seconds_a_day) * nanoseconds_a_second + by.nanoseconds;
  const std::int64_t sum = (time.nanoseconds + shift) % day;
  return Value::time({sum < 0 ? sum + day : sum, time.zone});
}

Result<Value> shifted(const Value& moment, DayTimeDuration by) {
  if (moment.kind() == Kind::time) return shifted_time(moment.as_time(), by);
  const UtcMoment start = *on_the_time_line(moment);
  const auto end = sum(DayTimeDuration{start.seconds, start.nanoseconds}, by);
  if (!end) return out_of_range();
  const bool is_date = moment.kind() == Kind::date;
  const auto local = from_utc({end->seconds, end->nanoseconds}, is_date ? Zone{} : moment.as_date_and_time().time.zone);
  if (!local) return out_of_range();
  return is_date ? Value::date(local->date) : Value::date_and_time(*local);
}

Result<Value> shifted(const Value& moment, YearMonthDuration by) {
  const bool is_date = moment.kind() == Kind::date;
  const auto date = plus_months(is_date ? moment.as_calendar_date() : moment.as_date_and_time().date, by.months);
  if (!date) return out_of_range();
  return is_date ? Value::date(*date) : Value::date_and_time({*date, moment.as_date_and_time().time});
}

Result<Value> difference_of_times(const TimeOfDay& a, const TimeOfDay& b) {
  if (a.zone.is_local() != b.zone.is_local())
    return wrong("a time with a zone and one without cannot be subtracted", "give both a zone, or none");
  const std::int64_t nanoseconds = a.nanoseconds - b.nanoseconds;
  const std::int64_t seconds = std::int64_t{offset_of(b)} - offset_of(a);
  const auto rest =
      static_cast<std::int32_t>(((nanoseconds % nanoseconds_a_second) + nanoseconds_a_second) % nanoseconds_a_second);
  return Value::duration(DayTimeDuration{(nanoseconds - rest) / nanoseconds_a_second + seconds, rest});
}

/// Is it without a zone, so that it cannot be compared with a point on the time line? A date counts as one in UTC.
bool is_local(const Value& moment) {
  return moment.kind() == Kind::date_and_time && moment.as_date_and_time().time.zone.is_local();
}

Result<Value> difference_of_moments(const Value& a, const Value& b) {
  if (is_local(a) != is_local(b))
    return wrong("a date and time with a zone and one without cannot be subtracted", "give both a zone, or none");
  const UtcMoment from = *on_the_time_line(b);
  const UtcMoment to = *on_the_time_line(a);
  const auto back = negative(DayTimeDuration{from.seconds, from.nanoseconds});
  if (!back) return out_of_range();
  return duration_or(sum(DayTimeDuration{to.seconds, to.nanoseconds}, *back));
}

Result<Value> add(const Value& a, const Value& b) {
  if (a.kind() == b.kind()) {
    if (a.is_number()) return number_or(Decimal::add(a.as_number(), b.as_number()));
    if (is_day_time(a)) return duration_or(sum(a.as_day_time_duration(), b.as_day_time_duration()));
    if (is_year_month(a)) return duration_or(sum(a.as_year_month_duration(), b.as_year_month_duration()));
    if (a.is_string()) {
      if (a.as_string().size() + b.as_string().size() > limits::string_bytes)
        return wrong(fmt::format("the text is longer than {} bytes", limits::string_bytes));
      return Value::string(a.as_string() + b.as_string());
    }
  }
  if (is_duration(a) && is_moment(b)) return add(b, a);
  if (is_moment(a) && is_day_time(b)) return shifted(a, b.as_day_time_duration());
  if (is_moment(a) && is_year_month(b) && a.kind() != Kind::time) return shifted(a, b.as_year_month_duration());
  return no_meaning(Arithmetic::add, a, b);
}

Result<Value> subtract(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return number_or(Decimal::subtract(a.as_number(), b.as_number()));
  if (a.kind() == Kind::time && b.kind() == Kind::time) return difference_of_times(a.as_time(), b.as_time());
  if (is_moment(a) && is_moment(b) && a.kind() != Kind::time && b.kind() != Kind::time)
    return difference_of_moments(a, b);
  const bool is_shift = is_moment(a) && (is_day_time(b) || (is_year_month(b) && a.kind() != Kind::time));
  if (is_shift || (is_duration(b) && a.kind() == b.kind())) {
    const auto back = negate(b);
    return back ? add(a, *back) : back;
  }
  return no_meaning(Arithmetic::subtract, a, b);
}

/// Months in part are dropped.
Result<Value> months_of(std::optional<Decimal> months) {
  if (!months) return out_of_range();
  const auto whole = months->rounded(0, Rounding::down);
  const auto integer = whole ? whole->to_integer() : std::nullopt;
  if (!integer) return out_of_range();
  return Value::duration(YearMonthDuration{*integer});
}

Result<Value> seconds_of(std::optional<Decimal> seconds) {
  return duration_or(seconds ? duration_of_seconds(*seconds) : std::nullopt);
}

Result<Value> multiply(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return number_or(Decimal::multiply(a.as_number(), b.as_number()));
  if (a.is_number() && is_duration(b)) return multiply(b, a);
  if (is_day_time(a) && b.is_number())
    return seconds_of(Decimal::multiply(total_seconds(a.as_day_time_duration()), b.as_number()));
  if (is_year_month(a) && b.is_number())
    return months_of(Decimal::multiply(Decimal(a.as_year_month_duration().months), b.as_number()));
  return no_meaning(Arithmetic::multiply, a, b);
}

Decimal amount(const Value& value) {
  if (value.is_number()) return value.as_number();
  return is_day_time(value) ? total_seconds(value.as_day_time_duration())
                            : Decimal(value.as_year_month_duration().months);
}

Result<Value> divide(const Value& a, const Value& b) {
  const bool alike = a.kind() == b.kind() && (a.is_number() || is_duration(a));
  if (!alike && !(is_duration(a) && b.is_number())) return no_meaning(Arithmetic::divide, a, b);
  if (amount(b).is_zero()) return wrong("nothing can be divided by zero");
  const auto quotient = Decimal::divide(amount(a), amount(b));
  if (alike) return number_or(quotient);
  return is_day_time(a) ? seconds_of(quotient) : months_of(quotient);
}

Result<Value> power(const Value& a, const Value& b) {
  if (!a.is_number() || !b.is_number()) return no_meaning(Arithmetic::power, a, b);
  const auto result = Decimal::power(a.as_number(), b.as_number());
  if (!result) return wrong("this power has no result that can be held");
  return Value::number(*result);
}

bool is_day_time(const Type& type) { return type.kind() == Type::Kind::days_and_time_duration; }
bool is_duration(const Type& type) { return is_day_time(type) || type.kind() == Type::Kind::years_and_months_duration; }
bool is_moment(const Type& type) {
  return type.kind() == Type::Kind::date || type.kind() == Type::Kind::time || type.kind() == Type::Kind::date_and_time;
}

std::optional<Type> type_of_sum(const Type& a, const Type& b) {
  const bool summable = a.kind() == Type::Kind::number || a.kind() == Type::Kind::string || is_duration(a);
  if (a.kind() == b.kind() && summable) return a.kind() == Type::Kind::string ? Type::string() : a;
  if (is_duration(a) && is_moment(b)) return type_of_sum(b, a);
  if (is_moment(a) && is_duration(b) && (a.kind() != Type::Kind::time || is_day_time(b))) return a;
  return std::nullopt;
}

std::optional<Type> type_of_difference(const Type& a, const Type& b) {
  if (a.kind() == Type::Kind::string) return std::nullopt;
  if (is_moment(a) && is_moment(b) && (a.kind() == Type::Kind::time) == (b.kind() == Type::Kind::time))
    return Type::days_and_time_duration();
  if (is_duration(a) && is_moment(b)) return std::nullopt;
  return type_of_sum(a, b);
}

} // namespace

Result<Value> calculate(Arithmetic operation, const Value& a, const Value& b) {
  switch (operation) {
    case Arithmetic::add: return add(a, b);
    case Arithmetic::subtract: return subtract(a, b);
    case Arithmetic::multiply: return multiply(a, b);
    case Arithmetic::divide: return divide(a, b);
    case Arithmetic::power: return power(a, b);
  }
  return out_of_range();
}

Result<Value> negate(const Value& value) {
  if (value.is_number()) return Value::number(value.as_number().negated());
  if (is_day_time(value)) return duration_or(negative(value.as_day_time_duration()));
  if (is_year_month(value)) return duration_or(negative(value.as_year_month_duration()));
  return wrong(fmt::format("{} has no negative", kind_text(value)));
}

std::optional<Type> type_of_result(Arithmetic operation, const Type& a, const Type& b) {
  const bool unknown = a.is_any() || b.is_any();
  switch (operation) {
    case Arithmetic::add:
      if (!unknown) return type_of_sum(a, b);
      break;
    case Arithmetic::subtract:
      if (!unknown) return type_of_difference(a, b);
      break;
    case Arithmetic::multiply:
    case Arithmetic::divide: {
      if (unknown) break;
      const bool numbers = a.kind() == Type::Kind::number && b.kind() == Type::Kind::number;
      if (numbers) return Type::number();
      if (is_duration(a) && b.kind() == Type::Kind::number) return a;
      if (operation == Arithmetic::multiply && a.kind() == Type::Kind::number && is_duration(b)) return b;
      if (operation == Arithmetic::divide && is_duration(a) && a.kind() == b.kind()) return Type::number();
      return std::nullopt;
    }
    case Arithmetic::power:
      if (overlap(a, Type::number()) && overlap(b, Type::number())) return Type::number();
      return std::nullopt;
  }
  const auto never = [](const Type& type) {
    return type.kind() == Type::Kind::boolean || type.kind() == Type::Kind::list ||
           type.kind() == Type::Kind::context || type.kind() == Type::Kind::range ||
           type.kind() == Type::Kind::function;
  };
  if (never(a) || never(b)) return std::nullopt;
  return Type::any();
}

std::string_view sign_of(Arithmetic operation) {
  switch (operation) {
    case Arithmetic::add: return "+";
    case Arithmetic::subtract: return "-";
    case Arithmetic::multiply: return "*";
    case Arithmetic::divide: return "/";
    case Arithmetic::power: return "**";
  }
  return "";
}

std::optional<CalendarDate> plus_months(CalendarDate date, std::int64_t months) {
  std::int64_t total = 0;
  if (__builtin_add_overflow(std::int64_t{date.year} * 12 + date.month - 1, months, &total)) return std::nullopt;
  const std::int64_t month = ((total % 12) + 12) % 12;
  const std::int64_t year = (total - month) / 12;
  const unsigned last = last_day_of_month(year, static_cast<unsigned>(month + 1));
  return valid_date(year, month + 1, std::min<unsigned>(date.day, last));
}

Decimal total_seconds(DayTimeDuration duration) {
  const auto fraction = Decimal::divide(Decimal(duration.nanoseconds), Decimal(nanoseconds_a_second));
  return *Decimal::add(Decimal(duration.seconds), *fraction); // both are far inside the range
}

std::optional<DayTimeDuration> duration_of_seconds(Decimal seconds) {
  const auto whole = seconds.rounded(0, Rounding::floor);
  const auto integer = whole ? whole->to_integer() : std::nullopt;
  if (!integer) return std::nullopt;
  const auto rest = Decimal::multiply(*Decimal::subtract(seconds, *whole), Decimal(nanoseconds_a_second));
  const auto nanoseconds = rest ? rest->rounded(0, Rounding::down) : std::nullopt;
  if (!nanoseconds) return std::nullopt;
  return DayTimeDuration{*integer, static_cast<std::int32_t>(*nanoseconds->to_integer())};
}

} // namespace handrail::feel
