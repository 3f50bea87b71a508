#include "playbook/compile_workspace.h"

namespace handrail::playbook {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* workspace_yaml = R"(name: Example
zone: UTC
working_days: [Monday]
phases: [Engagement]
motions: [RFA]
statuses: [Active]
roles: [{id: FM, name: FastTrack Manager, access: assigned}]
fields: [{id: FM, name: FM}]
note_categories: [{name: Environment}]
task_statuses: [{name: Open, kind: not_started}, {name: Complete, kind: complete}]
services: [{id: all, name: All Services, pseudo: true}]
contact_kinds: [customer]
)";

struct Words {
  std::string phase = "Engagement", role = "FastTrack Manager", service = "All Services", audience = "internal",
              task = "Farewell", next = "N/A";
};

std::string playbook(const Words& words) {
  return fmt::format(
      "---\ntitle: Example\nms.date: 02/16/2026\nft.audience: {}\nft.owner: mina\n---\n\n# Example\n\nPhase: **{}**  \n"
      "Motions: **RFA**  \n\n## Overview\n\nOne.\n\n## Objectives\n\n- Two.\n\n## Approach\n\n### Part\n\n"
      "Primary Role: **{}**  \nApplies To: **{}**\n\nComplete task 7001 {}.\n\n"
      "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n"
      "| 7001 | {} | M | FastTrack Manager | All Services |\n\n## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The "
      "end\n\n"
      "## Next Steps\n\n- {}\n\n## Refresh Summary\n\n| Date | Who Changed | What Changed |\n|---|---|---|\n"
      "| 02/16/2026 | Mina | Created |\n",
      words.audience, words.phase, words.role, words.service, words.task, words.task, words.next);
}

struct Compiled {
  CompiledWorkspace all;
  std::vector<std::string> findings;
};

/// Files in memory below a root of another name than "".
class RootedSources final : public Sources {
public:
  RootedSources(std::map<std::string, std::string> files, std::string root)
      : files_(std::move(files)), root_(std::move(root)) {}
  Result<std::string> read(const std::string& path) const override { return files_.read(path); }
  Result<void> look_up(const std::string& path) const override { return files_.look_up(path); }
  std::string root() const override { return root_; }

private:
  MemorySources files_;
  std::string root_;
};

Compiled compile(std::map<std::string, std::string> files, const std::string& root = "") {
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  static const Languages languages = built_in_languages();
  Compiled result{compile_workspace(RootedSources(std::move(files), root), names, languages), {}};
  for (const Diagnostic& d : result.all.diagnostics)
    result.findings.push_back(fmt::format("{} {} {}:{} {} ({})", d.severity == Severity::error ? "error" : "warning",
                                          d.code, d.at.file, d.at.line, d.message, d.hint));
  return result;
}

std::vector<std::string> findings_with(const Words& words) {
  return compile({{"workspace.yaml", workspace_yaml},
                  {"playbooks/example.md", playbook(words)},
                  {"templates/a.md", "---\nname: A\naudience: customer\nsubject: s\n---\n"}})
      .findings;
}

TEST(CompileWorkspace, MakesAModelOfEverythingInTheFolder) {
  const auto compiled = compile({{"workspace.yaml", workspace_yaml},
                                 {"people.yaml", "people: [{id: mina, name: Mina, roles: [FM]}]\n"},
                                 {"playbooks/example.md", playbook({})},
                                 {"playbooks/includes/part.md", "A part.\n"},
                                 {"templates/hello.md", "---\nname: Hello\naudience: customer\nsubject: Hi\n---\nHi\n"},
                                 {"tables/double.md", "| F | a: number | → b: number |\n|-|-|-|\n| 1 | - | a * 2 |\n"},
                                 {"scenarios/x.yaml", "not: read"}});
  EXPECT_THAT(compiled.findings, IsEmpty());
  ASSERT_NE(compiled.all.model, nullptr);
  EXPECT_EQ(compiled.all.model->playbooks.size(), 1U);
  EXPECT_EQ(compiled.all.model->workspace.templates.size(), 1U);
  EXPECT_EQ(compiled.all.model->tables.at(0).name, "double");
  EXPECT_NE(compiled.all.model->workspace.person(PersonId("mina")), nullptr);
  EXPECT_EQ(compiled.all.files, 5U);
}

TEST(CompileWorkspace, SaysThatWorkspaceYamlIsMissing) {
  const auto compiled = compile({{"playbooks/example.md", playbook({})}});
  EXPECT_EQ(compiled.all.model, nullptr);
  EXPECT_THAT(compiled.findings, ElementsAre("error unreadable workspace.yaml:1 there is no such file ()"));
}

