// Reading and writing dates, times and durations: ISO 8601 as XML Schema narrows it, and zones by name after an @.
#include "core/zone.h"
#include "feel/limits.h"
#include "feel/value/temporal.h"

#include <fmt/format.h>

#include <limits>

namespace handrail::feel {

namespace {

constexpr std::int32_t largest_offset_seconds = 18 * 3600;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads from the front of a text; every step tells whether it fitted.
class Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) {
    if (next() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    const auto all = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return all;
  }

  /// Exactly two digits.
  std::optional<int> two_digits() {
    if (rest_.size() < 2 || !is_digit(rest_[0]) || !is_digit(rest_[1])) return std::nullopt;
    const int value = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    rest_.remove_prefix(2);
    return value;
  }

private:
  std::string_view rest_;
};

std::optional<std::int64_t> number_of(std::string_view digits) {
  constexpr std::size_t longest = 18; // fits 64 bits
  if (digits.empty() || digits.size() > longest) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// ".123" as nanoseconds; digits past the ninth are dropped.
std::int32_t nanoseconds_of(std::string_view digits) {
  std::int32_t value = 0;
  for (std::size_t i = 0; i < 9; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

std::optional<CalendarDate> read_date(Reader& in) {
  const bool negative = in.take('-');
  const auto digits = in.digits();
  if (digits.size() < 4 || digits.size() > 9 || (digits.size() > 4 && digits.front() == '0')) return std::nullopt;
  if (!in.take('-')) return std::nullopt;
  const auto month = in.two_digits();
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.two_digits();
  if (!day) return std::nullopt;
  const std::int64_t year = *number_of(digits);
  return valid_date(negative ? -year : year, *month, *day);
}

std::optional<Zone> read_zone(Reader& in) {
  if (in.at_end()) return Zone{};
  if (in.take('Z') || in.take('z')) return in.at_end() ? std::optional(Zone{0, ""}) : std::nullopt;
  if (in.take('@')) {
    if (!is_known_zone(in.rest())) return std::nullopt;
    return Zone{std::nullopt, std::string(in.rest())};
  }
  const bool negative = in.next() == '-';
  if (!in.take('+') && !in.take('-')) return std::nullopt;
  const auto hours = in.two_digits();
  if (!hours || !in.take(':')) return std::nullopt;
  const auto minutes = in.two_digits();
  if (!minutes || *minutes > 59) return std::nullopt;
  std::optional<int> seconds = 0;
  if (in.take(':')) seconds = in.two_digits();
  if (!seconds || *seconds > 59 || !in.at_end()) return std::nullopt;
  const std::int32_t offset = *hours * 3600 + *minutes * 60 + *seconds;
  if (offset > largest_offset_seconds) return std::nullopt;
  return Zone{negative ? -offset : offset, ""};
}

/// `is_midnight_after`: it was written 24:00:00.
std::optional<TimeOfDay> read_time(Reader& in, bool& is_midnight_after) {
  const auto hour = in.two_digits();
  if (!hour || *hour > 24 || !in.take(':')) return std::nullopt;
  const auto minute = in.two_digits();
  if (!minute || *minute > 59 || !in.take(':')) return std::nullopt;
  const auto second = in.two_digits();
  if (!second || *second > 59) return std::nullopt;
  std::int64_t fraction = 0;
  if (in.take('.')) {
    const auto digits = in.digits();
    if (digits.empty()) return std::nullopt;
    fraction = nanoseconds_of(digits);
  }
  is_midnight_after = *hour == 24;
  if (is_midnight_after && (*minute != 0 || *second != 0 || fraction != 0)) return std::nullopt;
  const auto zone = read_zone(in);
  if (!zone) return std::nullopt;
  const std::int64_t seconds = (is_midnight_after ? 0 : *hour * 3600) + *minute * 60 + *second;
  return TimeOfDay{seconds * nanoseconds_a_second + fraction, *zone};
}

/// `value * factor` added to `sum`, unless that leaves 64 bits.
bool add_scaled(std::int64_t& sum, std::int64_t value, std::int64_t factor) {
  std::int64_t product = 0;
  return !__builtin_mul_overflow(value, factor, &product) && !__builtin_add_overflow(sum, product, &sum);
}

std::string fraction_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "";
  std::string digits = fmt::format(".{:09}", nanoseconds);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

std::string zone_text(const Zone& zone) {
  if (!zone.name.empty()) return "@" + zone.name;
  if (!zone.offset_seconds) return "";
  if (*zone.offset_seconds == 0) return "Z";
  const int offset = std::abs(*zone.offset_seconds);
  std::string text =
      fmt::format("{}{:02}:{:02}", *zone.offset_seconds < 0 ? '-' : '+', offset / 3600, offset / 60 % 60);
  if (offset % 60 != 0) text += fmt::format(":{:02}", offset % 60);
  return text;
}

} // namespace

std::optional<CalendarDate> parse_date(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  return in.at_end() ? date : std::nullopt;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  Reader in(text);
  bool is_midnight_after = false;
  return read_time(in, is_midnight_after);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  if (in.at_end()) return DateTime{*date, {}};
  if (!in.take('T')) return std::nullopt;
  bool is_midnight_after = false;
  const auto time = read_time(in, is_midnight_after);
  if (!time) return std::nullopt;
  const auto day = is_midnight_after ? date_of_days(days_since_epoch(*date) + 1) : date;
  if (!day) return std::nullopt;
  return DateTime{*day, *time};
}

std::optional<DayTimeDuration> parse_day_time_duration(std::string_view text) {
  Reader in(text);
  const bool negative = in.take('-');
  if (!in.take('P')) return std::nullopt;
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  bool any = false, in_time = false;
  for (const auto& [unit, factor] : {std::pair{'D', 86'400}, {'T', 0}, {'H', 3600}, {'M', 60}, {'S', 1}}) {
    if (unit == 'T') {
      if (!in.take('T')) break;
      in_time = true;
      any = false; // something must follow the T
      continue;
    }
    if (in.at_end()) break;
    Reader ahead = in;
    const auto whole = number_of(ahead.digits());
    if (unit == 'S' && ahead.take('.')) nanoseconds = nanoseconds_of(ahead.digits());
    if (!ahead.take(unit)) continue; // another unit: the next round tries it
    if (!whole || !add_scaled(seconds, *whole, factor)) return std::nullopt;
    in = ahead;
    any = true;
  }
  if (!any || !in.at_end() || (in_time && !any)) return std::nullopt;
  if (!negative) return DayTimeDuration{seconds, nanoseconds};
  if (nanoseconds == 0) return DayTimeDuration{-seconds, 0};
  return DayTimeDuration{-seconds - 1, static_cast<std::int32_t>(nanoseconds_a_second - nanoseconds)};
}

std::optional<YearMonthDuration> parse_year_month_duration(std::string_view text) {
  Reader in(text);
  const bool negative = in.take('-');
  if (!in.take('P')) return std::nullopt;
  std::int64_t months = 0;
  bool any = false;
  for (const auto& [unit, factor] : {std::pair{'Y', 12}, {'M', 1}}) {
    Reader ahead = in;
    const auto whole = number_of(ahead.digits());
    if (!whole || !ahead.take(unit)) continue;
    if (!add_scaled(months, *whole, factor)) return std::nullopt;
    in = ahead;
    any = true;
  }
  if (!any || !in.at_end()) return std::nullopt;
  return YearMonthDuration{negative ? -months : months};
}

std::string to_text(CalendarDate date) {
  return fmt::format("{}{:04}-{:02}-{:02}", date.year < 0 ? "-" : "", std::abs(date.year), date.month, date.day);
}

std::string to_text(const TimeOfDay& time) {
  const std::int64_t seconds = time.nanoseconds / nanoseconds_a_second;
  return fmt::format("{:02}:{:02}:{:02}{}{}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                     fraction_text(time.nanoseconds % nanoseconds_a_second), zone_text(time.zone));
}

std::string to_text(const DateTime& moment) { return to_text(moment.date) + "T" + to_text(moment.time); }

std::string to_text(DayTimeDuration duration) {
  const bool negative = duration.seconds < 0;
  std::uint64_t seconds = 0; // unsigned: the smallest number has no positive twin
  std::int64_t fraction = duration.nanoseconds;
  if (!negative)
    seconds = static_cast<std::uint64_t>(duration.seconds);
  else {
    seconds = std::uint64_t{0} - static_cast<std::uint64_t>(duration.seconds);
    if (fraction != 0) fraction = nanoseconds_a_second - fraction, --seconds;
  }
  if (seconds == 0 && fraction == 0) return "PT0S";
  std::string text = negative ? "-P" : "P";
  if (seconds >= seconds_a_day) text += fmt::format("{}D", seconds / seconds_a_day);
  const std::uint64_t of_day = seconds % seconds_a_day;
  if (of_day == 0 && fraction == 0) return text;
  text += 'T';
  if (of_day >= 3600) text += fmt::format("{}H", of_day / 3600);
  if (of_day / 60 % 60 != 0) text += fmt::format("{}M", of_day / 60 % 60);
  if (of_day % 60 != 0 || fraction != 0) text += fmt::format("{}{}S", of_day % 60, fraction_text(fraction));
  return text;
}

std::string to_text(YearMonthDuration duration) {
  if (duration.months == 0) return "P0M";
  const std::uint64_t months = duration.months < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(duration.months)
                                                   : static_cast<std::uint64_t>(duration.months);
  std::string text = duration.months < 0 ? "-P" : "P";
  if (months >= 12) text += fmt::format("{}Y", months / 12);
  if (months % 12 != 0) text += fmt::format("{}M", months % 12);
  return text;
}

} // namespace handrail::feel
