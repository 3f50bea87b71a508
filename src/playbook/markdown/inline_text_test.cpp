#include "playbook/markdown/inline_text.h"

#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

struct Written {
  const char* markdown;
  const char* plain;
};
void PrintTo(const Written& written, std::ostream* out) { *out << written.markdown; }

class PlainText : public ::testing::TestWithParam<Written> {};

TEST_P(PlainText, IsWhatAReaderSees) { EXPECT_EQ(plain_text(GetParam().markdown), GetParam().plain); }

INSTANTIATE_TEST_SUITE_P(
    Markup, PlainText,
    ::testing::Values(Written{"**bold** and *italic* and ***both***", "bold and italic and both"},
                      Written{"***a** b*", "a b"}, Written{"snake_case_name and _it_", "snake_case_name and it"},
                      Written{"2 * 3 * 4", "2 * 3 * 4"}, Written{"`code **kept**`", "code **kept**"},
                      Written{"[text](file.md \"title\")", "text"}, Written{"[**[3704](a.md)**](b.md)", "3704"},
                      Written{"[https://a.b/c_d_e](https://a.b/c_d_e)", "https://a.b/c_d_e"},
                      Written{"[wrapped\ntext](a.md)", "wrapped text"}, Written{"![a picture](x.png)", "a picture"},
                      Written{"[not a link]", "[not a link]"}, Written{"\\*kept\\* \\> \\|", "*kept* > |"},
                      Written{"a<br>b<br/>c</br>d", "a b c d"}, Written{"<b>x</b> <!-- no --> y", "x y"},
                      Written{"1 < 2 > 0", "1 < 2 > 0"}, Written{"Q&amp;A &#65;&#x42; &unknown;", "Q&A AB &unknown;"},
                      Written{"<https://a.b>", "https://a.b"}, Written{"~~gone~~ here", "gone here"},
                      Written{"ends in a break\\", "ends in a break"}, Written{"**open", "**open"}));

TEST(InlineText, KnowsWhereEachLetterStands) {
  const auto text = inline_text("a **b** [c](d)");
  ASSERT_EQ(text.text, "a b c");
  EXPECT_EQ(text.from, (std::vector<std::uint32_t>{0, 1, 4, 7, 9}));
}

TEST(InlineText, TakesALinkWithABlankInItForOneAndSaysSo) {
  const auto text = inline_text("[a] (b.md) and [c] (in parentheses)");
  ASSERT_EQ(text.links.size(), 1U);
  EXPECT_TRUE(text.links[0].broken);
  EXPECT_EQ(text.links[0].target, "b.md");
}

} // namespace
} // namespace handrail::playbook
