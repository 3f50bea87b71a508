// `check` and `show` as their users see them, on the playbooks in tests/fixtures: each is full of what real ones have.
#include "cli/command.h"

#include "support/golden.h"
#include "support/originals.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace handrail::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Ran;
using testing::run_handrail;

namespace fs = std::filesystem;

const std::string fixtures = "tests/fixtures/playbooks/";

class Fixture : public ::testing::TestWithParam<const char*> {};

TEST_P(Fixture, IsShownAsItsAuthorMeantIt) {
  const auto shown = run_handrail({"show", "--format", "json", fixtures + GetParam() + ".md"});
  EXPECT_EQ(shown.status, Exit::success) << shown.err;
  EXPECT_TRUE(testing::matches_golden(std::string("playbooks/") + GetParam() + ".json", shown.out));
}

TEST_P(Fixture, HasItsDefectsFoundAndNoOthers) {
  const auto checked = run_handrail({"check", fixtures + GetParam() + ".md"});
  EXPECT_EQ(checked.status, Exit::success) << checked.err;
  EXPECT_TRUE(testing::matches_golden(std::string("playbooks/") + GetParam() + ".check.txt", checked.out));
}

INSTANTIATE_TEST_SUITE_P(Playbooks, Fixture,
                         ::testing::Values("mail-enablement", "mail-de", "mail-es", "mail-pt", "mail-ja", "mail-zh",
                                           "beside-approach", "beside-headless", "levels", "careless", "shapes",
                                           "tight"));

/// The public playbooks that the dialect was learnt from; they are not part of the project.
class Seed : public handrail::testing::OriginalPlaybook {};

TEST_P(Seed, HasItsRealDefectsFoundAndNoFalseOnes) {
  const auto checked = run_handrail({"check", "--format", "json", path_.string()});
  EXPECT_EQ(checked.status, Exit::success);
  std::string places;
  const auto found = nlohmann::json::parse(checked.out);
  for (const auto& each : found["diagnostics"])
    places += each["code"].get<std::string>() + " " + each["severity"].get<std::string>() + " " +
              std::to_string(each["line"].get<int>()) + ":" + std::to_string(each["column"].get<int>()) + "+" +
              std::to_string(each["length"].get<int>()) + "\n";
  EXPECT_TRUE(testing::matches_golden(std::string("seeds/") + GetParam() + ".findings.txt", places));
}

INSTANTIATE_TEST_SUITE_P(Originals, Seed, ::testing::Values("000_403ef9f75b6544f6", "004_4fffe75755d2b5f1"));

TEST(Check, PrintsSarifForCodeHosts) {
  const auto checked = run_handrail({"check", "--format", "sarif", fixtures + "mail-pt.md"});
  EXPECT_EQ(checked.status, Exit::success);
  EXPECT_TRUE(testing::matches_golden("playbooks/mail-pt.sarif", checked.out));
}

TEST(Check, PrintsJsonForPrograms) {
  const auto checked = run_handrail({"check", "--format", "json", fixtures + "mail-pt.md"});
  EXPECT_TRUE(testing::matches_golden("playbooks/mail-pt.check.json", checked.out));
}

TEST(Check, UsesColoursOnATerminalOnly) {
  EXPECT_THAT(run_handrail({"check", fixtures + "mail-pt.md"}, true).out, HasSubstr("\x1b[1;33mwarning"));
  EXPECT_THAT(run_handrail({"check", fixtures + "mail-pt.md"}, false).out, Not(HasSubstr("\x1b")));
}

TEST(Check, TakesAFolderWithAllItsPlaybooksAndLeavesIncludesOut) {
  const auto checked = run_handrail({"check", "tests/fixtures/playbooks"});
  EXPECT_THAT(checked.out, HasSubstr("in 12 files"));
  EXPECT_THAT(checked.out, Not(HasSubstr("includes/fb.md:")));
}

