#include "engagement/calendar.h"

#include "playbook/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace handrail::engagement {

namespace {

using feel::Value;

constexpr int first_year = 1;
constexpr int last_year = 9999;
constexpr std::int64_t days_a_week = 7;

constexpr std::int64_t days_of(Date day) { return std::chrono::sys_days(day).time_since_epoch().count(); }
Date date_of_days(std::int64_t days) { return std::chrono::sys_days(std::chrono::days(days)); }

constexpr std::int64_t first_day = days_of(std::chrono::year(first_year) / 1 / 1);
constexpr std::int64_t last_day = days_of(std::chrono::year(last_year) / 12 / 31);

bool is_in_reach(Date day) { return day.ok() && int(day.year()) >= first_year && int(day.year()) <= last_year; }

Error out_of_reach() {
  return {ErrorCode::invalid, fmt::format("dates are counted in the years {} to {}", first_year, last_year), "", ""};
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0)); }

/// 0 is Monday. 1970-01-01 was a Thursday.
std::int64_t weekday_of(std::int64_t days) { return days + 3 - floor_div(days + 3, days_a_week) * days_a_week; }

} // namespace

Calendar::Calendar(const playbook::Workspace& workspace) {
  zone_.name = workspace.zone.empty() ? "UTC" : workspace.zone;
  for (const auto& day : workspace.working_days) working_[day.iso_encoding() - 1] = true;
  a_week_ = std::count(std::begin(working_), std::end(working_), true);
  for (const Date& holiday : workspace.holidays)
    if (is_in_reach(holiday) && working_[weekday_of(days_of(holiday))]) free_.push_back(days_of(holiday));
  std::sort(free_.begin(), free_.end());
  free_.erase(std::unique(free_.begin(), free_.end()), free_.end());
}

std::int64_t Calendar::count_to(std::int64_t day) const {
  const std::int64_t monday = day - weekday_of(day);
  std::int64_t count = floor_div(monday + 3, days_a_week) * a_week_;
  for (std::int64_t i = 0; i <= day - monday; ++i) count += working_[i] ? 1 : 0;
  return count - (std::upper_bound(free_.begin(), free_.end(), day) - free_.begin());
}

bool Calendar::is_business_day(Date day) const {
  const std::int64_t days = days_of(day);
  return working_[weekday_of(days)] && !std::binary_search(free_.begin(), free_.end(), days);
}

Result<Date> Calendar::add_business_days(Date day, std::int64_t n) const {
  if (!is_in_reach(day)) return out_of_reach();
  if (n == 0) return day;
  if (a_week_ == 0)
    return Error{ErrorCode::invalid, "the workspace has no working days", "workspace.yaml", "name them: working_days"};
  constexpr std::int64_t furthest = 4'000'000; // more days than ten thousand years have
  if (n > furthest || n < -furthest) return out_of_reach();
  // The business day whose number is `wanted`: the first day up to which there are so many.
  const std::int64_t from = days_of(day);
  const std::int64_t wanted = n > 0 ? count_to(from) + n : count_to(from - 1) + n + 1;
  std::int64_t low = n > 0 ? from + 1 : first_day;
  std::int64_t high = n > 0 ? last_day : from - 1;
  if (high < low || count_to(high) < wanted || count_to(low - 1) >= wanted) return out_of_reach();
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (count_to(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return date_of_days(low);
}

std::int64_t Calendar::business_days_between(Date from, Date to) const {
  const std::int64_t a = days_of(from), b = days_of(to);
  return a <= b ? count_to(b) - count_to(a) : count_to(b - 1) - count_to(a - 1);
}

Date Calendar::date_of(Instant instant) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  const auto local = feel::from_utc({seconds.time_since_epoch().count(), 0}, zone_);
  if (!local) return date_of_days(floor_div(seconds.time_since_epoch().count(), feel::seconds_a_day));
  return date_of_days(feel::days_since_epoch(local->date));
}

Instant Calendar::start_of(Date day) const {
  const feel::CalendarDate date = Value::date(day).as_calendar_date();
  return Instant(std::chrono::seconds(feel::to_utc({date, {0, zone_}}).seconds));
}

Result<Date> Calendar::moved(Date day, const playbook::Duration& by, int sign) const {
  using Unit = playbook::Duration::Unit;
  if (by.unit == Unit::business_days) return add_business_days(day, std::int64_t{sign} * by.count);
  const std::int64_t days = std::int64_t{sign} * by.count * (by.unit == Unit::weeks ? days_a_week : 1);
  const std::int64_t result = days_of(day) + days;
  if (!is_in_reach(day) || result < first_day || result > last_day) return out_of_reach();
  return date_of_days(result);
}

Result<Instant> Calendar::after(Instant from, const playbook::Duration& length) const {
  if (length.unit == playbook::Duration::Unit::hours) return from + std::chrono::hours(length.count);
  HANDRAIL_TRY(const Date day, moved(date_of(from), length));
  return start_of(day);
}

bool Calendar::has_passed(Instant from, const playbook::Duration& length, Instant at) const {
  const auto first = after(from, length);
  return first && at >= *first;
}

std::string Calendar::in_words(Date day) {
  constexpr std::array weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {} {} {}", weekdays.at(static_cast<std::size_t>(weekday_of(days_of(day)))),
                     unsigned(day.day()), months.at(unsigned(day.month()) - 1), int(day.year()));
}

