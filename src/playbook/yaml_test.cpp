#include "playbook/yaml.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

yaml::Node read(std::string_view text, const yaml::Origin& origin = {"file.yaml"}) {
  std::vector<Diagnostic> findings;
  auto root = yaml::parse(text, origin, findings);
  EXPECT_THAT(findings, IsEmpty()) << (findings.empty() ? "" : findings.front().message);
  return root ? *std::move(root) : yaml::Node{};
}

Diagnostic refusal_of(std::string_view text, const yaml::Limits& limits = {}) {
  std::vector<Diagnostic> findings;
  EXPECT_FALSE(yaml::parse(text, {"file.yaml"}, findings, limits));
  EXPECT_EQ(findings.size(), 1U);
  return findings.empty() ? Diagnostic{} : findings.front();
}

std::string shown(const SourceSpan& at) { return fmt::format("{}:{}:{}+{}", at.file, at.line, at.column, at.length); }

TEST(Yaml, KeepsTheOrderOfKeysAndThePlaceOfEverything) {
  const auto root = read("roles:\n  - {id: FM, name: Führer}\n  - id: RM\nzone: \"Europe/Berlin\"\n");
  ASSERT_TRUE(root.is_map());
  ASSERT_EQ(root.items().size(), 2U);
  EXPECT_EQ(root.items()[0].key(), "roles");
  const auto& first = root.at("roles").items()[0];
  EXPECT_EQ(first.at("name").text(), "Führer");
  EXPECT_EQ(shown(first.at("name").place()), "file.yaml:2:20+6");
  EXPECT_EQ(shown(first.at("name").key_place()), "file.yaml:2:14+4");
  EXPECT_EQ(shown(root.at("zone").place()), "file.yaml:4:7+15");
  EXPECT_TRUE(root.at("zone").is_quoted());
  EXPECT_EQ(root.at("zone").line_of(root.at("zone").place()), "zone: \"Europe/Berlin\"");
}

TEST(Yaml, PlacesAFenceWithinItsMarkdownFile) {
  const auto root = read("outcome:\n  when: a\n", {"playbooks/x.md", 40, 2});
  EXPECT_EQ(shown(root.at("outcome").at("when").place()), "playbooks/x.md:41:11+1");
  EXPECT_EQ(root.line_of(root.at("outcome").at("when").place()), "    when: a");
}

TEST(Yaml, PointsIntoPlainQuotedAndFoldedTexts) {
  const auto plain = read("when: tenant.seat > 1\n");
  EXPECT_EQ(shown(plain.at("when").place_of(7, 4)), "file.yaml:1:14+4");
  const auto quoted = read("when: 'a = ''b'' or seat'\n");
  ASSERT_EQ(quoted.at("when").text(), "a = 'b' or seat");
  EXPECT_EQ(shown(quoted.at("when").place_of(11, 4)), "file.yaml:1:21+4");
  const auto escaped = read(R"(when: "a = \"b\" or seat")");
  EXPECT_EQ(shown(escaped.at("when").place_of(11, 4)), "file.yaml:1:21+4");
  const auto folded = read("when: >-\n  a = 1\n  and seat > 2\n");
  ASSERT_EQ(folded.at("when").text(), "a = 1 and seat > 2");
  EXPECT_EQ(shown(folded.at("when").place_of(10, 4)), "file.yaml:3:7+4");
  const auto continued = read("when: a = 1\n  and seat > 2\n");
  EXPECT_EQ(shown(continued.at("when").place_of(10, 4)), "file.yaml:2:7+4");
}

TEST(Yaml, GivesANullValueThePlaceOfItsKey) {
  const auto root = read("a:\nb: 1\n");
  EXPECT_TRUE(root.at("a").is_null());
  EXPECT_EQ(shown(root.at("a").place()), "file.yaml:1:1+1");
}

TEST(Yaml, TellsBooleansAndNumbersFromQuotedTexts) {
  const auto root = read("a: true\nb: 'true'\nc: 42\nd: \"42\"\ne: 4x\nf: 99999999999999999999\n");
  EXPECT_EQ(root.at("a").as_boolean(), true);
  EXPECT_EQ(root.at("b").as_boolean(), std::nullopt);
  EXPECT_EQ(root.at("c").as_integer(), 42);
  EXPECT_EQ(root.at("d").as_integer(), std::nullopt);
  EXPECT_EQ(root.at("e").as_integer(), std::nullopt);
  EXPECT_EQ(root.at("f").as_integer(), std::nullopt);
}

