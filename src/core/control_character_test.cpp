#include "core/control_character.h"

#include <gtest/gtest.h>

namespace handrail::text {
namespace {

TEST(ControlCharacter, FindsThoseOfOneByteAndOfTwo) {
  EXPECT_EQ(control_character("plain, 日本, é, ¡"), std::nullopt);
  EXPECT_EQ(control_character("a\x1b[31m"), U'\x1b');
  EXPECT_EQ(control_character("a\x7f"), U'\x7f');
  EXPECT_EQ(control_character("a\xc2\x9b"
                              "31m"),
            char32_t{0x9b})
      << "the same as ESC [ to many a terminal";
  EXPECT_EQ(control_character("\xc2\xa0"), std::nullopt) << "a no-break space is none";
}

TEST(ControlCharacter, PassesOverThoseThatAreAllowed) {
  EXPECT_EQ(control_character("one\ntwo\tthree", "\n\t"), std::nullopt);
  EXPECT_EQ(control_character("one\r\ntwo", "\n\t"), U'\r');
}

TEST(ControlCharacter, IsABlankOnATerminal) {
  EXPECT_EQ(without_control_characters("one\ntwo\x1b[0m \xc2\x9b"
                                       "3 é"),
            "one two [0m  3 é");
  EXPECT_EQ(without_control_characters("one\ntwo\r", "\n"), "one\ntwo ");
}

} // namespace
} // namespace handrail::text
