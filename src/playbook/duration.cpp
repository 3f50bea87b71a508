#include "playbook/duration.h"

#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace handrail::playbook {

namespace {

using Unit = Duration::Unit;

struct UnitWords {
  Unit unit;
  std::string_view one, many;
  int a_year;
};

constexpr std::array<UnitWords, 4> units{
    UnitWords{Unit::hours, "hour", "hours", 8'760}, UnitWords{Unit::days, "day", "days", 365},
    UnitWords{Unit::weeks, "week", "weeks", 52}, UnitWords{Unit::business_days, "business day", "business days", 260}};

const UnitWords& words_of(Unit unit) {
  return *std::find_if(units.begin(), units.end(), [&](const UnitWords& one) { return one.unit == unit; });
}

/// What other people call them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> other_words{{{"working days", "business days"},
                                                                                     {"working day", "business day"},
                                                                                     {"workdays", "business days"},
                                                                                     {"work days", "business days"},
                                                                                     {"weekdays", "business days"},
                                                                                     {"calendar days", "days"},
                                                                                     {"calendar day", "day"},
                                                                                     {"h", "hours"},
                                                                                     {"d", "days"},
                                                                                     {"w", "weeks"}}};

constexpr std::array<std::string_view, 13> number_words{"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};

Error not_so(std::string message, std::string remedy) {
  return {ErrorCode::invalid, std::move(message), "", std::move(remedy)};
}

constexpr const char* as_examples = "write it like 2 business days, 60 days, 3 weeks or 4 hours";

/// The unit that was probably meant; "" when nothing is near.
std::string unit_meant(std::string_view word, int count) {
  for (const auto& [other, usual] : other_words)
    if (word == other) return std::string(usual);
  std::vector<std::string> known;
  known.reserve(units.size());
  for (const auto& one : units) known.emplace_back(count == 1 ? one.one : one.many);
  return std::string(text::did_you_mean(word, known));
}

} // namespace

Result<Duration> duration_from_text(std::string_view text, Zero zero) {
  const std::string shown = text::shortened(text, 40);
  const auto space = text.find(' ');
  const std::string_view number = text.substr(0, space);
  const std::string_view unit = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  int count = 0;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), count);
  const auto* const word = std::find(number_words.begin(), number_words.end(), text::lowered(number));
  if (word != number_words.end())
    return not_so(fmt::format("“{}” is no duration: the number is written in digits", shown),
                  fmt::format("write {} {}", word - number_words.begin(), text::shortened(unit, 40)));
  const bool digits =
      !number.empty() && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || unit.empty()) return not_so(fmt::format("“{}” is no duration", shown), as_examples);
  if (number.size() > 1 && number.front() == '0')
    return not_so(fmt::format("“{}” is no duration: its number begins with a zero", shown), as_examples);

  const auto* const known = std::find_if(units.begin(), units.end(),
                                         [&](const UnitWords& one) { return unit == one.one || unit == one.many; });
  if (known == units.end()) {
    const std::string meant = unit_meant(text::lowered(unit.substr(0, 40)), count);
    return not_so(fmt::format("“{}” is no duration: there is no unit “{}”", shown, text::shortened(unit, 40)),
                  meant.empty() ? as_examples
                                : fmt::format("did you mean “{} {}”?", text::shortened(number, 10), meant));
  }
  const int most = known->a_year * max_duration_years;
  if (problem != std::errc() || end != number.data() + number.size() || count > most)
    return not_so(fmt::format("“{}” is longer than {} {}, the most there can be", shown, most, known->many),
                  "nothing waits longer than ten years");
  if ((count == 1) != (unit == known->one))
    return not_so(fmt::format("“{}” is no duration", shown),
                  fmt::format("did you mean “{} {}”?", count, count == 1 ? known->one : known->many));
  if (count == 0 && zero == Zero::refused)
    return not_so(fmt::format("“{}” is no time at all", shown), fmt::format("write 1 {} or more", known->one));
  return Duration{known->unit, count};
}

std::string to_text(const Duration& duration) {
  const UnitWords& words = words_of(duration.unit);
  return fmt::format("{} {}", duration.count, duration.count == 1 ? words.one : words.many);
}

} // namespace handrail::playbook
