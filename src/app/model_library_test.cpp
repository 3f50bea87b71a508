// An engagement stays with the version of its playbook that it was started with. § storage-7
#include "app/engine.h"
#include "core/file.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const TenantId contoso("contoso");
const PlaybookId farewell("farewell");

std::string workspace_yaml(const std::string& queues) {
  return "name: Example\nzone: UTC\nworking_days: [Monday]\nphases: [Engagement]\nmotions: [RFA]\nstatuses: [Active]\n"
         "roles: [{id: FM, name: FastTrack Manager, access: assignment}]\n"
         "fields: [{id: FM, name: FM, queues: [" +
         queues + "]}]\n" + (queues.empty() ? "" : "queues: [{name: " + queues + "}]\n") +
         "note_categories: [{name: Environment}]\n"
         "task_statuses: [{name: Open, kind: not_started}, {name: Complete, kind: complete}]\n"
         "services: [{id: all, name: All Services, pseudo: true}]\ncontact_kinds: [customer]\n";
}

/// `tasks` are rows of the task table, `rules` is a fence or nothing.
std::string playbook(const std::string& tasks, const std::string& rules) {
  return "---\ntitle: Farewell\nms.date: 02/16/2026\nft.audience: internal\nft.owner: tara\n---\n\n# Farewell\n\n"
         "Phase: **Engagement**  \nMotions: **RFA**  \n\n## Overview\n\nOne.\n\n## Objectives\n\n- Two.\n\n## "
         "Approach\n\n"
         "### Part\n\nPrimary Role: **FastTrack Manager**  \nApplies To: **All Services**\n\nComplete task 7001 "
         "Farewell.\n\n" +
         rules +
         "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n" +
         tasks +
         "\n## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The end\n\n## Next Steps\n\n- N/A\n\n## Refresh Summary\n\n"
         "| Date | Who Changed | What Changed |\n|---|---|---|\n| 02/16/2026 | Tara | Created |\n";
}

constexpr const char* one_task = "| 7001 | Farewell | M | FastTrack Manager | All Services |\n";
constexpr const char* waiting_rule = "```rules\ntasks:\n  7001:\n    effects: [{assign: {FM: Waiting}}]\n"
                                     "    cites: Complete task 7001 Farewell.\n```\n\n";

class ModelLibraryTest : public ::testing::Test {
protected:
  ModelLibraryTest() {
    fs::create_directories(workspace_ / "playbooks");
    put("people.yaml", "people: [{id: tara, name: Tara Okonkwo, email: tara@example.com, zone: UTC, roles: [FM]}]\n");
    put("workspace.yaml", workspace_yaml("Waiting"));
    put("playbooks/farewell.md", playbook(one_task, waiting_rule));
    open();
    EXPECT_TRUE(publish().has_value()) << to_string(publish().error());
    engagement::RegisterTenant registration;
    registration.tenant = contoso;
    registration.name = "Contoso";
    registration.assignments = {{FieldId("FM"), engagement::person_holder(PersonId("tara")), {}, true}};
    send(registration);
    send(engagement::StartEngagement{EngagementId("e1"), farewell});
  }
  void put(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(workspace_ / name, text).has_value());
  }
  void open() {
    engine_.reset();
    auto opened = Engine::open({folder_.path() / "data"}, clock_, ids_);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
  }
  Result<void> publish() { return engine_->publish(workspace_); }
  void send(engagement::Command command) {
    const auto answer = engine_->submit({contoso, std::move(command), PersonId("tara"), {}, {}});
    ASSERT_TRUE(answer.has_value()) << to_string(answer.error());
    ASSERT_TRUE(std::holds_alternative<Receipt>(*answer)) << std::get<engagement::Denial>(*answer).message();
  }
  std::string running_version() {
    const auto state = engine_->tenant(contoso);
    return (*state)->engagements.front().version;
  }
  /// The tasks of the playbook as the engagement runs it, and as a new one would.
  std::size_t tasks_running() {
    return engine_->model()->playbook(farewell, running_version())->steps.front().tasks.size();
  }
  std::size_t tasks_newest() { return engine_->model()->playbooks.at(farewell)->steps.front().tasks.size(); }

  testing::TemporaryFolder folder_;
  fs::path workspace_ = folder_.path() / "workspace";
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
  std::unique_ptr<Engine> engine_;
};

TEST_F(ModelLibraryTest, AnEngagementKeepsItsVersionAcrossAnEditAndARestart) {
  const auto version = running_version();
  put("playbooks/farewell.md",
      playbook(std::string(one_task) + "| 7002 | Thanks | O | FastTrack Manager | All Services |\n", ""));
  for (int start = 0; start < 2; ++start) {
    const auto published = publish();
    ASSERT_TRUE(published.has_value()) << to_string(published.error());
    EXPECT_EQ(running_version(), version);
    EXPECT_EQ(tasks_running(), 1U);
    EXPECT_EQ(tasks_newest(), 2U);
    open();
  }
  ASSERT_TRUE(publish().has_value());
  // The rule that the edit took away still holds for who began with it: completing assigns the queue.
  send(engagement::SetTask{EngagementId("e1"), TaskId("7001"), "Complete", {}});
  const auto state = engine_->tenant(contoso);
  EXPECT_NE((*state)->assignment(FieldId("FM"), engagement::queue_holder("Waiting")), nullptr);
}

TEST_F(ModelLibraryTest, AWorkspaceThatARunningVersionDoesNotFitIsRefusedAndTheOldOneStands) {
  put("workspace.yaml", workspace_yaml(""));
  put("playbooks/farewell.md", playbook(one_task, ""));
  const auto refused = publish();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("Playbook farewell is under way in a version"));
  EXPECT_THAT(refused.error().message, HasSubstr("Waiting"));
  EXPECT_EQ(engine_->model()->workspace.queues.size(), 1U);
  send(engagement::SetTask{EngagementId("e1"), TaskId("7001"), "Complete", {}});
  send(engagement::CloseEngagement{EngagementId("e1"), "It was only a try"});
  EXPECT_TRUE(publish().has_value()) << "nothing runs by it any more";
}

TEST_F(ModelLibraryTest, AWorkspaceThatDoesNotCompileIsRefusedWithThePlaceOfItsFault) {
  put("workspace.yaml", workspace_yaml("Waiting") + "colour: blue\n");
  const auto refused = publish();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().where, HasSubstr("workspace.yaml:"));
  EXPECT_EQ(engine_->publish(folder_.path() / "nowhere").error().code, ErrorCode::not_found);
  EXPECT_EQ(tasks_running(), 1U);
}

} // namespace
} // namespace handrail::app