TEST(Check, SeesATaskWithTwoNamesAcrossFilesOfOneLanguageOnly) {
  const auto folder = fs::path(::testing::TempDir()) / "two-names";
  fs::create_directories(folder);
  const auto write = [&](const char* name, const std::string& heading, const std::string& task) {
    std::ofstream(folder / name) << "# T\n\n## " << heading << "\n\n| Task ID | Task Name | M/O |\n|-|-|-|\n| 7001 | "
                                 << task << " | M |\n";
  };
  write("a.md", "Approach", "First name");
  write("b.md", "Approach", "Second name");
  write("c.md", "Vorgehensweise", "Dritter Name");
  const auto checked = run_handrail({"check", folder.string()});
  EXPECT_THAT(checked.out,
              HasSubstr("b.md:7:3: warning: task 7001 is “Second name” here and “First name” in another playbook"));
  EXPECT_THAT(checked.out, HasSubstr("7 | | 7001 | Second name | M |\n"));
  EXPECT_THAT(checked.out, Not(HasSubstr("Dritter Name” here")));
  fs::remove_all(folder);
}

TEST(Check, APathThatDoesNotExistIsAUsageError) {
  const auto checked = run_handrail({"check", "no-such-playbook.md"});
  EXPECT_EQ(checked.status, Exit::usage);
  EXPECT_THAT(checked.err, HasSubstr("no-such-playbook.md: there is no such file or folder"));
}

TEST(Check, AnErrorMakesTheStatusOne) {
  const auto file = fs::path(::testing::TempDir()) / "utf16.md";
  std::ofstream(file, std::ios::binary) << std::string("\xFF\xFE#\0 \0T\0", 8);
  const auto checked = run_handrail({"check", file.string()});
  EXPECT_EQ(checked.status, Exit::failure);
  EXPECT_THAT(checked.out, HasSubstr("error: the file is UTF-16, and is not read [source-utf16]"));
  fs::remove(file);
}

TEST(Show, APlainTextPrintIsForPeople) {
  const auto shown = run_handrail({"show", fixtures + "mail-pt.md"});
  EXPECT_EQ(shown.status, Exit::success);
  EXPECT_THAT(shown.out, HasSubstr("Verificar o correio  (line 23)"));
  EXPECT_THAT(shown.out, HasSubstr("2001 M Verificar o correio"));
}

TEST(Show, NothingThatATerminalObeysComesOutOfAPlaybook) {
  const testing::TemporaryFolder folder;
  const auto file = (folder.path() / "evil.md").string();
  std::ofstream(file) << "# Red \x1b[31m\xc2\x9b"
                         "5m\n\nPhase: **X\x1b[2J**\n\n### Step\n\nPrimary Role: **R\x1b[5m**\n\n"
                         "| Task ID | Task Name | (M)andatory / (O)ptional |\n| - | - | - |\n| 1 | A | Q\x1b[1m |\n";
  for (const char* command : {"show", "check"}) {
    const Ran ran = run_handrail({command, file});
    for (const std::string& said : {ran.out, ran.err}) {
      EXPECT_EQ(said.find('\x1b'), std::string::npos) << command;
      EXPECT_EQ(said.find("\xc2\x9b"), std::string::npos) << command;
    }
  }
}

TEST(Show, WordsOfAnotherLanguageCanBeAdded) {
  const auto folder = fs::path(::testing::TempDir());
  std::ofstream(folder / "nl.yaml")
      << "- language: Nederlands\n  sections: {approach: [Aanpak]}\n  labels: {phase: [Fase], roles: [Primaire rol]}\n";
  std::ofstream(folder / "nl.md") << "# T\n\n## Aanpak\n\n### Stap\n\nPrimaire rol: **Beheerder**\n";
  const auto shown = run_handrail(
      {"show", "--format", "json", "--languages", (folder / "nl.yaml").string(), (folder / "nl.md").string()});
  const auto roles = nlohmann::json::parse(shown.out)["steps"][0]["roles"];
  EXPECT_EQ(roles, nlohmann::json::array({"Beheerder"}));
}

TEST(Show, AFolderIsAUsageError) { EXPECT_EQ(run_handrail({"show", "tests/fixtures"}).status, Exit::usage); }

} // namespace
} // namespace handrail::cli
