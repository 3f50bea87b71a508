#include "engagement/calendar.h"

#include "feel/feel.h"
#include "playbook/facts.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace handrail::engagement {
namespace {

using playbook::Duration;
using std::chrono::days;
using std::chrono::sys_days;

Date day(const char* text) { return *date_from_iso(text); }

playbook::Workspace workspace(const char* zone = "UTC") {
  playbook::Workspace made;
  made.zone = zone;
  for (unsigned i = 1; i <= 5; ++i) made.working_days.emplace_back(i);
  for (const char* holiday : {"2026-04-03", "2026-04-06", "2025-12-25", "2025-12-26", "2026-01-01", "2026-05-16"})
    made.holidays.push_back(day(holiday));
  return made;
}

std::string added(const Calendar& calendar, const char* from, std::int64_t n) {
  const auto found = calendar.add_business_days(day(from), n);
  return found ? to_iso(*found) : found.error().message;
}

TEST(Calendar, CountsBusinessDaysOverWeekendsAndHolidays) {
  const Calendar calendar(workspace());
  EXPECT_EQ(added(calendar, "2026-03-02", 2), "2026-03-04") << "Monday to Wednesday";
  EXPECT_EQ(added(calendar, "2026-03-06", 1), "2026-03-09") << "Friday to Monday";
  EXPECT_EQ(added(calendar, "2026-03-07", 2), "2026-03-10") << "from a Saturday";
  EXPECT_EQ(added(calendar, "2026-04-02", 1), "2026-04-07") << "over Easter";
  EXPECT_EQ(added(calendar, "2026-04-07", -1), "2026-04-02") << "and back";
  EXPECT_EQ(added(calendar, "2026-04-04", 0), "2026-04-04") << "none leaves the date as it is";
  EXPECT_EQ(added(calendar, "2025-12-24", 3), "2025-12-31") << "over Christmas";
  EXPECT_EQ(added(calendar, "2025-12-31", 1), "2026-01-02") << "over the new year";
}

TEST(Calendar, KnowsWhatABusinessDayIs) {
  const Calendar calendar(workspace());
  EXPECT_TRUE(calendar.is_business_day(day("2026-03-02")));
  EXPECT_FALSE(calendar.is_business_day(day("2026-03-01"))) << "a Sunday";
  EXPECT_FALSE(calendar.is_business_day(day("2026-04-06"))) << "a holiday";
  EXPECT_FALSE(calendar.is_business_day(day("2026-05-16"))) << "a holiday on a Saturday counts once";
  EXPECT_EQ(calendar.business_days_between(day("2026-05-15"), day("2026-05-18")), 1);
}

TEST(Calendar, CountsBetweenAsItAdds) {
  const Calendar calendar(workspace());
  EXPECT_EQ(calendar.business_days_between(day("2026-03-06"), day("2026-03-09")), 1);
  EXPECT_EQ(calendar.business_days_between(day("2026-03-09"), day("2026-03-06")), -1);
  EXPECT_EQ(calendar.business_days_between(day("2026-03-06"), day("2026-03-08")), 0);
  EXPECT_EQ(calendar.business_days_between(day("2026-03-06"), day("2026-03-06")), 0);
}

/// The slow way: day by day.
Date walked(const Calendar& calendar, Date from, int n) {
  sys_days at = from;
  for (int left = std::abs(n); left > 0;) {
    at += days(n > 0 ? 1 : -1);
    if (calendar.is_business_day(at)) --left;
  }
  return at;
}

TEST(Calendar, AddsLikeSomebodyWhoTurnsThePages) {
  std::mt19937 random(20260302); // NOLINT: the same days each time
  std::uniform_int_distribution<int> any_day(-800'000, 2'900'000), any_count(-700, 700), any_weekday(0, 6);
  for (int round = 0; round < 60; ++round) {
    playbook::Workspace made;
    std::set<int> weekdays{any_weekday(random)};
    for (int i = 0; i < 4; ++i) weekdays.insert(any_weekday(random));
    for (const int weekday : weekdays) made.working_days.emplace_back(static_cast<unsigned>(weekday));
    const sys_days from{days(std::max(any_day(random), -715'000))};
    for (int i = 0; i < 30; ++i) made.holidays.emplace_back(from + days(any_count(random)));
    const Calendar calendar(made);
    for (int i = 0; i < 20; ++i) {
      const int n = any_count(random);
      const auto added = calendar.add_business_days(from, n);
      ASSERT_TRUE(added.has_value()) << to_iso(Date(from)) << " " << n;
      EXPECT_EQ(to_iso(*added), to_iso(n == 0 ? Date(from) : walked(calendar, from, n)))
          << to_iso(Date(from)) << " " << n;
      EXPECT_EQ(calendar.business_days_between(from, *added), n) << "between takes back what was added";
      EXPECT_TRUE(n == 0 || calendar.is_business_day(*added));
    }
  }
}

TEST(Calendar, IsInverseTheOtherWayRoundForBusinessDays) {
  const Calendar calendar(workspace());
  const sys_days start = day("2025-12-20");
  for (int i = 0; i < 140; ++i)
    for (int j = 0; j < 140; j += 3) {
      const Date from = start + days(i), to = start + days(j);
      if (!calendar.is_business_day(to) || from == to) continue;
      const auto n = calendar.business_days_between(from, to);
      EXPECT_EQ(to_iso(*calendar.add_business_days(from, n)), to_iso(to)) << to_iso(from) << " " << n;
    }
}

TEST(Calendar, ReachesFromTheYearOneToTheYear9999AndSaysSoBeyond) {
  const Calendar calendar(workspace());
  EXPECT_EQ(added(calendar, "0001-01-01", 2'608'000), "9997-09-01");
  EXPECT_EQ(added(calendar, "9999-12-30", 1), "9999-12-31");
  for (const std::int64_t n : {std::int64_t{1}, std::int64_t{4'000'001}, std::int64_t{1} << 62})
    EXPECT_EQ(added(calendar, "9999-12-31", n), "dates are counted in the years 1 to 9999") << n;
  EXPECT_EQ(added(calendar, "0001-01-01", -1), "dates are counted in the years 1 to 9999");
  EXPECT_EQ(added(calendar, "0001-01-02", -1), "0001-01-01");
}

TEST(Calendar, HasNoBusinessDaysWithoutWorkingDays) {
  const Calendar calendar{playbook::Workspace{}};
  EXPECT_EQ(added(calendar, "2026-03-02", 1), "the workspace has no working days");
  EXPECT_FALSE(calendar.is_business_day(day("2026-03-02")));
}

TEST(Calendar, HasTheDateOfTheZoneAlsoAfter2037) {
  const Calendar berlin(workspace("Europe/Berlin")), samoa(workspace("Pacific/Apia"));
  const auto at = [](const char* text) { return *instant_from_iso(text); };
  EXPECT_EQ(to_iso(berlin.date_of(at("2026-07-01T22:30:00Z"))), "2026-07-02");
  EXPECT_EQ(to_iso(berlin.date_of(at("2126-07-01T22:30:00Z"))), "2126-07-02") << "summer time goes on";
  EXPECT_EQ(to_iso(berlin.date_of(at("2126-12-01T22:30:00Z"))), "2126-12-01");
  EXPECT_EQ(to_iso(berlin.date_of(at("9999-07-01T22:30:00Z"))), "9999-07-02");
  EXPECT_EQ(to_iso(samoa.date_of(at("2026-03-02T12:00:00Z"))), "2026-03-03");
  EXPECT_EQ(to_iso(berlin.start_of(day("2026-07-02"))), "2026-07-01T22:00:00.000000Z");
  EXPECT_EQ(to_iso(berlin.start_of(day("2126-07-02"))), "2126-07-01T22:00:00.000000Z");
}

TEST(Calendar, PassesHoursByTheClockAndTheOthersWithTheDay) {
  const Calendar calendar(workspace("Europe/Berlin"));
  const auto from = *instant_from_iso("2026-03-27T15:00:00Z"); // a Friday; summer time begins on Sunday
  EXPECT_EQ(to_iso(*calendar.after(from, {Duration::Unit::hours, 72})), "2026-03-30T15:00:00.000000Z");
  EXPECT_EQ(to_iso(*calendar.after(from, {Duration::Unit::days, 3})), "2026-03-29T22:00:00.000000Z");
  EXPECT_EQ(to_iso(*calendar.after(from, {Duration::Unit::weeks, 1})), "2026-04-02T22:00:00.000000Z");
  EXPECT_EQ(to_iso(*calendar.after(from, {Duration::Unit::business_days, 1})), "2026-03-29T22:00:00.000000Z");
  EXPECT_EQ(calendar.in_words(from), "Fri 27 Mar 2026, 16:00");
}

std::string evaluated(const std::string& text) {
  const auto values = calendar_values(std::make_shared<const Calendar>(workspace()));
  feel::Names names;
  for (const auto& function : playbook::calendar_functions()) names.add(function.name, function.type());
  const auto compiled = feel::compile(text, names, feel::Mode::expression);
  if (!compiled.expression) return compiled.problems.front().message;
  const auto result = feel::evaluate(*compiled.expression, feel::Value::context(values), {});
  return result.problems.empty() ? result.value.to_text() : result.problems.front().message;
}

TEST(Calendar, IsCalledFromConditions) {
  EXPECT_EQ(evaluated("is business day(date(\"2026-04-06\"))"), "false");
  EXPECT_EQ(evaluated("next business day(date(\"2026-04-02\")) = date(\"2026-04-07\")"), "true");
  EXPECT_EQ(evaluated("add business days(date(\"2026-03-02\"), 2)"), "2026-03-04");
  EXPECT_EQ(evaluated("add business days(number: -1, date: date(\"2026-04-07\"))"), "2026-04-02");
  EXPECT_EQ(evaluated("business days between(date(\"2026-03-02\"), date(\"2026-03-09\")) + 1"), "6");
  EXPECT_EQ(evaluated("for n in 1..3 return add business days(date(\"2026-04-01\"), n)"),
            "[2026-04-02, 2026-04-07, 2026-04-08]");
}

TEST(Calendar, SaysInConditionsWhatItCannotCount) {
  EXPECT_EQ(evaluated("add business days(date(\"2026-03-02\"), 1.5)"), "business days are counted in whole numbers");
  EXPECT_EQ(evaluated("next business day(date(\"99999-01-01\"))"), "dates are counted in the years 1 to 9999");
  EXPECT_EQ(evaluated("is business day(null)"), "a date is not known");
}

} // namespace
} // namespace handrail::engagement