TEST(CompileWorkspace, NamesFilesByTheRootItWasGiven) {
  const auto compiled = compile({{"w/workspace.yaml", workspace_yaml},
                                 {"w/playbooks/example.md", playbook({.phase = "Engagment"})},
                                 {"w/tables/x.md", "none\n"}},
                                "w/");
  EXPECT_THAT(compiled.findings, ElementsAre(HasSubstr("unknown-phase w/playbooks/example.md:10"),
                                             HasSubstr("table-missing w/tables/x.md:1")));
}

TEST(CompileWorkspace, WarnsOfWordsTheWorkspaceDoesNotKnow) {
  EXPECT_THAT(findings_with({.phase = "Engagment"}), ElementsAre(HasSubstr("did you mean “Engagement”?")));
  EXPECT_THAT(findings_with({.role = "FastTrak Manager"}), ElementsAre(HasSubstr("warning unknown-role")));
  EXPECT_THAT(findings_with({.service = "All Servces"}), ElementsAre(HasSubstr("warning unknown-service")));
  EXPECT_THAT(findings_with({.audience = "intern"}),
              ElementsAre(HasSubstr("warning unknown-audience playbooks/example.md:1")));
}

TEST(CompileWorkspace, WarnsOfNextStepsThatLeadNowhere) {
  EXPECT_THAT(findings_with({.next = "[Gone](gone.md)"}), ElementsAre(HasSubstr("link-missing")));
  EXPECT_THAT(
      findings_with({.next = "[A mail](../templates/a.md)"}),
      ElementsAre(HasSubstr("warning unknown-playbook playbooks/example.md:44 “../templates/a.md” is no playbook")));
  EXPECT_THAT(findings_with({.next = "[Again](example.md)"}), IsEmpty());
  EXPECT_THAT(findings_with({.next = "[Elsewhere](https://example.com/x.md)"}), IsEmpty());
}

TEST(CompileWorkspace, FindsTwoThingsOfOneName) {
  const auto compiled = compile({{"workspace.yaml", workspace_yaml},
                                 {"playbooks/example.md", playbook({})},
                                 {"playbooks/old/example.md", playbook({})},
                                 {"tables/a-b.md", "| F | a | → b |\n|-|-|-|\n| 1 | - | 1 |\n"},
                                 {"tables/a_b.md", "| F | a | → b |\n|-|-|-|\n| 1 | - | 1 |\n"}});
  EXPECT_EQ(compiled.all.model, nullptr);
  EXPECT_THAT(compiled.findings, ElementsAre(HasSubstr("error duplicate-name playbooks/old/example.md"),
                                             HasSubstr("error duplicate-name tables/a_b.md")));
}

TEST(CompileWorkspace, WarnsOfOneTaskUnderTwoNames) {
  const auto compiled = compile({{"workspace.yaml", workspace_yaml},
                                 {"playbooks/a.md", playbook({})},
                                 {"playbooks/b.md", playbook({.task = "Goodbye"})}});
  EXPECT_THAT(compiled.findings, ElementsAre(HasSubstr("warning task-two-names playbooks/b.md")));
}

TEST(CompileWorkspace, RefusesRulesUnderASectionThatHasNone) {
  std::string text = playbook({});
  text.insert(text.find("## Objectives"), "```rules\nwhen: true\n```\n\n");
  const auto compiled = compile({{"workspace.yaml", workspace_yaml}, {"playbooks/example.md", text}});
  EXPECT_THAT(compiled.findings, ElementsAre(HasSubstr("error rules-misplaced")));
  EXPECT_THAT(compiled.all.diagnostics.at(0).source_line, Not(IsEmpty()));
}

TEST(CompileWorkspace, SurvivesFilesThatAreNoText) {
  const std::string bytes("\x00\xFF\xFE garbage \x01", 13);
  const auto compiled = compile({{"workspace.yaml", workspace_yaml},
                                 {"people.yaml", bytes},
                                 {"playbooks/x.md", bytes},
                                 {"templates/x.md", bytes},
                                 {"tables/x.md", bytes}});
  EXPECT_EQ(compiled.all.model, nullptr);
  for (const char* file : {"people.yaml", "playbooks/x.md", "templates/x.md", "tables/x.md"})
    EXPECT_THAT(compiled.findings, Contains(HasSubstr(file))) << file;
}

} // namespace
} // namespace handrail::playbook