std::string Calendar::in_words(Instant instant) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  const auto local = feel::from_utc({seconds, 0}, zone_);
  const auto of_day = local ? local->time.nanoseconds / feel::nanoseconds_a_second : 0;
  return fmt::format("{}, {:02}:{:02}", in_words(date_of(instant)), of_day / 3600, of_day / 60 % 60);
}

// ---- as functions of conditions ------------------------------------------------------------------------------------

namespace {

Result<Date> date_in_reach(const Value& value) {
  if (value.is_null()) return Error{ErrorCode::invalid, "a date is not known", "", ""};
  auto date = value.as_date();
  if (!date || !is_in_reach(*date)) return out_of_reach();
  return *date;
}

Result<std::int64_t> whole_number(const Value& value) {
  const auto number = value.is_number() ? value.as_number().to_integer() : std::nullopt;
  if (number) return *number;
  return Error{ErrorCode::invalid, "business days are counted in whole numbers", "", ""};
}

using Body = feel::NativeBody;
using Arguments = std::span<const Value>;

Body body_of(std::string_view name, const std::shared_ptr<const Calendar>& calendar) {
  if (name == "is business day")
    return [calendar](Arguments given, const feel::Surroundings&) -> Result<Value> {
      HANDRAIL_TRY(const Date day, date_in_reach(given[0]));
      return Value::boolean(calendar->is_business_day(day));
    };
  if (name == "next business day")
    return [calendar](Arguments given, const feel::Surroundings&) -> Result<Value> {
      HANDRAIL_TRY(const Date day, date_in_reach(given[0]));
      HANDRAIL_TRY(const Date next, calendar->next_business_day(day));
      return Value::date(next);
    };
  if (name == "add business days")
    return [calendar](Arguments given, const feel::Surroundings&) -> Result<Value> {
      HANDRAIL_TRY(const Date day, date_in_reach(given[0]));
      HANDRAIL_TRY(const std::int64_t n, whole_number(given[1]));
      HANDRAIL_TRY(const Date moved, calendar->add_business_days(day, n));
      return Value::date(moved);
    };
  return [calendar](Arguments given, const feel::Surroundings&) -> Result<Value> {
    HANDRAIL_TRY(const Date from, date_in_reach(given[0]));
    HANDRAIL_TRY(const Date to, date_in_reach(given[1]));
    return Value::number(calendar->business_days_between(from, to));
  };
}

} // namespace

std::vector<std::pair<std::string, Value>> calendar_values(const std::shared_ptr<const Calendar>& calendar) {
  std::vector<std::pair<std::string, Value>> all;
  for (const auto& function : playbook::calendar_functions())
    all.emplace_back(function.name, Value::native(function.name, function.parameters, function.result,
                                                  body_of(function.name, calendar)));
  return all;
}

} // namespace handrail::engagement
