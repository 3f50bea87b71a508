// Several nodes on one log: whatever one has answered is known to all, and correctness rests on versions alone.
// § storage-25
#include "app/engine.h"
#include "app/verification.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "support/answers.h"
#include "support/child.h"
#include "support/postgres_server.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <future>
#include <map>
#include <set>
#include <thread>

namespace handrail::app {
namespace {

using testing::accepted;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::note;
using testing::registration;

const PersonId tara("tara");
const PersonId ben("ben");
const TenantId contoso("contoso");

/// A node as `handrail serve --db` is one: a folder of its own, and a log that it shares.
class Node {
public:
  Node(const std::string& url, const std::string& name) : ids_(name) {
    Options options;
    options.data = folder_.path();
    options.database = url;
    auto opened = Engine::open(options, clock_, ids_);
    EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    EXPECT_TRUE(engine_->publish(testing::small_model()).has_value());
  }

  Engine& engine() { return *engine_; }
  Result<Answer> send(engagement::Command command, const std::string& key = "", const TenantId& tenant = contoso) {
    return engine_->submit({tenant, std::move(command), tara, CommandId(key), {}});
  }
  std::vector<std::string> listed(const PersonId& reader) {
    const auto page = engine_->tenants({}, reader);
    EXPECT_TRUE(page.has_value()) << to_string(page.error());
    std::vector<std::string> names;
    for (const auto& tenant : page->tenants) names.push_back(tenant.name);
    return names;
  }
  const store::DataFolder folder() const { return {folder_.path()}; }

private:
  testing::TemporaryFolder folder_;
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_;
  std::unique_ptr<Engine> engine_;
};

class Nodes : public ::testing::Test {
protected:
  std::unique_ptr<store::Store> log() const {
    return std::move(
        *store::open_postgres_store(*store::postgres::Address::from(database_.url()), store::postgres::Access::read));
  }

  testing::TestDatabase database_;
  Node one_{database_.url(), "one"}, two_{database_.url(), "two"};
};

TEST_F(Nodes, WhatOneHasAnsweredTheOtherShowsAndGoesOnFrom) {
  accepted(one_.send(registration("contoso", "Contoso")));
  EXPECT_THAT(two_.listed(tara), ElementsAre("Contoso"));
  const auto there = two_.engine().tenant(contoso);
  ASSERT_TRUE(there.has_value()) << to_string(there.error());

  const auto receipt = accepted(two_.send(note("n1", "They are keen.")));
  const auto here = one_.engine().tenant(contoso);
  ASSERT_TRUE(here.has_value());
  EXPECT_EQ((*here)->version, receipt.version);
  ASSERT_EQ((*here)->notes.size(), 1U);
  const auto entries = one_.engine().timeline(contoso, tara, 0, 50);
  ASSERT_TRUE(entries.has_value());
  EXPECT_EQ(entries->front().command, receipt.command);
}

TEST_F(Nodes, ARefusalIsNeverByWhatWasOnceSo) {
  accepted(one_.send(registration("contoso", "Contoso")));
  ASSERT_TRUE(two_.engine().tenant(contoso).has_value()); // and keeps it in memory
  accepted(one_.send(engagement::Assign{FieldId("FM"), engagement::person_holder(ben), {}, false}));
  const auto ben_writes = two_.engine().submit({contoso, note("n1", "Here too."), ben, CommandId("ben-1"), {}});
  accepted(ben_writes);
}

TEST_F(Nodes, AKeyIsAnsweredAlikeByEachNode) {
  accepted(one_.send(registration("contoso", "Contoso"), "register"));
  const auto first = accepted(one_.send(note("n1", "Once."), "same-key"));
  const auto again = accepted(two_.send(note("n1", "Once."), "same-key"));
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.version, first.version);
  const auto other = two_.send(note("n2", "Something else."), "same-key");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, ErrorCode::conflict);
}

TEST_F(Nodes, ThatGetTheSameAtOnceDoItOnceAndAnswerAlike) {
  accepted(one_.send(registration("contoso", "Contoso")));
  for (int round = 0; round < 40; ++round) {
    const TenantId tenant("t" + std::to_string(round));
    const auto key = "register-" + tenant.text();
    const auto command = registration(tenant.text(), tenant.text());
    auto there = std::async(std::launch::async, [&] { return two_.send(command, key, tenant); });
    const auto here = accepted(one_.send(command, key, tenant));
    EXPECT_EQ(accepted(there.get()).position, here.position);
  }
}

TEST_F(Nodes, AnEditThatSawAnOlderVersionIsAConflictOnEachNode) {
  const auto registered = accepted(one_.send(registration("contoso", "Contoso")));
  accepted(one_.send(note("n1", "Meanwhile.")));
  const auto late = two_.engine().submit({contoso, note("n2", "Late."), tara, CommandId("late"), registered.version});
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_THAT(late.error().message, HasSubstr("Contoso has changed since you saw it"));
}

TEST_F(Nodes, RightsOnACustomerHoldOnAllOfThem) {
  accepted(one_.send(registration("contoso", "Contoso")));
  const auto customer = (*one_.engine().tenant(contoso))->customer;
  EXPECT_THAT(two_.listed(ben), IsEmpty());
  const auto given = one_.engine().change_customer({engagement::GrantCustomer{customer, ben}, tara, CommandId("give")});
  ASSERT_TRUE(given.has_value()) << to_string(given.error());
  ASSERT_TRUE(std::holds_alternative<CustomerReceipt>(*given));
  EXPECT_THAT(two_.listed(ben), ElementsAre("Contoso"));
}

