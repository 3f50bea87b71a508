#include "feel/functions/regex.h"

#include <gtest/gtest.h>

namespace handrail::feel {
namespace {

/// "yes", "no", or what is wrong with the pattern.
std::string found(std::string_view pattern, const std::string& text, std::string_view flags = "") {
  const auto regex = Regex::compile(pattern, flags);
  if (!regex) return regex.error().message;
  const auto matches = regex->matches(text);
  if (!matches) return matches.error().message;
  return *matches ? "yes" : "no";
}

TEST(Regex, FollowsTheDialectOfXPath) {
  EXPECT_EQ(found("^[a-z-[aeiou]]+$", "rhythm"), "yes");
  EXPECT_EQ(found("^[a-z-[aeiou]]+$", "vowel"), "no");
  EXPECT_EQ(found("^\\w+$", "a_b"), "no"); // the underscore is punctuation there
  EXPECT_EQ(found("^\\w+$", "Ünïcødé漢7"), "yes");
  EXPECT_EQ(found("^\\i\\c*$", "x-ray.2"), "yes");
  EXPECT_EQ(found("^\\p{IsGreek}+$", "αβγ"), "yes");
  EXPECT_EQ(found("^\\P{Lu}+$", "abc"), "yes");
  EXPECT_EQ(found("(a)b\\1", "aba"), "yes");
  EXPECT_EQ(found("a$", "a\n"), "no");
  EXPECT_EQ(found("^$", "x\n\ny", "m"), "yes");
  EXPECT_EQ(found("a.b", "a\nb", "s"), "yes");
  EXPECT_EQ(found("h e [ ] y", "he y", "x"), "yes");
  EXPECT_EQ(found("a.b*", "xA.B*x", "qi"), "yes");
  EXPECT_EQ(found("^(a)?b\\1$", "b"), "yes"); // a group that took no part is the empty text
}

TEST(Regex, RefusesWhatOtherDialectsHave) {
  EXPECT_EQ(found("(?=a)", "a"), "the pattern is wrong: only (…) and (?:…) are groups");
  EXPECT_EQ(found("\\bword\\b", "word"), "the pattern is wrong: “\\b” is not an escape");
  EXPECT_EQ(found("a++", "a"), "the pattern is wrong: two quantifiers follow each other");
  EXPECT_EQ(found("(a\\1)", "a"), "the pattern is wrong: “\\1” refers to a group that is not there before it");
  EXPECT_EQ(found("(*ACCEPT)z", "a"), "the pattern is wrong: there is nothing that a quantifier could repeat");
  EXPECT_EQ(found("[a", "a"), "the pattern is wrong: a [ has no ]");
  EXPECT_EQ(found("a{x}", "a"), "the pattern is wrong: a { must begin a quantity like {2,5}, or be written “\\{”");
  EXPECT_EQ(found("a", "a", "g"), "“g” is not a flag");
}

TEST(Regex, ReplacesGroupsByNumber) {
  const auto replaced = [](std::string_view pattern, const std::string& text, std::string_view replacement) {
    const auto regex = Regex::compile(pattern, "");
    const auto result = regex ? regex->replace(text, replacement) : Result<std::string>(regex.error());
    return result ? *result : result.error().message;
  };
  EXPECT_EQ(replaced("(\\d{2})(\\d{2})", "1234 5678", "$2-$1"), "34-12 78-56");
  EXPECT_EQ(replaced("(ab)|(a)", "abcd", "[1=$1][2=$2]"), "[1=ab][2=]cd");
  EXPECT_EQ(replaced("a", "banana", "\\$$0"), "b$an$an$a");
  EXPECT_EQ(replaced("(a)", "a", "$12"), "a2");
  EXPECT_EQ(replaced("x*", "abc", "-"), "this pattern also matches nothing at all, so there is no end to its matches");
  EXPECT_EQ(replaced("é", "aéb", "ü"), "aüb");
}

TEST(Regex, ALiteralPatternHasALiteralReplacement) {
  const auto regex = Regex::compile(".", "q");
  ASSERT_TRUE(regex);
  EXPECT_EQ(*regex->replace("a.b", "$1\\"), "a$1\\b");
}

TEST(Regex, SplitsAndKeepsEmptyParts) {
  const auto regex = Regex::compile(";", "");
  ASSERT_TRUE(regex);
  EXPECT_EQ(*regex->split("a;b;;"), (std::vector<std::string>{"a", "b", "", ""}));
}

} // namespace
} // namespace handrail::feel
