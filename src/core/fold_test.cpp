#include "core/fold.h"

#include <gmock/gmock.h>

namespace handrail::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Fold, TakesAwayCaseAndDiacritics) {
  EXPECT_EQ(folded("Contoso LTD"), "contoso ltd");
  EXPECT_EQ(folded("Zoë Ångström"), "zoe angstrom");
  EXPECT_EQ(folded("STRASSE"), folded("Straße"));
  EXPECT_EQ(folded("ΣΊΣΥΦΟΣ"), folded("Σίσυφος"));
  EXPECT_EQ(folded("Ⅳ ﬁ"), "iv fi");
  EXPECT_EQ(folded("東京"), "東京");
  EXPECT_EQ(folded(""), "");
}

TEST(Fold, MakesTheSameOfComposedAndDecomposedText) { EXPECT_EQ(folded("e\xCC\x81t\xC3\xA9"), "ete"); }

TEST(Fold, LeavesBytesThatAreNoTextAsTheyAre) { EXPECT_EQ(folded("\xff\xfe"), "\xff\xfe"); }

TEST(Fold, FindsTheRunsOfLettersAndDigits) {
  EXPECT_THAT(words("o'neill & co., 42nd st-東京"), ElementsAre("o", "neill", "co", "42nd", "st", "東京"));
  EXPECT_THAT(words("  ...  "), IsEmpty());
  EXPECT_THAT(words(""), IsEmpty());
  EXPECT_THAT(words("a\xff"
                    "b"),
              ElementsAre("a", "b"));
}

TEST(Fold, CutsALongWordBetweenTwoLetters) {
  const auto long_word = std::string(word_limit - 1, 'x') + "東京";
  EXPECT_THAT(words(long_word), ElementsAre(std::string(word_limit - 1, 'x')));
  EXPECT_THAT(words(std::string(200, 'y')), ElementsAre(std::string(word_limit, 'y')));
}

} // namespace
} // namespace handrail::text
