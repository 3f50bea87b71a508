#include "feel/value/temporal.h"

#include "feel/value/arithmetic.h"

#include <date/date.h>
#include <date/tz.h>
#include <gtest/gtest.h>

#include <random>

namespace handrail::feel {
namespace {

TEST(Temporal, DaysAndDatesAgreeWithAnIndependentCalendar) {
  for (int day = -800'000; day <= 800'000; day += 13) {
    const date::year_month_day expected{date::sys_days{date::days{day}}};
    const auto actual = date_of_days(day);
    ASSERT_TRUE(actual);
    ASSERT_EQ(actual->year, int(expected.year()));
    ASSERT_EQ(actual->month, unsigned(expected.month()));
    ASSERT_EQ(actual->day, unsigned(expected.day()));
    ASSERT_EQ(days_since_epoch(*actual), day);
    ASSERT_EQ(weekday(*actual), date::weekday{date::sys_days{expected}}.iso_encoding());
  }
}

TEST(Temporal, DaysAndDatesAgreeWithEachOtherFarBeyondTheLibrarysYears) {
  for (const std::int32_t year : {-999'999'999, -50'000, 40'000, 999'999'999}) {
    const CalendarDate date{year, 2, 28};
    EXPECT_EQ(date_of_days(days_since_epoch(date)), date);
  }
  EXPECT_FALSE(date_of_days(days_since_epoch({999'999'999, 12, 31}) + 1));
}

TEST(Temporal, AddedMonthsAgreeWithAnIndependentCalendar) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const CalendarDate start = *date_of_days(static_cast<std::int64_t>(random() % 100'000));
    const int months = static_cast<int>(random() % 2'000) - 1'000;
    auto expected = date::year{start.year} / date::month{start.month} / date::day{start.day};
    expected += date::months{months};
    if (!expected.ok()) expected = expected.year() / expected.month() / date::last;
    const auto actual = plus_months(start, months);
    ASSERT_TRUE(actual);
    ASSERT_EQ(to_text(*actual), date::format("%F", expected)) << to_text(start) << " + " << months;
  }
}

TEST(Temporal, ZonesAgreeWithAnIndependentLibraryAndWorkInAnyYear) {
  for (const char* zone : {"Europe/Berlin", "America/New_York", "Australia/Melbourne", "Asia/Kathmandu"}) {
    for (std::int64_t hour = 400'000; hour < 520'000; hour += 97) {
      const date::sys_seconds instant{std::chrono::hours{hour}};
      const auto local = from_utc({instant.time_since_epoch().count(), 0}, Zone{std::nullopt, zone});
      ASSERT_TRUE(local);
      const std::string expected = date::format("%FT%T", date::zoned_time<std::chrono::seconds>{zone, instant});
      ASSERT_EQ(to_text(*local), expected + "@" + zone);
    }
  }
  const auto far = parse_date_time("123456-07-01T12:00:00@Europe/Berlin");
  ASSERT_TRUE(far);
  EXPECT_EQ(offset_at(*far), 7200);
  EXPECT_EQ(offset_at(*parse_date_time("2044-01-15T12:00:00@Europe/Berlin")), 3600);
  EXPECT_EQ(offset_at(*parse_date_time("2044-07-15T12:00:00@Europe/Berlin")), 7200);
}

TEST(Temporal, ReadsAndWritesWhatItWrote) {
  for (const char* text : {"2026-03-27T09:05:00", "-0044-03-15T00:00:00Z", "2026-03-27T09:05:00.25+05:30",
                           "12345-01-01T23:59:59.999999999-00:30:15", "2026-03-27T09:05:00@Europe/Berlin"}) {
    const auto moment = parse_date_time(text);
    ASSERT_TRUE(moment) << text;
    EXPECT_EQ(to_text(*moment), text);
  }
}

TEST(Temporal, RefusesWhatIsNoDateOrTime) {
  for (const char* text :
       {"", "2026-3-27", "2026-02-29", "02026-01-01", "+2026-01-01", "1000000000-01-01", "2026-01-01Z", "998-01-01"})
    EXPECT_FALSE(parse_date(text)) << text;
  for (const char* text : {"", "9:05:00", "09:05", "09:60:00", "23:59:60", "24:00:01", "09:05:00.", "09:05:00+19:00",
                           "09:05:00+5", "09:05:00@Mars/Base", "09:05:00Z+01:00"})
    EXPECT_FALSE(parse_time(text)) << text;
}

TEST(Temporal, MidnightMayBeWrittenAsTheEndOfADay) {
  EXPECT_EQ(to_text(*parse_date_time("2026-12-31T24:00:00")), "2027-01-01T00:00:00");
}

TEST(Temporal, DurationsAreNormalised) {
  for (const auto& [text, normal] : {std::pair{"PT36H", "P1DT12H"},
                                     {"-PT90M", "-PT1H30M"},
                                     {"PT0.5S", "PT0.5S"},
                                     {"-PT0.5S", "-PT0.5S"},
                                     {"P0D", "PT0S"},
                                     {"PT1.S", "PT1S"}, // as the public suite has it
                                     {"PT1000M0.999999999S", "PT16H40M0.999999999S"}}) {
    const auto duration = parse_day_time_duration(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(to_text(*duration), normal);
  }
  EXPECT_EQ(to_text(*parse_year_month_duration("-P26M")), "-P2Y2M");
  for (const char* text :
       {"P", "PT", "P1", "1D", "P1H", "PT1D", "P1DT", "P1Y1D", "P1S", "PT.5S", "P99999999999999999999D"}) {
    EXPECT_FALSE(parse_day_time_duration(text)) << text;
    EXPECT_FALSE(parse_year_month_duration(text)) << text;
  }
}

} // namespace
} // namespace handrail::feel
