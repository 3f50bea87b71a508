// One command for many tenants, through the portal. § portal-15
#include "web/sample_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class BulkPages : public ::testing::Test {
protected:
  BulkPages() {
    for (const char* id : {"alpha", "beta", "gamma"}) {
      engagement::RegisterTenant tenant;
      tenant.tenant = TenantId(id);
      tenant.name = id;
      tenant.attributes = {{"region", "EMEA"}, {"managed", "true"}, {"seats", "10"}};
      tenant.assignments = {{FieldId("FM"), engagement::person_holder(PersonId("ana")), {}, true}};
      const auto done = sample_.engine().submit({tenant.tenant, tenant, PersonId("carla"), {}, {}});
      EXPECT_TRUE(done.has_value() && std::holds_alternative<app::Receipt>(*done));
    }
  }
  /// The order's page when it has come to its end.
  Response ended(const std::string& address) {
    for (int i = 0; i < 1'000; ++i) {
      auto page = sample_.get(address, "carla");
      if (!page.headers.has("Refresh")) return page;
      std::this_thread::yield();
    }
    ADD_FAILURE() << "the order does not end";
    return {};
  }
  std::string primary(const std::string& tenant) {
    return (*sample_.engine().tenant(TenantId(tenant)))->primary(FieldId("FM"))->holder.id;
  }
  static constexpr const char* to_bo = "&what=reassign&field=FM&from=person%3Aana&to=person%3Abo&form=bulk-fields";

  Sample sample_;
};

TEST_F(BulkPages, TheListOffersWhatCanBeDoneWithSeveral) {
  const auto page = sample_.get("/tenants?region=EMEA", "carla");
  EXPECT_THAT(page.body, AllOf(HasSubstr("name=\"tenant\" value=\"beta\" form=\"bulk\""),
                               HasSubstr("name=\"of.region\" value=\"EMEA\""), HasSubstr("With all 3 tenants")));
}

TEST_F(BulkPages, FirstAsksWhatIsMissingThenShowsWhatItWouldDo) {
  const auto asks = sample_.post("/bulk", "what=reassign&scope=selected&tenant=alpha&tenant=beta", "carla");
  EXPECT_EQ(asks.status, 200);
  EXPECT_THAT(asks.body, AllOf(HasSubstr("2 tenants"), Not(HasSubstr("would be changed"))));
  const auto preview = sample_.post("/bulk", std::string("scope=selected&tenant=alpha&tenant=beta") + to_bo, "carla");
  EXPECT_THAT(preview.body, AllOf(HasSubstr("Reassign FM from Ana Silva to Bo"),
                                  HasSubstr("2 tenants would be changed"), HasSubstr("Do it for 2 tenants")));
  EXPECT_EQ(primary("alpha"), "ana") << "a preview writes nothing";
}

TEST_F(BulkPages, DoesItForAllOfAListTellsHowItWentAndTakesItBack) {
  const auto begun = sample_.post("/bulk/do", std::string("scope=all&of.region=EMEA&order=o-1") + to_bo, "carla");
  ASSERT_EQ(begun.status, 303);
  EXPECT_EQ(begun.headers["Location"], "/bulk/o-1");
  const auto page = ended("/bulk/o-1");
  EXPECT_THAT(page.body, AllOf(HasSubstr("3 tenants were changed"), HasSubstr("Take it back")));
  for (const char* tenant : {"alpha", "beta", "gamma"}) EXPECT_EQ(primary(tenant), "bo");
  const std::string back = "what=reassign&scope=order&changed_by=o-1&field=FM&from=person%3Abo&to=person%3Aana";
  EXPECT_THAT(sample_.post("/bulk", back, "carla").body, HasSubstr("3 tenants would be changed"));
  ASSERT_EQ(sample_.post("/bulk/do", back + "&order=o-2", "carla").status, 303);
  EXPECT_THAT(ended("/bulk/o-2").body, HasSubstr("3 tenants were changed"));
  EXPECT_EQ(primary("beta"), "ana");
}

TEST_F(BulkPages, WhatIsRefusedIsNamedWithItsReason) {
  const auto preview = sample_.post("/bulk", "scope=all&what=status&status=Inactive&form=bulk-fields", "carla");
  EXPECT_THAT(preview.body, AllOf(HasSubstr("3 tenants are refused by rules or rights"), HasSubstr("/tenants/beta"),
                                  HasSubstr("There is nothing to do")));
}

TEST_F(BulkPages, AnOrderSentTwiceIsOneAndIsShownToNobodyElse) {
  const std::string form = std::string("scope=all&order=o-1") + to_bo;
  EXPECT_EQ(sample_.post("/bulk/do", form, "carla").headers["Location"], "/bulk/o-1");
  EXPECT_EQ(sample_.post("/bulk/do", form, "carla").headers["Location"], "/bulk/o-1");
  ended("/bulk/o-1");
  EXPECT_EQ((*sample_.engine().tenant(TenantId("beta")))->version, 4U)
      << "registered, ana assigned; then bo assigned and she taken out, once";
  EXPECT_EQ(sample_.get("/bulk/o-1", "ana").status, 404);
  EXPECT_EQ(sample_.post("/bulk/o-1/stop", "", "ana").status, 404);
  EXPECT_EQ(sample_.get("/bulk/nothing", "carla").status, 404);
}

TEST_F(BulkPages, WhatMakesNoSenseIsTold) {
  EXPECT_EQ(sample_.post("/bulk", "what=dance&scope=all", "carla").status, 400);
  EXPECT_THAT(sample_.post("/bulk", "what=status&scope=selected", "carla").body, HasSubstr("No tenant was chosen"));
  EXPECT_EQ(sample_.post("/bulk", "what=status&scope=all&of.next-from=soon", "carla").status, 400);
  const auto missing = sample_.post("/bulk", "what=assign&scope=all&field=FM&form=bulk-fields", "carla");
  EXPECT_THAT(missing.body, HasSubstr("Nobody was chosen"));
  const auto hostile = sample_.post("/bulk", "what=status&scope=all&status=%3Cscript%3E&form=bulk-fields", "carla");
  EXPECT_THAT(hostile.body, Not(HasSubstr("<script>")));
}

} // namespace
} // namespace handrail::web
