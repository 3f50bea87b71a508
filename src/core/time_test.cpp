#include "core/time.h"

#include "core/text.h"

#include <gtest/gtest.h>

namespace handrail {
namespace {

TEST(Time, WritesAndReadsIsoDates) {
  const auto date = date_from_iso("2020-02-29");
  ASSERT_TRUE(date);
  EXPECT_EQ(to_iso(*date), "2020-02-29");
}

TEST(Time, RefusesWhatIsNoDate) {
  for (const char* text : {"2021-02-29", "2021-2-9", "27 Mar 2020", "2020-01-01x", "", "99999-01-01"}) {
    const auto date = date_from_iso(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, ErrorCode::invalid);
    EXPECT_EQ(date.error().remedy, "write it like 2026-03-27");
  }
}

TEST(Time, CutsALongTextBetweenItsCharacters) {
  std::string accents = "x";
  for (int i = 0; i < 60; ++i) accents += "é";
  EXPECT_TRUE(text::is_utf8(date_from_iso(accents).error().message));
  EXPECT_TRUE(text::is_utf8(local_date({}, accents).error().message));
}

TEST(Time, ReadsInstantsWithZuluOrOffsetAndWritesZulu) {
  EXPECT_EQ(to_iso(*instant_from_iso("2026-03-27T09:05:00Z")), "2026-03-27T09:05:00.000000Z");
  EXPECT_EQ(to_iso(*instant_from_iso("2026-03-27T09:05:00.25+02:00")), "2026-03-27T07:05:00.250000Z");
  EXPECT_FALSE(instant_from_iso("2026-03-27"));
}

TEST(Time, RefusesInstantsWhoseSecondsAreNoNumber) {
  for (const char* text :
       {"2026-03-27T09:05:.Z", "2026-03-27T09:05:0.Z", "2026-03-27T09:05:00.Z", "2026-03-27T09:05:-1Z",
        "2026-03-27T09:05:nanZ", "2026-03-27T09:05:00.0000000001Z", "2026-03-27T09:05:00+2Z",
        "2026-03-27T09:05:00+02:00Z", "2026-03-27T09:05:00Z ", "-026-03-27T09:05:00Z", ""})
    EXPECT_FALSE(instant_from_iso(text)) << text;
  EXPECT_EQ(to_iso(*instant_from_iso("2026-03-27T09:05:59.999999-00:30")), "2026-03-27T09:35:59.999999Z");
}

TEST(Time, LocalDateDependsOnTheZone) {
  const auto late = *instant_from_iso("2026-03-27T23:30:00Z");
  EXPECT_EQ(to_iso(*local_date(late, "Europe/Berlin")), "2026-03-28");
  EXPECT_EQ(to_iso(*local_date(late, "America/New_York")), "2026-03-27");
  EXPECT_FALSE(local_date(late, "Europe/Nowhere"));
}

} // namespace
} // namespace handrail
