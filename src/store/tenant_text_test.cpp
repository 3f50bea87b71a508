#include "store/tenant_text.h"

#include <gmock/gmock.h>

namespace handrail::store {
namespace {

using ::testing::UnorderedElementsAre;

TEST(TenantText, ShortTextsFindExactlyTheBeginningsOfWords) {
  TenantRow row;
  row.id = TenantId("t-07");
  row.name = "O'Neill & Söhne";
  row.customer = "東京";
  const auto searched = searched_text(row);
  const auto beginnings = short_beginnings(searched);
  EXPECT_THAT(beginnings, UnorderedElementsAre("t", "t-", "-", "-0", "0", "07", "o", "o'", "'", "'n", "n", "ne", " ",
                                               " &", "&", "& ", " s", "s", "so", "東", "東京"));
  for (const auto& text : beginnings) {
    const SearchedFor wanted(text);
    if (wanted.text() == text) { // what ends with a space is looked for without it
      EXPECT_TRUE(wanted.finds(searched)) << text;
    }
  }
  for (const char* text : {"e", "il", "7", "京"}) EXPECT_FALSE(SearchedFor(text).finds(searched)) << text;
}

TEST(TenantText, LongerTextsAreFoundAnywhere) {
  TenantRow row;
  row.id = TenantId("t-07");
  row.name = "Contoso Retail";
  const auto searched = searched_text(row);
  EXPECT_TRUE(SearchedFor("OSO r").finds(searched));
  EXPECT_TRUE(SearchedFor("t-0").finds(searched));
  EXPECT_FALSE(SearchedFor("retails").finds(searched));
  EXPECT_TRUE(SearchedFor("").finds(searched));
  EXPECT_TRUE(SearchedFor(" ").empty());
}

} // namespace
} // namespace handrail::store
