// Dates beside Boost.Date_Time's calendar, and zones beside the C library's own reading of the zone files.
#include "differential/seed.h"
#include "feel/feel.h"
#include "feel/value/temporal.h"

#include <boost/date_time/gregorian/gregorian.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <string>

namespace handrail::feel {
namespace {

namespace reference = boost::gregorian;
using testing::Dice;

constexpr int rounds = 4'000; ///< of each operation, in each run

class Dates : public ::testing::Test {
protected:
  /// Any day the reference knows, and often one where calendars go wrong.
  reference::date day() {
    const auto year =
        static_cast<unsigned short>(dice_.one_in(4) ? 100 * dice_.between(15, 98) : dice_.between(1'410, 9'900));
    const auto month = static_cast<unsigned short>(dice_.one_in(4) ? 2 : dice_.between(1, 12));
    const auto last = reference::gregorian_calendar::end_of_month_day(year, month);
    return {year, month, static_cast<unsigned short>(dice_.one_in(4) ? last : dice_.between(1, last))};
  }
  static std::string iso(const reference::date& date) { return reference::to_iso_extended_string(date); }

  /// What FEEL makes of an expression, as text.
  static std::string feel(const std::string& expression) {
    const auto compiled = compile(expression, Names(), Mode::expression);
    if (!compiled.expression) return "no expression";
    const auto evaluation = evaluate(*compiled.expression, Value(), {});
    return evaluation.problems.empty() ? evaluation.value.to_text() : evaluation.problems.front().message;
  }
  static void expect(const std::string& expression, const std::string& expected) {
    ASSERT_EQ(feel(expression), expected) << expression << "; HANDRAIL_SEED=" << testing::seed();
  }

  Dice dice_;
};

TEST_F(Dates, LieAsManyDaysApartAsInTheReference) {
  for (int i = 0; i < rounds; ++i) {
    const auto a = day(), b = day();
    const auto days = (a - b).days();
    const std::string text = days == 0 ? "PT0S" : fmt::format("{}P{}D", days < 0 ? "-" : "", std::abs(days));
    expect(fmt::format("string(date(\"{}\") - date(\"{}\"))", iso(a), iso(b)),
           feel(fmt::format("string(duration(\"{}\"))", text)));
    const auto apart =
        days_since_epoch({a.year(), static_cast<std::uint8_t>(a.month()), static_cast<std::uint8_t>(a.day())}) -
        days_since_epoch({b.year(), static_cast<std::uint8_t>(b.month()), static_cast<std::uint8_t>(b.day())});
    ASSERT_EQ(apart, days) << iso(a) << " - " << iso(b);
    expect(fmt::format("date(\"{}\") < date(\"{}\")", iso(a), iso(b)), a < b ? "true" : "false");
  }
}

TEST_F(Dates, MoveByDaysAsInTheReference) {
  for (int i = 0; i < rounds; ++i) {
    const auto from = day();
    const auto days = dice_.between(-30'000, 30'000);
    if (from.julian_day() + days < reference::date(1400, 1, 1).julian_day()) continue;
    const auto to = from + reference::days(days);
    expect(fmt::format("string(date(\"{}\") + duration(\"{}P{}D\"))", iso(from), days < 0 ? "-" : "", std::abs(days)),
           iso(to));
  }
}

/// Boost lets the last day of a month stay the last one (28 February and a month are 31 March). XPath's durations,
/// which DMN takes, keep the day and cut it only where the month is too short. So the month comes from Boost, the day
/// not.
TEST_F(Dates, MoveByMonthsToTheSameDayOrTheLast) {
  for (int i = 0; i < rounds; ++i) {
    const auto from = day();
    const auto months = dice_.between(-60, 60);
    const auto first = reference::date(from.year(), from.month(), 1) + reference::months(static_cast<int>(months));
    const auto to = first + reference::days(std::min<int>(from.day(), first.end_of_month().day()) - 1);
    expect(
        fmt::format("string(date(\"{}\") + duration(\"{}P{}M\"))", iso(from), months < 0 ? "-" : "", std::abs(months)),
        iso(to));
  }
}

TEST_F(Dates, HaveTheWeekdayTheWeekAndTheDayOfTheYearOfTheReference) {
  for (int i = 0; i < rounds; ++i) {
    const auto date = day();
    expect(fmt::format("week of year(date(\"{}\"))", iso(date)), std::to_string(date.week_number()));
    expect(fmt::format("day of year(date(\"{}\"))", iso(date)), std::to_string(date.day_of_year()));
    expect(fmt::format("day of week(date(\"{}\"))", iso(date)), date.day_of_week().as_long_string());
    expect(fmt::format("month of year(date(\"{}\"))", iso(date)), date.month().as_long_string());
    expect(fmt::format("date(\"{}\").weekday", iso(date)),
           std::to_string(date.day_of_week().as_number() == 0 ? 7 : date.day_of_week().as_number()));
  }
}

TEST_F(Dates, ThatNoCalendarHasAreNone) {
  for (int i = 0; i < rounds; ++i) {
    const auto year = dice_.between(1400, 9'999), month = dice_.between(1, 12), number = dice_.between(28, 32);
    const bool exists = number <= reference::gregorian_calendar::end_of_month_day(static_cast<unsigned short>(year),
                                                                                  static_cast<unsigned short>(month));
    EXPECT_EQ(valid_date(year, month, number).has_value(), exists) << year << "-" << month << "-" << number;
  }
}

/// The C library reads the zone files on its own. Up to 2037, beyond which it and the zones' rules part ways on some
/// machines.
TEST_F(Dates, HaveTheOffsetsOfTheCLibraryInEveryZone) {
  constexpr std::array zones{"Europe/Berlin",     "Europe/London",   "America/New_York", "America/Sao_Paulo",
                             "Asia/Kolkata",      "Asia/Kathmandu",  "Asia/Tokyo",       "Australia/Lord_Howe",
                             "Africa/Casablanca", "Pacific/Chatham", "America/St_Johns", "Antarctica/Troll"};
  const auto* before = std::getenv("TZ");
  const std::string old = before != nullptr ? before : "";
  for (const std::string zone : zones) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
    for (int i = 0; i < rounds / 10; ++i) {
      const std::time_t seconds = dice_.between(0, 2'145'916'800);
      std::tm expected{};
      localtime_r(&seconds, &expected);
      const auto local = from_utc({seconds, 0}, Zone{std::nullopt, zone});
      ASSERT_TRUE(local.has_value());
      const auto written =
          fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}@{}", expected.tm_year + 1900, expected.tm_mon + 1,
                      expected.tm_mday, expected.tm_hour, expected.tm_min, expected.tm_sec, zone);
      ASSERT_EQ(to_text(*local), written) << seconds << "; HANDRAIL_SEED=" << testing::seed();
      // An hour that comes twice is read as its first (§ feel-6), where the C library can say either.
      const auto again = to_utc(*local).seconds;
      EXPECT_TRUE(again == seconds || again == seconds - 3'600 || again == seconds - 1'800 || again == seconds - 7'200)
          << written << "; HANDRAIL_SEED=" << testing::seed();
    }
  }
  if (before != nullptr)
    setenv("TZ", old.c_str(), 1);
  else
    unsetenv("TZ");
  tzset();
}

} // namespace
} // namespace handrail::feel
