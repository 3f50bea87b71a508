#include "core/text.h"

#include <gtest/gtest.h>

namespace handrail::text {
namespace {

TEST(Text, CutsAtCodePointsAndSaysSo) {
  EXPECT_EQ(shortened("Conceição", 9), "Conceição");
  EXPECT_EQ(shortened("Conceição", 7), "Concei…");
  EXPECT_EQ(shortened("ção", 2), "ç…");
}

TEST(Text, RefusesMalformedUtf8) {
  EXPECT_TRUE(is_utf8("plain, ç, 漢, 😀"));
  EXPECT_FALSE(is_utf8("\xC0\xAF"));         // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));     // surrogate
  EXPECT_FALSE(is_utf8("\xE6\xBC"));         // cut short
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")); // past U+10FFFF
}

TEST(Text, SuggestsTheNearestNameOrNone) {
  const std::vector<std::string> queues{"FTCQ Inactive EMEA", "FTCQ Inactive APJ", "watchlist FM"};
  EXPECT_EQ(did_you_mean("FTCQ Inactiv EMEA", queues), "FTCQ Inactive EMEA");
  EXPECT_EQ(did_you_mean("wachtlist fm", queues), "watchlist FM");
  EXPECT_EQ(did_you_mean("Enable services", queues), "");
}

} // namespace
} // namespace handrail::text
