// Deadlines in the portal: at the sentence, at the task, beside the document, and in one's own work.
#include "web/sample_test.h"

#include <gmock/gmock.h>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The sample's model with a deadline on the task 103, and one on an e-mail, both stated by the same sentence.
std::shared_ptr<const playbook::Model> model_with_deadlines() {
  auto model = std::make_shared<playbook::Model>(*sample_model());
  for (unsigned weekday = 1; weekday <= 5; ++weekday) model->workspace.working_days.emplace_back(weekday);
  auto book = std::make_shared<playbook::Playbook>(*model->playbooks.at(PlaybookId("hand-over")));
  auto& rules = book->steps.front().rules;
  playbook::DueRule due;
  due.source = rules.outcome->source;
  due.source.at.line = 30;
  due.within = {playbook::Duration::Unit::business_days, 2};
  playbook::TaskRule task;
  task.task = TaskId("103");
  task.due = due;
  rules.tasks.push_back(task);
  due.source.at.line = 31;
  due.within.count = 10;
  rules.deadlines.push_back({due, playbook::RequiredEmail{TemplateId("bye")}});
  model->playbooks[book->id] = book;
  return model;
}

class DueInPortal : public ::testing::Test {
protected:
  DueInPortal() {
    EXPECT_TRUE(sample_.engine().publish(model_with_deadlines()));
    sample_.with_contoso(); // on Monday, 2 March: due on Wednesday
  }
  std::string page(const std::string& address = "/tenants/contoso") { return sample_.get(address).body; }

  Sample sample_;
};

TEST_F(DueInPortal, StandsAtTheSentenceTheTaskAndBesideTheDocument) {
  const std::string upcoming = page();
  EXPECT_THAT(upcoming, HasSubstr("<a title=\"103 Process complete is due on Wed 4 Mar 2026, within 2 business days "
                                  "after this engagement was started.\" href=\"#task-103\">"));
  EXPECT_THAT(upcoming, HasSubstr("<section id=\"due\"><h2>Due</h2>"));
  EXPECT_THAT(upcoming, HasSubstr("<a href=\"#say-why-it-ends\">The e-mail “Good-bye”</a>"));
  EXPECT_THAT(upcoming, HasSubstr("due Mon 16 Mar"));
}

TEST_F(DueInPortal, SaysInWordsWhatIsLate) {
  sample_.advance(std::chrono::hours(4 * 24));
  EXPECT_THAT(page(), AllOf(HasSubstr("#warning"), HasSubstr("overdue by 2 business days")));
  EXPECT_THAT(page("/"), AllOf(HasSubstr("103 overdue by 2 business days"), HasSubstr("1 is due")));
}

TEST_F(DueInPortal, GoesFromTheTaskWhenItIsMet) {
  sample_.must("ana", engagement::SetTask{EngagementId("run"), TaskId("103"), "Complete", {}});
  sample_.advance(std::chrono::hours(24 * 24));
  const std::string met = page();
  EXPECT_THAT(met, HasSubstr("met on Mon 2 Mar"));
  EXPECT_THAT(met, HasSubstr("overdue by 8 business days")) << "the e-mail is late";
  EXPECT_THAT(page("/"), HasSubstr("the e-mail “Good-bye” overdue by 8 business days"));
}

TEST_F(DueInPortal, IsNotThereInThePlaybookOnItsOwn) {
  EXPECT_THAT(page("/playbooks/hand-over"), Not(HasSubstr("due Wed")));
}

TEST(PartnerInPortal, IsToldNothingOfInternalPlaybooksAndOtherPartners) {
  Sample sample;
  auto model = std::make_shared<playbook::Model>(*model_with_deadlines());
  model->workspace.fields.push_back(
      {FieldId("PF"), "Partner FM", "Onboarding", true, false, false, {RoleId("PF")}, {}, true, {}});
  model->workspace.people.push_back({PersonId("pau"), "Pau Vidal", "", "", {RoleId("PF")}, "Lumen", {}});
  model->workspace.people.push_back({PersonId("omar"), "Omar Said", "", "", {RoleId("PF")}, "Other", {}});
  ASSERT_TRUE(sample.engine().publish(model));
  sample.with_contoso();
  sample.must("carla", engagement::Assign{FieldId("PF"), engagement::person_holder(PersonId("pia")), {}, true});
  sample.must("ana", engagement::SetTask{EngagementId("run"), TaskId("103"), "In Progress", {}});
  sample.advance(std::chrono::hours(4 * 24));
  const auto page = [&](const char* address, const char* person) { return sample.get(address, person).body; };

  EXPECT_THAT(page("/", "ana"), AllOf(HasSubstr("overdue"), HasSubstr("1 task under way")));
  EXPECT_THAT(page("/", "pia"), AllOf(HasSubstr("Contoso"), Not(HasSubstr("overdue")), Not(HasSubstr("under way"))));
  EXPECT_THAT(page("/tenants/contoso/timeline", "ana"), AllOf(HasSubstr("Started"), HasSubstr("103")));
  EXPECT_THAT(page("/tenants/contoso/timeline", "pia"),
              AllOf(HasSubstr("Registered"), Not(HasSubstr("Started")), Not(HasSubstr("103"))));
  EXPECT_THAT(page("/tenants/contoso/people", "pia"), AllOf(HasSubstr(">Pau Vidal<"), Not(HasSubstr("Omar"))));
  EXPECT_THAT(page("/tenants/contoso/details", "pia"), Not(HasSubstr("Omar")));
  EXPECT_THAT(page("/tenants", "pia"), Not(HasSubstr("Omar")));
}

} // namespace
} // namespace handrail::web
