// backup, restore and compact, on a data folder that the engine made.
#include "app/engine.h"
#include "cli/command.h"
#include "support/program.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace handrail::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::run_handrail;

class CopyCommands : public ::testing::Test {
protected:
  CopyCommands() {
    const ManualClock clock(*instant_from_iso("2026-03-02T09:00:00Z"));
    app::CountedIds ids("id");
    const auto engine = app::Engine::open({data_}, clock, ids);
    EXPECT_TRUE(engine.has_value() && (*engine)->publish(testing::small_model()).has_value());
    const auto answer = (*engine)->submit(
        {TenantId("contoso"), testing::registration("contoso", "Contoso"), PersonId("tara"), CommandId("k"), {}});
    EXPECT_TRUE(answer.has_value() && std::holds_alternative<app::Receipt>(*answer));
  }

  testing::TemporaryFolder folder_;
  const std::string data_ = folder_.path() / "data", file_ = folder_.path() / "backup.db",
                    other_ = folder_.path() / "other";
};

TEST_F(CopyCommands, ABackupPrintsTheHeadThatARestoreTakes) {
  const auto backup = run_handrail({"backup", data_, file_});
  EXPECT_EQ(backup.status, Exit::success) << backup.err;
  EXPECT_THAT(backup.out, MatchesRegex("Backed up [0-9]+ events of 1 tenant \\([0-9.]+ MB\\): each as it was written, "
                                       "none missing\nHead:  [0-9]+:[0-9a-f]{64}\n"));
  const auto head =
      backup.out.substr(backup.out.find("Head:  ") + 7, backup.out.rfind('\n') - backup.out.find("Head:  ") - 7);
  const auto restore = run_handrail({"restore", file_, other_, "--head", head});
  EXPECT_EQ(restore.status, Exit::success) << restore.err;
  EXPECT_THAT(restore.out, HasSubstr("Head:  " + head));
  EXPECT_THAT(run_handrail({"verify", "--data", other_, "--head", head}).out, HasSubstr("Head:  " + head));

  const auto wrong =
      run_handrail({"restore", file_, folder_.path() / "third", "--head", "7:" + head.substr(head.find(':') + 1)});
  EXPECT_EQ(wrong.status, Exit::failure);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "third"));
}

TEST_F(CopyCommands, WhatIsThereAlreadyIsNotWrittenOver) {
  ASSERT_EQ(run_handrail({"backup", data_, file_}).status, Exit::success);
  const auto again = run_handrail({"backup", data_, file_});
  EXPECT_EQ(again.status, Exit::failure);
  EXPECT_THAT(again.err, HasSubstr("nothing is written over it"));
  const auto back = run_handrail({"restore", file_, data_});
  EXPECT_EQ(back.status, Exit::failure);
  EXPECT_THAT(back.err, HasSubstr("holds data already"));
}

TEST_F(CopyCommands, AFolderWithoutALogIsSaidToHaveNone) {
  EXPECT_EQ(run_handrail({"backup", folder_.path() / "none", file_}).status, Exit::failure);
  EXPECT_FALSE(std::filesystem::exists(file_));
  const auto compact = run_handrail({"compact", "--data", folder_.path() / "none"});
  EXPECT_EQ(compact.status, Exit::failure);
  EXPECT_THAT(compact.err, HasSubstr("There is no log"));
  EXPECT_EQ(run_handrail({"backup", data_}).status, Exit::usage);
}

TEST_F(CopyCommands, CompactSaysWhatEachFileTookAndTakes) {
  const auto text = run_handrail({"compact", "--data", data_});
  EXPECT_EQ(text.status, Exit::success) << text.err;
  EXPECT_THAT(text.out, HasSubstr("log.db"));
  const auto json = nlohmann::json::parse(run_handrail({"compact", "--data", data_, "--format", "json"}).out);
  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[0]["file"], "log.db");
  EXPECT_GT(json[0]["after_bytes"], 0);
  EXPECT_EQ(run_handrail({"verify", "--data", data_}).status, Exit::success);
}

} // namespace
} // namespace handrail::cli
