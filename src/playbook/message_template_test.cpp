#include "playbook/message_template.h"

#include "playbook/facts.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Workspace workspace() {
  Workspace result;
  result.contact_kinds = {"customer", "account team"};
  result.roles.push_back({RoleId("desk"), "Assignment Team", AccessLevel::assignment, {"Assigners"}, {}});
  return result;
}

struct Read {
  std::optional<MessageTemplate> message;
  std::vector<std::string> findings;
};

Read read(std::string_view text) {
  std::vector<Diagnostic> findings;
  const Workspace ours = workspace();
  Read result;
  result.message = read_template(text, "templates/farewell.md", ours, fact_names(ours, {}), findings);
  for (const auto& f : findings)
    result.findings.push_back(fmt::format("{} {}:{} {} ({})", f.code, f.at.line, f.at.column, f.message, f.hint));
  return result;
}

feel::Value facts(const char* name) {
  return feel::Value::context(
      {{"tenant", feel::Value::context({{"name", feel::Value::string(name)}, {"customer", feel::Value()}})}});
}

TEST(MessageTemplate, WritesTheFactsIntoSubjectAndBody) {
  const auto result = read("---\nname: Farewell\naudience: assigners\nsubject: Goodbye {{tenant.name}}!\n---\nDear {{ "
                           "tenant.customer }},\n**{{tenant.name}}** {{1 + 1}}\n");
  EXPECT_THAT(result.findings, IsEmpty());
  ASSERT_TRUE(result.message);
  EXPECT_EQ(result.message->id.text(), "farewell");
  EXPECT_EQ(result.message->audience, "Assignment Team");
  const auto message = written_out(*result.message, facts("Contoso"), {});
  EXPECT_EQ(message.subject, "Goodbye Contoso!");
  EXPECT_EQ(message.body, "Dear ,\n**Contoso** 2\n");
}

TEST(MessageTemplate, KeepsTheSubjectOnOneLine) {
  const auto result = read("---\nname: A\naudience: customer\nsubject: \"{{tenant.name}}\"\n---\n");
  ASSERT_TRUE(result.message);
  EXPECT_EQ(written_out(*result.message, facts("x\r\nBcc: all@example.com"), {}).subject, "x  Bcc: all@example.com");
}

TEST(MessageTemplate, LeavesOutAFormulaThatDidNotCompile) {
  const auto result = read("---\nname: A\naudience: customer\nsubject: Hi {{tenant.nme}}!\n---\n{{1 +}} Bye\n");
  ASSERT_TRUE(result.message);
  const auto message = written_out(*result.message, facts("Contoso"), {});
  EXPECT_EQ(message.subject, "Hi !");
  EXPECT_EQ(message.body, " Bye\n");
}

TEST(MessageTemplate, PointsAtWhatIsWrong) {
  EXPECT_THAT(read("---\nname: A\naudience: custoner\nsubject: b\n---\n").findings,
              ElementsAre("unknown-audience 3:11 there is no audience “custoner” (did you mean “customer”?)"));
  EXPECT_THAT(
      read("---\nname: A\naudience: customer\nsubject: Hi {{tenant.nme}}\n---\nHi\nyou, {{tenant.custmer}}\n").findings,
      ElementsAre(HasSubstr("template-formula 4:"), HasSubstr("template-formula 7:")));
  EXPECT_THAT(read("---\nname: A\naudience: customer\nsubject: b\n---\nHi {{tenant.name\n").findings,
              ElementsAre("template-formula 6:4 this “{{” is never closed (end the formula with “}}”)"));
  EXPECT_THAT(read("---\nname: A\nsubject: b\n---\n").findings, ElementsAre(HasSubstr("“audience” is missing")));
  EXPECT_THAT(read("no front matter\n").findings, ElementsAre(HasSubstr("the front matter is missing")));
}

TEST(MessageTemplate, SurvivesHostileText) {
  for (const std::string& text :
       {std::string(), std::string("---"), std::string("---\n---\n"), std::string("---\nname: \xFF\n---\n"),
        std::string(100'000, '{'), "---\nname: A\naudience: customer\nsubject: b\n---\n" + std::string(5000, '{')})
    EXPECT_FALSE(read(text).findings.empty()) << text.substr(0, 20);
}

} // namespace
} // namespace handrail::playbook
