// Rights on a customer through the engine: they reach its tenants and lists, survive a restart, and are in the chain.
#include "app/engine.h"
#include "app/verification.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

namespace handrail::app {
namespace {

using engagement::GrantCustomer;
using engagement::RevokeCustomer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const PersonId tara("tara"), ben("ben"); // tara assigns on all tenants; ben sees those he is assigned to

class CustomersTest : public ::testing::Test {
protected:
  void SetUp() override {
    start();
    for (const char* name : {"Alpha", "Beta"}) register_tenant(name, std::string(name) + " Group");
  }
  void start() {
    engine_.reset();
    auto opened = Engine::open({folder_.path()}, clock_, ids_);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    ASSERT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  void register_tenant(const std::string& name, const std::string& customer) {
    auto command = testing::registration(name, name);
    command.customer = customer;
    ASSERT_TRUE(was_accepted(name, std::move(command), tara));
  }
  bool was_accepted(const std::string& tenant, engagement::Command command, const PersonId& person) {
    const auto answer = engine_->submit({TenantId(tenant), std::move(command), person, {}, {}});
    return answer.has_value() && std::holds_alternative<Receipt>(*answer);
  }
  bool may_write(const std::string& tenant, const PersonId& person) {
    return was_accepted(tenant, testing::note(ids_.next(), "Something was said"), person);
  }
  Result<CustomerAnswer> change(engagement::CustomerCommand command, const PersonId& person, const char* key = "") {
    return engine_->change_customer({std::move(command), person, CommandId(key)});
  }
  std::vector<std::string> seen_by(const PersonId& person) {
    std::vector<std::string> names;
    const auto page = engine_->tenants({}, person);
    for (const auto& row : page->tenants) names.push_back(row.name);
    return names;
  }

  testing::TemporaryFolder folder_;
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
  std::unique_ptr<Engine> engine_;
};

TEST_F(CustomersTest, ReachEveryTenantOfTheCustomerAlsoLaterOnes) {
  EXPECT_FALSE(may_write("Alpha", ben));
  EXPECT_THAT(seen_by(ben), IsEmpty());
  ASSERT_TRUE(change(GrantCustomer{"Alpha Group", ben}, tara));
  EXPECT_TRUE(may_write("Alpha", ben));
  EXPECT_FALSE(may_write("Beta", ben));
  EXPECT_THAT(seen_by(ben), ElementsAre("Alpha"));
  register_tenant("Alpha-2", "Alpha Group");
  EXPECT_TRUE(may_write("Alpha-2", ben));
  EXPECT_THAT(seen_by(ben), ElementsAre("Alpha", "Alpha-2"));
  ASSERT_TRUE(change(RevokeCustomer{"Alpha Group", ben}, tara));
  EXPECT_FALSE(may_write("Alpha", ben));
  EXPECT_THAT(seen_by(ben), IsEmpty());
}

TEST_F(CustomersTest, SurviveARestartAndVerify) {
  ASSERT_TRUE(change(GrantCustomer{"Alpha Group", ben}, tara));
  ASSERT_TRUE(change(GrantCustomer{"Beta Group", ben}, tara));
  ASSERT_TRUE(change(RevokeCustomer{"Beta Group", ben}, ben));
  const auto before = *engine_->customer("Beta Group");
  start();
  EXPECT_EQ(*engine_->customer("Beta Group"), before);
  EXPECT_EQ(before.log.size(), 2U);
  EXPECT_TRUE(may_write("Alpha", ben));
  EXPECT_FALSE(may_write("Beta", ben));
  EXPECT_EQ(engine_->customer("Alpha Group")->holders.front().given.by, tara);
  const auto verification = testing::verified({folder_.path()});
  EXPECT_TRUE(verification.is_sound());
  EXPECT_EQ(verification.tenants, 2U) << "a customer is no tenant";
}

TEST_F(CustomersTest, AnswerAKeyAsTheFirstTime) {
  const auto first = change(GrantCustomer{"Alpha Group", ben}, tara, "k1");
  ASSERT_TRUE(first);
  ASSERT_TRUE(change(RevokeCustomer{"Alpha Group", ben}, tara, "k2"));
  const auto again = change(GrantCustomer{"Alpha Group", ben}, tara, "k1");
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<CustomerReceipt>(*again).version, std::get<CustomerReceipt>(*first).version);
  EXPECT_FALSE(engine_->customer("Alpha Group")->is_held_by(ben)) << "a repeated key does nothing anew";
  EXPECT_EQ(change(GrantCustomer{"Beta Group", ben}, tara, "k1").error().code, ErrorCode::conflict);
  EXPECT_EQ(change(GrantCustomer{"Alpha Group", ben}, ben, "k1").error().code, ErrorCode::conflict);
  EXPECT_EQ(change(GrantCustomer{"Alpha Group", ben}, tara, "with blank").error().code, ErrorCode::invalid);
}

TEST_F(CustomersTest, RefuseWhatHasNoTenantAndWhoMayNot) {
  const auto nobodys = change(GrantCustomer{"Gamma Group", ben}, tara);
  ASSERT_FALSE(nobodys);
  EXPECT_EQ(nobodys.error().code, ErrorCode::not_found);
  const auto denied = change(GrantCustomer{"Alpha Group", ben}, ben);
  ASSERT_TRUE(denied);
  EXPECT_TRUE(std::holds_alternative<engagement::Denial>(*denied));
  EXPECT_EQ(change(GrantCustomer{"Alpha Group", ben}, PersonId("nobody")).error().code, ErrorCode::not_found);
}

TEST_F(CustomersTest, ShowRequestsOfTheirTenantsToWhomTheyLetIn) {
  EXPECT_TRUE(engine_->requests({}, ben)->requests.empty());
  EXPECT_EQ(engine_->actor(ben)->customers, std::vector<std::string>());
  ASSERT_TRUE(change(GrantCustomer{"Alpha Group", ben}, tara));
  EXPECT_EQ(engine_->actor(ben)->customers, std::vector<std::string>{"Alpha Group"});
}

} // namespace
} // namespace handrail::app
