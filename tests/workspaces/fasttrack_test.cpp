// The sample workspace keeps what it promises: it checks clean, every scenario holds, and they cover what they must.
#include "app/workspace_folder.h"
#include "support/files.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using handrail::testing::read_whole;
using handrail::testing::run_handrail;
using ::testing::HasSubstr;
using ::testing::Not;

const fs::path workspace = "workspaces/fasttrack";

std::vector<fs::path> scenarios() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(workspace / "scenarios"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  return files;
}

TEST(FastTrack, ChecksWithoutAnErrorOrAWarning) {
  const auto ran = run_handrail({"check", workspace.string()});
  EXPECT_EQ(ran.status, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, Not(HasSubstr("warning"))) << ran.out;
}

/// The places of those that enforce no sentence. A task's or outcome's own rule cites only where it says something
/// itself.
template <class Rules>
void uncited(const Rules& rules, std::vector<std::string>& places) {
  for (const auto& each : rules)
    if (each.source.cites.empty()) places.push_back(each.source.at.file + ":" + std::to_string(each.source.at.line));
}

TEST(FastTrack, EveryRuleCitesASentence) {
  const auto model = handrail::app::compiled_workspace(workspace);
  ASSERT_TRUE(model.has_value());
  std::vector<std::string> places;
  for (const auto& [id, book] : (*model)->playbooks) {
    uncited(book->rules.entry, places);
    uncited(book->rules.exit, places);
    for (const auto& step : book->steps) {
      const auto& rules = step.rules;
      uncited(rules.forbids, places);
      uncited(rules.choices, places);
      for (const auto& task : rules.tasks) {
        uncited(task.requires_, places);
        uncited(task.effects, places);
        for (const auto& transition : task.on) uncited(transition.effects, places);
        if (task.source.when) uncited(std::vector{task}, places);
      }
      if (rules.outcome) {
        uncited(std::vector{*rules.outcome}, places);
        uncited(rules.outcome->requires_, places);
        uncited(rules.outcome->effects, places);
      }
    }
  }
  EXPECT_THAT(places, ::testing::IsEmpty());
}

TEST(FastTrack, EveryScenarioHolds) {
  const auto ran = run_handrail({"test", (workspace / "scenarios").string()});
  EXPECT_EQ(ran.status, 0) << ran.out << ran.err;
}

TEST(FastTrack, EveryTaskOfTheTwoPlaybooksIsCompletedInAScenario) {
  std::string all;
  for (const auto& file : scenarios()) all += read_whole(file);
  for (const char* task : {"3729", "3703", "4023", "3676", "3704", "3705", "3706", "3708", "3710", "3711", "3712",
                           "3713", "3714", "3715", "4060"})
    EXPECT_THAT(all, HasSubstr(std::string(task) + ": Complete")) << "no scenario expects it complete";
}

TEST(FastTrack, ABrokenExpectationFailsAndShowsExpectedBesideActual) {
  const handrail::testing::TemporaryFolder folder;
  fs::copy(workspace, folder.path(), fs::copy_options::recursive);
  const fs::path file = folder.path() / "scenarios/re-engagement/non-actionable/3713-the-customer-declined.yaml";
  std::string text = read_whole(file);
  const std::string right = "primary: watchlist FM";
  ASSERT_NE(text.find(right), std::string::npos);
  text.replace(text.find(right), right.size(), "primary: diego");
  std::ofstream(file) << text;

  const auto ran = run_handrail({"test", file.string()});

  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("3713-the-customer-declined.yaml"));
  EXPECT_THAT(ran.out, HasSubstr("expected"));
  EXPECT_THAT(ran.out, HasSubstr("diego"));
  EXPECT_THAT(ran.out, HasSubstr("actual"));
  EXPECT_THAT(ran.out, HasSubstr("watchlist FM"));
}

} // namespace
