#include "playbook/yaml_shape.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const yaml::Shape& shape() {
  using namespace yaml;
  static const Shape role = [] {
    Shape item = object("A role.", {{"id", "Its id.", name(), required},
                                    {"access", "How far it reaches.", word({"assigned", "privileged"})},
                                    {"managed", "Whether.", boolean()},
                                    {"since", "When.", date()}});
    return item;
  }();
  static const Shape one = [] {
    Shape item =
        object("One of two.",
               {{"note", "A note.", text()}, {"email", "A mail.", text()}, {"cites", "A text.", one_or_more(text())}});
    item.exactly_one = {"note", "email"};
    return item;
  }();
  static const Shape whole = object("All.", {{"roles", "The roles.", list_of(role), required}, {"one", "One.", one}});
  return whole;
}

/// "code line:column message (hint)" of each finding.
std::vector<std::string> findings_in(std::string_view text) {
  std::vector<Diagnostic> findings;
  const auto root = yaml::parse(text, {"f.yaml"}, findings);
  if (root) yaml::check(*root, shape(), findings);
  std::vector<std::string> lines;
  for (const auto& f : findings)
    lines.push_back(fmt::format("{} {}:{} {} ({})", f.code, f.at.line, f.at.column, f.message, f.hint));
  return lines;
}

TEST(YamlShape, AcceptsWhatItDeclares) {
  EXPECT_THAT(
      findings_in(
          "roles:\n  - {id: 7, access: assigned, managed: true, since: 2026-12-31}\none: {note: a, cites: [b, c]}\n"),
      IsEmpty());
  EXPECT_THAT(findings_in("roles: []\none: {email: a, cites: b}\n"), IsEmpty());
}

TEST(YamlShape, NamesAnUnknownKeyAndTheOneThatWasMeant) {
  EXPECT_THAT(findings_in("roles: [{id: a, acces: assigned}]\n"),
              ElementsAre("yaml-unknown-key 1:17 there is no key “acces” here (did you mean “access”?)"));
  EXPECT_THAT(findings_in("roles: [{id: a, zzzz: b}]\n"),
              ElementsAre("yaml-unknown-key 1:17 there is no key “zzzz” here (there is id, access, managed or since)"));
}

TEST(YamlShape, SaysWhichKeyIsMissing) {
  EXPECT_THAT(findings_in("roles: [{access: assigned}]\n"),
              ElementsAre("yaml-missing-key 1:9 “id” is missing: Its id. ()"));
  EXPECT_THAT(findings_in("one: {note: a}\n"), ElementsAre(HasSubstr("“roles” is missing")));
}

TEST(YamlShape, FindsEveryValueOfTheWrongKindAtOnce) {
  EXPECT_THAT(
      findings_in("roles:\n  - {id: [a], access: all, managed: yes, since: 31.12.2026}\n  - text\n  - {id: ''}\n"),
      ElementsAre("yaml-wrong-kind 2:10 “id” is a name, not a list ()",
                  "yaml-word 2:23 “all” is not one of assigned or privileged (there is assigned or privileged)",
                  "yaml-wrong-kind 2:37 “managed” is true or false, not “yes” ()",
                  "yaml-wrong-kind 2:49 “since” is a date such as 2026-12-31, not “31.12.2026” ()",
                  "yaml-wrong-kind 3:5 a map (“key: value” lines) is expected here, not “text” (A role.)",
                  "yaml-wrong-kind 4:10 “id” is a name, not “” ()"));
}

TEST(YamlShape, WantsExactlyOneOfTheKeysThatSayWhatAnItemIs) {
  EXPECT_THAT(
      findings_in("roles: []\none: {note: a, email: b}\n"),
      ElementsAre(
          "yaml-two-keys 2:16 “note” and “email” cannot stand in one item (begin a new “- ” item for the second)"));
  EXPECT_THAT(findings_in("roles: []\none: {cites: a}\n"),
              ElementsAre("yaml-missing-key 2:6 this item says nothing: note or email is needed ()"));
}

TEST(YamlShape, LimitsTextsAndLists) {
  EXPECT_THAT(findings_in("roles: [{id: " + std::string(yaml::longest_text + 1, 'x') + "}]\n"),
              ElementsAre(HasSubstr("yaml-limit")));
  std::string many = "roles: []\none:\n  note: a\n  cites:\n";
  for (std::size_t i = 0; i <= yaml::most_members; ++i) many += "    - x\n";
  EXPECT_THAT(findings_in(many), ElementsAre(HasSubstr("more than 10000 members")));
}

TEST(YamlShape, WritesTheSchemaThatEditorsCompleteBy) {
  const auto schema = nlohmann::json::parse(yaml::json_schema(shape(), "https://example/all.json", "All"));
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(schema["required"], nlohmann::json::array({"roles"}));
  EXPECT_EQ(schema["additionalProperties"], false);
  const auto& role = schema["properties"]["roles"]["items"]["properties"];
  EXPECT_EQ(role["access"]["enum"], nlohmann::json::array({"assigned", "privileged"}));
  EXPECT_EQ(role["since"]["format"], "date");
  EXPECT_EQ(role["access"]["description"], "How far it reaches.");
  EXPECT_EQ(schema["properties"]["one"]["oneOf"].size(), 2U);
}

} // namespace
} // namespace handrail::playbook
