// What docs/authors/ shows as an example really is one: it is taken out of the pages, checked and played.
#include "support/temporary_folder.h"
#include "workspaces/program.h"

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