TEST_F(Nodes, ThatRaceForOneTenantLoseNothingAndDoNothingTwice) {
  accepted(one_.send(registration("contoso", "Contoso")));
  constexpr int callers = 4, each = 25;
  std::vector<std::future<std::vector<Receipt>>> working;
  for (int caller = 0; caller < callers; ++caller) {
    auto& node = caller % 2 == 0 ? one_ : two_;
    working.push_back(std::async(std::launch::async, [&node, caller] {
      std::vector<Receipt> receipts;
      for (int round = 0; round < each; ++round) {
        const auto id = "n" + std::to_string(caller) + "-" + std::to_string(round);
        receipts.push_back(accepted(node.send(note(id, "Said by " + id), "key-" + id)));
      }
      return receipts;
    }));
  }
  std::set<store::Version> versions;
  for (auto& one : working)
    for (const auto& receipt : one.get()) versions.insert(receipt.version);
  EXPECT_EQ(versions.size(), static_cast<std::size_t>(callers * each)) << "each command has a version of its own";
  for (auto* node : {&one_, &two_}) {
    const auto state = node->engine().tenant(contoso);
    ASSERT_TRUE(state.has_value());
    EXPECT_EQ((*state)->notes.size(), static_cast<std::size_t>(callers * each));
  }
}

TEST_F(Nodes, ListsOfAllAreThoseThatAReplayMakes) {
  for (int number = 0; number < 40; ++number) {
    auto& node = number % 2 == 0 ? one_ : two_;
    const auto id = "t" + std::to_string(number);
    accepted(node.send(registration(id, "Tenant " + std::to_string(number)), "", TenantId(id)));
  }
  EXPECT_EQ(one_.listed(tara), two_.listed(tara));
  for (auto* node : {&one_, &two_}) {
    const auto models = store::open_sqlite_read_models(node->folder().read_models(), store::sqlite::Access::read);
    ASSERT_TRUE(models.has_value()) << to_string(models.error());
    const auto reading = log();
    EXPECT_THAT(verify(*reading, models->get()).findings, IsEmpty());
  }
}

TEST_F(Nodes, AThirdBeginsWithWhatTheOthersDid) {
  accepted(one_.send(registration("contoso", "Contoso")));
  accepted(two_.send(note("n1", "They are keen.")));
  Node three{database_.url(), "three"};
  EXPECT_THAT(three.listed(tara), ElementsAre("Contoso"));
  EXPECT_EQ((*three.engine().tenant(contoso))->notes.size(), 1U);
}

TEST_F(Nodes, AFolderBelongsToOneLog) {
  const ManualClock clock{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids{"other"};
  const testing::TemporaryFolder folder;
  Options own;
  own.data = folder.path();
  ASSERT_TRUE(Engine::open(own, clock, ids).has_value());
  Options shared = own;
  shared.database = database_.url();
  const auto beside = Engine::open(shared, clock, ids);
  ASSERT_FALSE(beside.has_value());
  EXPECT_THAT(beside.error().message, HasSubstr("has a log of its own"));

  const testing::TemporaryFolder node;
  shared.data = node.path();
  ASSERT_TRUE(Engine::open(shared, clock, ids).has_value());
  own.data = node.path();
  const auto alone = Engine::open(own, clock, ids);
  ASSERT_FALSE(alone.has_value());
  EXPECT_THAT(alone.error().message, HasSubstr("its log is in a database"));
  EXPECT_FALSE(std::filesystem::exists(node.path() / "log.db"));

  const testing::TestDatabase another(testing::TestDatabase::Begins::with_nothing);
  shared.database = another.url();
  const auto elsewhere = Engine::open(shared, clock, ids);
  ASSERT_FALSE(elsewhere.has_value());
  EXPECT_THAT(elsewhere.error().message, HasSubstr("another database's log"));
}

/// What the program prints to its output, to its end.
std::string printed(std::vector<std::string> words) {
  words.insert(words.begin(), HANDRAIL_PROGRAM);
  testing::Child program(words, testing::Child::Hears::output_and_errors);
  std::string all;
  while (auto line = program.line(std::chrono::seconds(60))) all += *line + "\n";
  return all;
}

TEST_F(Nodes, AreLookedAtByTheCommandsThatTakeADataFolder) {
  accepted(one_.send(registration("contoso", "Contoso")));
  accepted(two_.send(note("n1", "They are keen.")));
  ASSERT_THAT(one_.listed(tara), ElementsAre("Contoso"));
  const auto data = one_.folder().path.string();
  EXPECT_THAT(printed({"verify", "--data", data, "--db", database_.url()}),
              AllOf(HasSubstr("Sound: 3 events of 1 tenant"), HasSubstr("Lists: as a replay gives them")));
  EXPECT_THAT(printed({"history", "contoso", "--data", data, "--db", database_.url()}), HasSubstr("They are keen."));
  EXPECT_THAT(printed({"tenants", "--data", data, "--db", database_.url()}), HasSubstr("Contoso"));
  EXPECT_THAT(printed({"verify", "--data", data}), HasSubstr("This folder is a node's: its log is in a database"));
}

} // namespace
} // namespace handrail::app
