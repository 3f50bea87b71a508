// A step that is done once per service, on the page: a row for each service in scope, with controls of its own.
#include "web/sample_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The sample with the mandatory task 103 done for Mail and Chat, whose blocking opens 101 again.
std::shared_ptr<const playbook::Model> model_with_rows() {
  auto model = std::make_shared<playbook::Model>(*sample_model());
  model->workspace.services.push_back({ServiceId("chat"), "Chat", false, {}, {}});
  auto book = std::make_shared<playbook::Playbook>(*model->playbooks.at(PlaybookId("hand-over")));
  book->version = "fedcba9876543210";
  auto& rules = book->steps.front().rules;
  rules.per_service[TaskId("103")] = {ServiceId("mail"), ServiceId("chat")};
  playbook::Effect reset;
  reset.what = playbook::EffectTask{TaskId("101"), "In Progress"};
  playbook::TaskRule blocked;
  blocked.task = TaskId("103");
  blocked.on = {{{}, {"Blocked"}, {reset}}};
  rules.tasks.push_back(blocked);
  model->playbooks[book->id] = book;
  return model;
}

void with_rows(Sample& sample, const std::vector<ServiceId>& services) {
  ASSERT_TRUE(sample.engine().publish(model_with_rows()));
  sample.with_contoso();
  engagement::EditTenant edit;
  edit.services = services;
  sample.must("ana", edit);
}

TEST(ServiceRows, StandUnderTheirTaskWithTheirOwnControls) {
  Sample sample;
  with_rows(sample, {ServiceId("mail"), ServiceId("chat")});
  const auto page = sample.get("/tenants/contoso");
  EXPECT_THAT(page.body, AllOf(HasSubstr("id=\"task-103-mail\""), HasSubstr("id=\"task-103-chat\""),
                               HasSubstr("<span id=\"task-103\">"), HasSubstr("once for each service in scope")));
  EXPECT_THAT(page.body, HasSubstr("Complete 103 for Chat"));
  EXPECT_THAT(page.body, HasSubstr("0 of 2 mandatory"));
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("Another status sets something off"), HasSubstr("101 Customer satisfied: In Progress")));
  EXPECT_THAT(page.body, Not(HasSubstr("<li>Blocked: "))) << "nothing refuses that";
}

TEST(ServiceRows, AreCompletedOneByOne) {
  Sample sample;
  with_rows(sample, {ServiceId("mail"), ServiceId("chat")});
  const auto done = sample.post("/tenants/contoso/do/set_task",
                                "task=103&service=chat&status=Complete&engagement=run&form=done-103-chat&"
                                "back=%2Ftenants%2Fcontoso&anchor=task-103-chat");
  EXPECT_EQ(done.status, 303);
  const auto page = sample.get("/tenants/contoso");
  EXPECT_THAT(page.body, AllOf(HasSubstr("1 of 2 mandatory"), Not(HasSubstr("Complete 103 for Chat")),
                               HasSubstr("Complete 103 for Mail")));
  EXPECT_THAT(sample.get("/tenants/contoso/timeline").body, HasSubstr("103 Process complete for Chat: Complete"));
}

TEST(ServiceRows, SaySoWhereNoServiceIsInScope) {
  Sample sample;
  with_rows(sample, {});
  EXPECT_THAT(sample.get("/tenants/contoso").body, HasSubstr("no service in scope that it is done for"));
}

} // namespace
} // namespace handrail::web
