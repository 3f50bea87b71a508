#include "core/time.h"

#include "core/text.h"
#include "core/zone.h"

#include <date/date.h>
#include <fmt/format.h>

#include <sstream>

namespace handrail {

namespace {

Error not_a(std::string_view what, std::string_view text, std::string_view example) {
  return Error{ErrorCode::invalid, fmt::format("“{}” is not {}", text::shortened(text, 40), what), "",
               fmt::format("write it like {}", example)};
}

date::year_month_day to_library(Date day) {
  return date::year{static_cast<int>(day.year())} / date::month{static_cast<unsigned>(day.month())} /
         date::day{static_cast<unsigned>(day.day())};
}

Date from_library(date::year_month_day day) {
  return std::chrono::year{static_cast<int>(day.year())} / std::chrono::month{static_cast<unsigned>(day.month())} /
         std::chrono::day{static_cast<unsigned>(day.day())};
}

/// Does the text begin as the shape has it, a digit for each d? Takes that beginning away.
bool takes(std::string_view& text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return false;
  text.remove_prefix(shape.size());
  return true;
}

/// The library reads seconds as a floating number, and makes no number at all of a point without digits.
bool looks_like_instant(std::string_view text) {
  if (!takes(text, "dddd-dd-ddTdd:dd:dd")) return false;
  if (takes(text, ".d"))
    while (takes(text, "d")) continue;
  return text == "Z" || ((takes(text, "+dd:dd") || takes(text, "-dd:dd")) && text.empty());
}

} // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string to_iso(Date date) { return ::date::format("%F", to_library(date)); }

std::string to_iso(Instant instant) { return date::format("%FT%TZ", instant); }

Result<Date> date_from_iso(std::string_view text) {
  std::istringstream in{std::string(text)};
  date::year_month_day day{};
  in >> date::parse("%F", day);
  // A round trip refuses what the library would accept: short years, missing zeros, trailing text.
  if (in.fail() || !day.ok() || date::format("%F", day) != text) return not_a("a date", text, "2026-03-27");
  return from_library(day);
}

Result<Instant> instant_from_iso(std::string_view text) {
  if (!looks_like_instant(text)) return not_a("a time", text, "2026-03-27T09:05:00Z");
  for (const char* pattern : {"%FT%TZ", "%FT%T%Ez"}) {
    std::istringstream in{std::string(text)};
    date::sys_time<std::chrono::microseconds> instant{};
    in >> date::parse(pattern, instant);
    if (!in.fail() && in.peek() == std::char_traits<char>::eof()) return Instant{instant};
  }
  return not_a("a time", text, "2026-03-27T09:05:00Z");
}

Result<Date> local_date(Instant instant, std::string_view zone) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  const auto offset = offset_at_utc(zone, seconds.time_since_epoch().count());
  if (!offset)
    return Error{ErrorCode::invalid, fmt::format("“{}” is not a time zone", text::shortened(zone, 60)), "",
                 "use an IANA name such as Europe/Berlin"};
  return Date{std::chrono::floor<std::chrono::days>(seconds + std::chrono::seconds(*offset))};
}

} // namespace handrail
