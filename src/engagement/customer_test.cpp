// Rights on a customer: who gives them, what they let in, and that their events can be read back.
#include "engagement/customer.h"

#include "engagement/limits.h"
#include "engagement/world_test.h"

#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

const PersonId tara("tara"), diego("diego"), rana("rana");

/// Decides and, when it is allowed, applies.
class CustomerWorld : public ::testing::Test {
protected:
  Result<CustomerDecision> when(const char* person, const CustomerCommand& command) {
    auto decision = decide(state, world.model->workspace, command, world.actor(person));
    if (decision)
      for (const auto& event : decision->events) state = evolve(std::move(state), event, PersonId(person), world.now);
    return decision;
  }
  /// The person as the engine knows them, with these customers.
  Actor actor(const char* person, std::vector<std::string> customers) const {
    auto made = world.actor(person);
    made.customers = std::move(customers);
    return made;
  }

  World world;
  CustomerState state;
};

TEST_F(CustomerWorld, LetsThoseWhoAssignGiveRightsAndKeepsWhoGaveThem) {
  const auto decision = when("rana", GrantCustomer{"Contoso Group", diego});
  ASSERT_TRUE(decision && !decision->denial);
  ASSERT_EQ(state.holders.size(), 1U);
  EXPECT_EQ(state.holders.front().person, diego);
  EXPECT_EQ(state.holders.front().given, (Mark{rana, world.now, 1}));
  EXPECT_EQ(state.name, "Contoso Group");
  EXPECT_TRUE(when("rana", GrantCustomer{"Contoso Group", diego})->events.empty()) << "they have them already";
  EXPECT_EQ(state.version, 1U);
}

TEST_F(CustomerWorld, RefusesEverybodyElse) {
  for (const char* person : {"tara", "noor", "kofi"}) {
    const auto decision = when(person, GrantCustomer{"Contoso Group", tara});
    ASSERT_TRUE(decision && decision->denial) << person;
    EXPECT_EQ(decision->denial->reasons.front().paragraph, "§ access-13");
  }
  EXPECT_EQ(state, CustomerState());
}

TEST_F(CustomerWorld, LetsOneGiveUpOnesOwnRightsAndNotTakeAnothers) {
  ASSERT_TRUE(when("rana", GrantCustomer{"Contoso Group", tara}));
  ASSERT_TRUE(when("rana", GrantCustomer{"Contoso Group", diego}));
  EXPECT_TRUE(when("tara", RevokeCustomer{"Contoso Group", diego})->denial.has_value());
  EXPECT_FALSE(when("tara", RevokeCustomer{"Contoso Group", tara})->denial.has_value());
  EXPECT_FALSE(state.is_held_by(tara));
  EXPECT_FALSE(when("rana", RevokeCustomer{"Contoso Group", diego})->denial.has_value());
  EXPECT_TRUE(state.holders.empty());
  EXPECT_EQ(state.log.size(), 4U) << "what was given stays in the history";
  EXPECT_EQ(when("rana", RevokeCustomer{"Contoso Group", diego}).error().code, ErrorCode::not_found);
}

TEST_F(CustomerWorld, SaysWhatIsWrongWithAGrant) {
  EXPECT_EQ(when("rana", GrantCustomer{" ", diego}).error().where, "customer");
  EXPECT_EQ(when("rana", GrantCustomer{std::string(limits::name + 1, 'x'), diego}).error().where, "customer");
  const auto nobody = when("rana", GrantCustomer{"Contoso Group", PersonId("dieggo")}).error();
  EXPECT_EQ(nobody.where, "person");
  EXPECT_NE(nobody.remedy.find("diego"), std::string::npos);
  for (std::size_t i = 0; i < limits::customer_holders; ++i) state.holders.push_back({PersonId(std::to_string(i)), {}});
  EXPECT_EQ(when("rana", GrantCustomer{"Contoso Group", diego}).error().code, ErrorCode::invalid);
}

TEST_F(CustomerWorld, RightsReachEveryTenantOfTheCustomerAndNoOther) {
  world.state.customer = "Contoso Group";
  const auto& workspace = world.model->workspace;
  EXPECT_TRUE(refused_to_read(world.state, workspace, actor("diego", {})).has_value());
  EXPECT_TRUE(refused_to_read(world.state, workspace, actor("diego", {"Fabrikam"})).has_value());
  EXPECT_FALSE(refused_to_read(world.state, workspace, actor("diego", {"Contoso Group", "Fabrikam"})).has_value());
  EXPECT_FALSE(refused_to_write(world.state, workspace, actor("diego", {"Contoso Group"})).has_value());
  const auto decision = decide(world.state, *world.model, note("n1", "Engagement Management", "All is well"),
                               actor("diego", {"Contoso Group"}), world.now);
  EXPECT_TRUE(decision && decision->is_allowed());
  EXPECT_TRUE(refused_to_change_holder(world.state, workspace, actor("diego", {"Contoso Group"}),
                                       *workspace.field(FieldId("FE")), person_holder(diego), false)
                  .has_value())
      << "they let in, and do not make a primary";
  world.state.customer.clear();
  EXPECT_TRUE(refused_to_read(world.state, workspace, actor("diego", {""})).has_value()) << "no customer is nobody's";
}

TEST_F(CustomerWorld, LetsOnlyThoseWhoMayAssignMoveATenantToAnotherCustomer) {
  world.given("rana", assign_person("FE", "diego", false));
  EditTenant edit;
  edit.customer = "Somebody else";
  const auto decision = world.when("diego", edit);
  ASSERT_FALSE(decision.is_allowed());
  EXPECT_EQ(decision.denial->reasons.front().paragraph, "§ access-14");
  edit.customer = world.state.customer;
  EXPECT_TRUE(world.when("diego", edit).is_allowed()) << "it stays what it is";
  edit.customer = "Somebody else";
  EXPECT_TRUE(world.when("tara", edit).is_allowed()) << "the primary";
}

TEST_F(CustomerWorld, ReadsBackWhatItWrites) {
  for (const CustomerEvent& event :
       {CustomerEvent(CustomerGranted{"Contoso \"Group\"", tara}), CustomerEvent(CustomerRevoked{"Größe", diego})}) {
    const auto read = customer_event_from_json(name_of(event), to_json(event));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(to_json(*read), to_json(event));
  }
  EXPECT_EQ(to_json(CustomerEvent(CustomerGranted{"Contoso", tara})), R"({"customer":"Contoso","person":"tara"})");
  EXPECT_FALSE(customer_event_from_json("customer_given", "{}"));
  EXPECT_FALSE(customer_event_from_json("customer_granted", "{"));
  EXPECT_FALSE(customer_event_from_json("customer_granted", R"({"customer":"Contoso"})"));
}

} // namespace
} // namespace handrail::engagement
