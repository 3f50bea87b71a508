#include "playbook/duration.h"

#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

std::string read(std::string_view text, Zero zero = Zero::refused) {
  const auto duration = duration_from_text(text, zero);
  return duration ? to_text(*duration) : duration.error().message + " | " + duration.error().remedy;
}

TEST(Duration, ReadsANumberAndAUnit) {
  for (const char* text : {"1 hour", "4 hours", "1 day", "60 days", "1 week", "3 weeks", "1 business day",
                           "2 business days", "87600 hours", "3650 days", "520 weeks", "2600 business days"})
    EXPECT_EQ(read(text), text);
  EXPECT_EQ(read("0 days", Zero::allowed), "0 days");
}

TEST(Duration, SaysWhatWasProbablyMeant) {
  EXPECT_EQ(read("2 buisness days"),
            "“2 buisness days” is no duration: there is no unit “buisness days” | did you mean “2 business days”?");
  EXPECT_EQ(read("2 working days"),
            "“2 working days” is no duration: there is no unit “working days” | did you mean “2 business days”?");
  EXPECT_EQ(read("two business days"),
            "“two business days” is no duration: the number is written in digits | write 2 business days");
  EXPECT_EQ(read("1 days"), "“1 days” is no duration | did you mean “1 day”?");
  EXPECT_EQ(read("2 Days"), "“2 Days” is no duration: there is no unit “Days” | did you mean “2 days”?");
  EXPECT_EQ(read("2 months"), "“2 months” is no duration: there is no unit “months” | "
                              "write it like 2 business days, 60 days, 3 weeks or 4 hours");
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", " ", "2", "days", "2days", "P2D", "-2 days", "+2 days", "2.5 days", "2  days", " 2 days",
                           "2 days ", "02 days", "0x2 days", "2 days and 3 hours", "٢ days",
                           "2 \xc2\xa0"
                           "days"})
    EXPECT_FALSE(duration_from_text(text).has_value()) << text;
  EXPECT_EQ(read("0 days"), "“0 days” is no time at all | write 1 day or more");
}

TEST(Duration, LastsTenYearsAtMost) {
  EXPECT_EQ(read("3651 days"),
            "“3651 days” is longer than 3650 days, the most there can be | nothing waits longer than ten years");
  for (const std::string& text : {std::string("99999999999999999999 days"), std::string("2147483648 hours"),
                                  std::string(5'000, '9') + " days", "1 " + std::string(5'000, 'x')}) {
    const auto refused = duration_from_text(text);
    ASSERT_FALSE(refused.has_value());
    EXPECT_LT(refused.error().message.size() + refused.error().remedy.size(), 400U) << "the message stays short";
  }
}

} // namespace
} // namespace handrail::playbook