TEST(Yaml, ReadsAnEmptyTextAsNothing) {
  EXPECT_TRUE(read("").is_null());
  EXPECT_TRUE(read("# only a comment\n").is_null());
}

TEST(Yaml, SkipsAByteOrderMarkAndTakesBothLineEnds) {
  const auto root = read("\xEF\xBB\xBF"
                         "a: b\r\nc: d\r\n");
  EXPECT_EQ(shown(root.at("a").place()), "file.yaml:1:4+1");
  EXPECT_EQ(root.at("c").text(), "d");
}

TEST(Yaml, RefusesWhatCouldMultiplyItself) {
  EXPECT_EQ(refusal_of("a: &x [1, 2]\nb: *x\n").code, "yaml-anchor");
  EXPECT_EQ(refusal_of("a: *x\n").code, "yaml-syntax");
  EXPECT_EQ(refusal_of("a: !!str 1\n").code, "yaml-tag");
}

TEST(Yaml, RefusesTheSameKeyTwiceAndNamesTheFirst) {
  const auto refusal = refusal_of("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(refusal.code, "yaml-duplicate-key");
  EXPECT_EQ(shown(refusal.at), "file.yaml:3:1+1");
  EXPECT_THAT(refusal.message, HasSubstr("already on line 1"));
}

TEST(Yaml, RefusesTabsControlCharactersAndBadBytesWithTheirPlace) {
  EXPECT_EQ(shown(refusal_of("a:\n\tb: c\n").at), "file.yaml:2:1+1");
  EXPECT_EQ(refusal_of("a:\n \tb: c\n").code, "yaml-tab");
  EXPECT_EQ(refusal_of(std::string_view("a: b\0c: d", 9)).code, "yaml-bytes");
  EXPECT_EQ(refusal_of("a: b\x04\nhidden: 1\n").code, "yaml-bytes");
  const auto refusal = refusal_of("a: \xC3\xA9\xFFz\n");
  EXPECT_EQ(refusal.code, "yaml-bytes");
  EXPECT_EQ(shown(refusal.at), "file.yaml:1:5+1");
}

TEST(Yaml, RefusesKeysThatAreNoText) {
  EXPECT_EQ(refusal_of("? [a]\n: b\n").code, "yaml-key");
  EXPECT_EQ(refusal_of("? {a: b}\n: b\n").code, "yaml-key");
  EXPECT_EQ(refusal_of("~: b\n").code, "yaml-key");
}

TEST(Yaml, RefusesASecondDocument) { EXPECT_EQ(refusal_of("a: b\n---\nc: d\n").code, "yaml-second-document"); }

TEST(Yaml, SaysWhatUsuallyCausesASyntaxError) {
  const auto refusal = refusal_of("message: note: this\n");
  EXPECT_EQ(refusal.code, "yaml-syntax");
  EXPECT_EQ(shown(refusal.at), "file.yaml:1:14+1");
  EXPECT_THAT(refusal.hint, HasSubstr("quotes"));
  EXPECT_EQ(refusal.source_line, "message: note: this");
}

TEST(Yaml, HoldsItsLimitsOnHostileInput) {
  EXPECT_EQ(refusal_of(std::string(20'000, '[') + std::string(20'000, ']')).code, "yaml-limit");
  EXPECT_EQ(refusal_of(std::string(20'000, '{')).severity, Severity::error);
  EXPECT_EQ(refusal_of("a: b", {3, 32, 100}).code, "yaml-limit");
  std::string many;
  for (int i = 0; i < 200; ++i) many += "- x\n";
  EXPECT_EQ(refusal_of(many, {10'000, 32, 100}).code, "yaml-limit");
  std::string dashes;
  for (int i = 0; i < 5000; ++i) dashes += "- ";
  EXPECT_EQ(refusal_of(dashes).code, "yaml-limit");
}

TEST(Yaml, ReadsManyKeysInOneMapWithoutComparingEachWithEach) {
  std::string many;
  for (int i = 0; i < 45'000; ++i) many += fmt::format("k{}: 1\n", i);
  EXPECT_EQ(read(many).items().size(), 45'000U);
}

} // namespace
} // namespace handrail::playbook
