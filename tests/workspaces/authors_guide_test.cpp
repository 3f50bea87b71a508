// What docs/authors/ shows as an example really is one: it is taken out of the pages, checked and played.
#include "support/files.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using handrail::testing::read_whole;
using handrail::testing::run_handrail;

/// The text between the first line `fence` + `language` of a page and the next line that is `fence`.
std::string example(const std::string& page, const std::string& fence, const std::string& language) {
  const std::string text = read_whole("docs/authors/" + page);
  const std::string opening = fence + language + "\n";
  const auto begin = text.find(opening);
  const auto end = text.find("\n" + fence + "\n", begin);
  EXPECT_NE(begin, std::string::npos) << page << " has no " << language << " example";
  EXPECT_NE(end, std::string::npos) << "the example of " << page << " is never closed";
  return text.substr(begin + opening.size(), end + 1 - begin - opening.size());
}

/// The example playbook with the example rules below the text that both pages show.
std::string playbook_with_rules() {
  std::string playbook = example("playbook.md", "````", "markdown");
  const std::string with_rules = example("rules.md", "````", "markdown");
  const std::string text = with_rules.substr(0, with_rules.find("```rules"));
  const auto at = playbook.find(text);
  EXPECT_NE(at, std::string::npos) << "playbook.md does not have the text that rules.md puts rules under";
  return at == std::string::npos ? playbook : playbook.replace(at, text.size(), with_rules + "\n");
}

/// All texts between `fence` + `language` and `fence` of a page.
std::vector<std::string> examples(const std::string& page, const std::string& fence, const std::string& language) {
  const std::string text = read_whole("docs/authors/" + page);
  const std::string opening = "\n" + fence + language + "\n";
  std::vector<std::string> all;
  for (auto begin = text.find(opening); begin != std::string::npos; begin = text.find(opening, begin)) {
    begin += opening.size();
    const auto end = text.find("\n" + fence + "\n", begin);
    EXPECT_NE(end, std::string::npos) << "an example of " << page << " is never closed";
    all.push_back(text.substr(begin, end + 1 - begin));
  }
  return all;
}

/// A playbook whose one step has the example's text and rules, and the tasks 7001 to 7005; where the example begins
/// with Key Inputs, it has that and what follows.
std::string playbook_around(const std::string& example) {
  const bool is_end = example.starts_with("## Key Inputs");
  std::string text = "---\ntitle: Example\nms.date: 02/16/2026\nft.audience: internal\nft.owner: mina\n---\n\n"
                     "# Example\n\nPhase: **Success**  \nMotions: **RFA**  \n\n## Overview\n\nAn example.\n\n"
                     "## Objectives\n\n- It is understood.\n\n## Approach\n\n### Do it\n\n"
                     "Primary Role: **FastTrack Manager**  \n";
  if (!is_end && example.starts_with("Applies To")) text += example + "\n";
  if (!is_end && !example.starts_with("Applies To")) text += "Applies To: **All Services**\n\n" + example + "\n";
  text += "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|:-:|:-:|---|\n";
  for (const char* id : {"7001", "7002", "7003"})
    text += std::string("| ") + id + " | Example " + id + " | O | FastTrack Manager | All Services |\n";
  for (const char* id : {"7004", "7005"})
    text += std::string("| ") + id + " | Example " + id + " | O | FastTrack Manager | Exchange, Teams |\n";
  text += is_end ? "\n" + example : "\n## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- An end\n";
  return text + "\n## Next Steps\n\nN/A\n\n## Refresh Summary\n\n| Date | Who Changed | What Changed |\n"
                "|---|---|---|\n| 02/16/2026 | Mina Halvorsen | Playbook created |\n";
}

TEST(AuthorsGuide, EveryKindOfRuleHasAnExampleThatChecks) {
  const auto all = examples("kinds-of-rules.md", "````", "markdown");
  EXPECT_GE(all.size(), 14U);
  const handrail::testing::TemporaryFolder folder;
  fs::copy("workspaces/fasttrack", folder.path(), fs::copy_options::recursive);
  for (const auto& each : all) {
    std::ofstream(folder.path() / "playbooks/example.md") << playbook_around(each);
    const auto checked = run_handrail({"check", folder.path().string()});
    EXPECT_EQ(checked.status, 0) << each << checked.out << checked.err;
  }
}

TEST(AuthorsGuide, ItsPlaybookChecksAndItsScenarioHolds) {
  const handrail::testing::TemporaryFolder folder;
  fs::copy("workspaces/fasttrack", folder.path(), fs::copy_options::recursive);
  std::ofstream(folder.path() / "playbooks/say-goodbye.md") << playbook_with_rules();
  const fs::path scenario = folder.path() / "scenarios/goodbye.yaml";
  std::ofstream(scenario) << example("scenarios.md", "```", "yaml");

  const auto checked = run_handrail({"check", folder.path().string()});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out, ::testing::Not(::testing::HasSubstr("warning"))) << checked.out;

  const auto played = run_handrail({"test", scenario.string()});
  EXPECT_EQ(played.status, 0) << played.out << played.err;
}

} // namespace
