// Offsets against what the zones' rules say, on both sides of 2037, where the library's tables end.
#include "core/zone.h"

#include "core/time.h"

#include <gtest/gtest.h>

namespace handrail {
namespace {

constexpr std::int32_t hour = 3600;

std::int32_t at(const char* zone, const char* utc) {
  const auto instant = *instant_from_iso(utc);
  return *offset_at_utc(zone, std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count());
}
/// The same by the zone's own clock.
std::int32_t local(const char* zone, const char* clock) {
  const auto instant = *instant_from_iso(std::string(clock) + "Z");
  return *offset_at_local(zone, std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count());
}

TEST(Zone, BerlinChangesItsClocksOnTheLastSundaysOfMarchAndOctoberInEveryYear) {
  const char* changes[][2] = {{"2037-03-29", "2037-10-25"},
                              {"2038-03-28", "2038-10-31"},
                              {"2096-03-25", "2096-10-28"}, // a leap year
                              {"2100-03-28", "2100-10-31"}};
  for (const auto& [spring, autumn] : changes) {
    const auto instant = [](const char* day, const char* time) { return std::string(day) + "T" + time + "Z"; };
    EXPECT_EQ(at("Europe/Berlin", instant(spring, "00:59:59").c_str()), hour) << spring;
    EXPECT_EQ(at("Europe/Berlin", instant(spring, "01:00:00").c_str()), 2 * hour) << spring;
    EXPECT_EQ(at("Europe/Berlin", instant(autumn, "00:59:59").c_str()), 2 * hour) << autumn;
    EXPECT_EQ(at("Europe/Berlin", instant(autumn, "01:00:00").c_str()), hour) << autumn;
  }
}

TEST(Zone, NewYorkChangesItsClocksOnTheSecondSundayOfMarchAndTheFirstOfNovember) {
  const char* changes[][2] = {{"2037-03-08", "2037-11-01"}, {"2038-03-14", "2038-11-07"}, {"2100-03-14", "2100-11-07"}};
  for (const auto& [spring, autumn] : changes) {
    const auto instant = [](const char* day, const char* time) { return std::string(day) + "T" + time + "Z"; };
    EXPECT_EQ(at("America/New_York", instant(spring, "06:59:59").c_str()), -5 * hour) << spring;
    EXPECT_EQ(at("America/New_York", instant(spring, "07:00:00").c_str()), -4 * hour) << spring;
    EXPECT_EQ(at("America/New_York", instant(autumn, "05:59:59").c_str()), -4 * hour) << autumn;
    EXPECT_EQ(at("America/New_York", instant(autumn, "06:00:00").c_str()), -5 * hour) << autumn;
  }
}

TEST(Zone, GoesOnAsInTheNewestYearsAndNotAsInOlderOnes) {
  for (const char* day : {"2040-07-01T12:00:00Z", "2044-07-01T12:00:00Z", "2068-01-01T12:00:00Z"}) {
    EXPECT_EQ(at("Europe/Istanbul", day), 3 * hour) << day; // summer time until 2016
    EXPECT_EQ(at("Europe/Moscow", day), 3 * hour) << day;   // +4 until 2014
    EXPECT_EQ(at("America/Sao_Paulo", day), -3 * hour) << day;
  }
  EXPECT_EQ(at("Australia/Sydney", "2040-01-15T12:00:00Z"), 11 * hour);
  EXPECT_EQ(at("Australia/Sydney", "2040-02-29T12:00:00Z"), 11 * hour);
  EXPECT_EQ(at("Australia/Sydney", "2040-07-15T12:00:00Z"), 10 * hour);
}

TEST(Zone, TakesTheEarlierOffsetWhereTheClocksChange) {
  EXPECT_EQ(local("Europe/Berlin", "2100-03-28T01:59:59"), hour);
  EXPECT_EQ(local("Europe/Berlin", "2100-03-28T02:30:00"), hour); // never happens
  EXPECT_EQ(local("Europe/Berlin", "2100-03-28T03:00:00"), 2 * hour);
  EXPECT_EQ(local("Europe/Berlin", "2100-10-31T02:30:00"), 2 * hour); // happens twice
  EXPECT_EQ(local("Europe/Berlin", "2100-10-31T03:00:00"), hour);
}

TEST(Zone, HasAnOffsetInEveryYearThereIs) {
  constexpr std::int64_t year = 31'556'952;
  EXPECT_EQ(offset_at_utc("UTC", 1'000'000'000 * year), 0);
  EXPECT_TRUE(offset_at_utc("Europe/Berlin", 1'000'000'000 * year).has_value());
  EXPECT_EQ(offset_at_utc("Europe/Berlin", -1'000'000'000 * year), 53 * 60 + 28); // local mean time
  EXPECT_EQ(standard_offset("America/New_York"), -5 * hour);
}

TEST(Zone, KnowsNoOthers) {
  EXPECT_TRUE(is_known_zone("Asia/Tokyo"));
  for (const char* name : {"", "Europe/Nowhere", "../../etc/passwd"}) {
    EXPECT_FALSE(is_known_zone(name)) << name;
    EXPECT_FALSE(offset_at_utc(name, 0).has_value()) << name;
    EXPECT_FALSE(offset_at_local(name, 0).has_value()) << name;
    EXPECT_FALSE(standard_offset(name).has_value()) << name;
  }
}

TEST(Zone, LocalDatesFollowSummerTimeAfter2037) {
  const auto day = [](const char* utc, const char* zone) { return to_iso(*local_date(*instant_from_iso(utc), zone)); };
  for (const char* year : {"2037", "2038", "2100"}) {
    const std::string y(year);
    EXPECT_EQ(day((y + "-07-01T22:30:00Z").c_str(), "Europe/Berlin"), y + "-07-02");
    EXPECT_EQ(day((y + "-01-01T22:30:00Z").c_str(), "Europe/Berlin"), y + "-01-01");
    EXPECT_EQ(day((y + "-07-02T03:30:00Z").c_str(), "America/New_York"), y + "-07-01");
    EXPECT_EQ(day((y + "-07-02T04:00:00Z").c_str(), "America/New_York"), y + "-07-02");
    EXPECT_EQ(day((y + "-01-02T04:30:00Z").c_str(), "America/New_York"), y + "-01-01");
  }
}

} // namespace
} // namespace handrail
