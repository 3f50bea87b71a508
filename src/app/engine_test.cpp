#include "app/engine.h"

#include "app/verification.h"
#include "support/answers.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <future>
#include <sys/resource.h>
#include <thread>

namespace handrail::app {
namespace {

using testing::accepted;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::note;
using testing::registration;
using ::testing::SizeIs;

const PersonId tara("tara");
const PersonId ben("ben");
const TenantId contoso("contoso");

class EngineTest : public ::testing::Test {
protected:
  EngineTest() { open(); }

  void open(Options options = {}) {
    engine_.reset();
    options.data = folder_.path();
    auto opened = Engine::open(options, clock_, ids_);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    ASSERT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  Result<Answer> send(engagement::Command command, const std::string& key = "", const PersonId& actor = tara,
                      std::optional<store::Version> seen = {}, const TenantId& tenant = contoso) {
    return engine_->submit({tenant, std::move(command), actor, CommandId(key), seen});
  }
  Receipt register_contoso() { return accepted(send(registration("contoso", "Contoso"), "register")); }
  std::vector<std::string> listed(const PersonId& reader) {
    const auto page = engine_->tenants({}, reader);
    std::vector<std::string> names;
    for (const auto& tenant : page->tenants) names.push_back(tenant.name);
    return names;
  }
  Verification verified() { return testing::verified({folder_.path()}); }

  testing::TemporaryFolder folder_;
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, AnAcceptedCommandIsDurableAndReadableWhenItIsAnswered) {
  const auto receipt = register_contoso();
  EXPECT_EQ(receipt.command, CommandId("register"));
  EXPECT_EQ(receipt.position, 2U);
  EXPECT_EQ(receipt.version, 2U);
  EXPECT_THAT(receipt.events, SizeIs(2));
  EXPECT_THAT(listed(tara), ElementsAre("Contoso"));
  EXPECT_EQ((*engine_->tenant(contoso))->version, 2U);
  open();
  EXPECT_THAT(listed(tara), ElementsAre("Contoso"));
  EXPECT_EQ((*engine_->tenant(contoso))->customer, "Contoso Group");
}

TEST_F(EngineTest, ADeniedCommandExplainsItselfAndLeavesNoTrace) {
  register_contoso();
  const auto before = verified().head;
  const auto answer = send(note("n1", "Hello"), "denied", ben);
  ASSERT_TRUE(answer.has_value()) << to_string(answer.error());
  ASSERT_TRUE(std::holds_alternative<engagement::Denial>(*answer));
  EXPECT_THAT(std::get<engagement::Denial>(*answer).message(), HasSubstr("not assigned"));
  EXPECT_EQ(verified().head, before);
  EXPECT_TRUE(accepted(send(note("n1", "Hello"), "denied", tara)).position > 0) << "the key was not used up";
}

TEST_F(EngineTest, TheSameKeyWithTheSameCommandIsAnsweredAsTheFirstTimeAlsoAfterARestart) {
  register_contoso();
  const auto first = accepted(send(note("n1", "Hello"), "k1"));
  accepted(send(note("n2", "And again"), "k2"));
  for (int round = 0; round < 2; ++round) {
    const auto again = accepted(send(note("n1", "Hello"), "k1"));
    EXPECT_EQ(again.command, first.command);
    EXPECT_EQ(again.position, first.position);
    EXPECT_EQ(again.version, first.version);
    ASSERT_THAT(again.events, SizeIs(1));
    EXPECT_EQ(engagement::to_json(again.events[0]), engagement::to_json(first.events[0]));
    open();
  }
  EXPECT_THAT((*engine_->tenant(contoso))->notes, SizeIs(2));
}

TEST_F(EngineTest, TheSameKeyWithAnythingElseIsAConflict) {
  register_contoso();
  accepted(send(note("n1", "Hello"), "k1", tara, 2));
  const Result<Answer> others[] = {
      send(note("n1", "Hello!"), "k1", tara, 2),
      send(note("n1", "Hello"), "k1", ben, 2),
      send(note("n1", "Hello"), "k1", tara, 1),
      send(note("n1", "Hello"), "k1", tara, 2, TenantId("fabrikam")),
  };
  for (const auto& other : others) {
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().code, ErrorCode::conflict);
    EXPECT_THAT(other.error().message, HasSubstr("The key k1 was used for another command"));
  }
}

TEST_F(EngineTest, ATenantThatChangedSinceItWasSeenIsAConflict) {
  register_contoso();
  accepted(send(note("n1", "Hello"), "", tara, 2));
  const auto late = send(note("n2", "Hello"), "", tara, 2);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(late.error().message, "Contoso has changed since you saw it: it was at version 2 and is at version 3");
}

TEST_F(EngineTest, WhatChangesNothingIsAnsweredWithoutWriting) {
  register_contoso();
  accepted(send(engagement::SetStatus{"Inactive"}));
  const auto receipt = accepted(send(engagement::EditTenant{"Contoso", {}, {}, {}}));
  EXPECT_EQ(receipt.position, 0U);
  EXPECT_EQ(receipt.version, 3U);
  EXPECT_THAT(receipt.events, IsEmpty());
}

TEST_F(EngineTest, RefusesIdsAndKeysThatAreNone) {
  const std::vector<std::string> no_ids{"", "@playbooks", "-x", "a/b", "a b", "ü", std::string(65, 'a')};
  for (const auto& id : no_ids) {
    const auto answer = send(registration(id, "Name"), "", tara, {}, TenantId(id));
    ASSERT_FALSE(answer.has_value()) << id;
    EXPECT_EQ(answer.error().where, "tenant") << id;
  }
  EXPECT_EQ(send(registration("contoso", "C"), std::string(65, 'k')).error().where, "key");
  EXPECT_EQ(send(registration("contoso", "C"), "line\nbreak").error().where, "key");
  EXPECT_EQ(send(registration("fabrikam", "F")).error().where, "tenant") << "another tenant than it is sent to";
  EXPECT_EQ(send(registration("contoso", "C"), "", PersonId("nobody")).error().code, ErrorCode::not_found);
  EXPECT_EQ(engine_->tenant(contoso).error().code, ErrorCode::not_found);
  EXPECT_EQ(engine_->tenant(TenantId("@playbooks")).error().code, ErrorCode::invalid);
}

TEST_F(EngineTest, ConsideringWritesNothing) {
  register_contoso();
  const auto decision = engine_->consider(contoso, note("n1", "Hello"), tara);
  ASSERT_TRUE(decision.has_value());
  EXPECT_TRUE(decision->is_allowed());
  EXPECT_THAT(decision->events, SizeIs(1));
  EXPECT_EQ((*engine_->tenant(contoso))->version, 2U);
}

TEST_F(EngineTest, AReaderSeesOnlyTheTenantsTheyMay) {
  register_contoso();
  auto fabrikam = registration("fabrikam", "Fabrikam");
  fabrikam.assignments.push_back({FieldId("FM"), engagement::person_holder(ben), {}, false});
  accepted(send(fabrikam, "", tara, {}, TenantId("fabrikam")));
  EXPECT_THAT(listed(tara), ElementsAre("Contoso", "Fabrikam"));
  EXPECT_THAT(listed(ben), ElementsAre("Fabrikam"));
  EXPECT_EQ(engine_->tenants({}, PersonId("nobody")).error().code, ErrorCode::not_found);
}

TEST_F(EngineTest, TheTimelineIsNewestFirstInPagesWithoutOtherPeoplesDrafts) {
  register_contoso();
  accepted(send(note("n1", "One")));
  accepted(send(engagement::DraftNote{NoteId("d1"), note("d1", "Not yet").content}));
  accepted(send(note("n2", "Two")));
  const auto versions = [&](const PersonId& reader, store::Version before, std::size_t limit) {
    const auto entries = engine_->timeline(contoso, reader, before, limit);
    std::vector<store::Version> found;
    for (const auto& entry : *entries) found.push_back(entry.version);
    return found;
  };
  EXPECT_THAT(versions(tara, 0, 2), ElementsAre(5, 4));
  EXPECT_THAT(versions(tara, 4, 2), ElementsAre(3, 2));
  EXPECT_THAT(versions(tara, 2, 10), ElementsAre(1));
  EXPECT_THAT(versions(tara, 1, 10), IsEmpty());
  EXPECT_THAT(versions(ben, 0, 10), ElementsAre(5, 3, 2, 1));
  EXPECT_THAT(versions(ben, 0, 2), ElementsAre(5, 3)) << "a page is full where there is more to see";
  EXPECT_THAT(versions(ben, 4, 2), ElementsAre(3, 2));
  EXPECT_EQ(engine_->timeline(contoso, tara, 0, 501).error().where, "limit");
}

TEST_F(EngineTest, TheTenantCanBeSeenAsItWas) {
  register_contoso();
  accepted(send(note("n1", "One")));
  EXPECT_THAT(engine_->tenant_at(contoso, 2)->notes, IsEmpty());
  EXPECT_THAT(engine_->tenant_at(contoso, 3)->notes, SizeIs(1));
  EXPECT_EQ(engine_->tenant_at(contoso, 4).error().code, ErrorCode::not_found);
}

TEST_F(EngineTest, ManyCallersAtOnceLoseNothingAndDoubleNothing) {
  register_contoso();
  constexpr int callers = 16;
  constexpr int each = 25;
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller)
    threads.emplace_back([&, caller] {
      for (int i = 0; i < each; ++i) {
        const auto id = "n-" + std::to_string(caller) + "-" + std::to_string(i);
        // Each is sent twice, as a browser does whose first answer got lost.
        for (int sent = 0; sent < 2; ++sent) {
          const auto answer = engine_->submit({contoso, note(id, id), tara, CommandId(id), {}});
          if (!answer.has_value() || !std::holds_alternative<Receipt>(*answer)) ++failures;
        }
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_THAT((*engine_->tenant(contoso))->notes, SizeIs(callers * each));
  const auto verification = verified();
  EXPECT_THAT(verification.findings, IsEmpty());
  EXPECT_EQ(verification.head.position, 2U + callers * each);
}

TEST_F(EngineTest, TheSameKeySentTwiceAtOnceIsDoneOnce) {
  register_contoso();
  std::vector<std::future<Result<Answer>>> answers;
  std::vector<std::promise<Result<Answer>>> promises(50);
  for (auto& promise : promises) {
    answers.push_back(promise.get_future());
    engine_->submit({contoso, note("n1", "Hello"), tara, CommandId("k1"), {}},
                    [&promise](Result<Answer> answer) { promise.set_value(std::move(answer)); });
  }
  for (auto& answer : answers) EXPECT_EQ(accepted(answer.get()).position, 3U);
  EXPECT_THAT((*engine_->tenant(contoso))->notes, SizeIs(1));
}

TEST_F(EngineTest, TooManyWaitingAreToldToComeAgain) {
  Options options;
  options.waiting_limit = 1;
  options.group_limit = 1;
  open(options);
  std::atomic<int> turned_away{0};
  std::atomic<int> answered{0};
  for (int i = 0; i < 200; ++i)
    engine_->submit({contoso, registration("contoso", "Contoso"), tara, {}, {}}, [&](const Result<Answer>& answer) {
      ++answered;
      if (!answer.has_value() && answer.error().code == ErrorCode::unavailable) ++turned_away;
    });
  engine_.reset();
  EXPECT_EQ(answered, 200) << "everybody is answered, also when the engine ends";
  EXPECT_GT(turned_away, 0);
}

TEST_F(EngineTest, ASecondEngineOnTheSameFolderIsRefusedByName) {
  const auto second = Engine::open({folder_.path()}, clock_, ids_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_THAT(second.error().message, HasSubstr("The data folder is in use by process"));
}

TEST_F(EngineTest, AFullDiskIsSaidAndWorkGoesOnWhenThereIsRoom) {
  register_contoso();
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto* handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{std::filesystem::file_size(folder_.path() / "log.db-wal") + 1, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &full);
  const auto refused = send(note("n1", std::string(15'000, 'x')), "k1");
  const auto denied = send(note("n2", "Hello"), "", ben);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(denied.has_value()) << "what needs no room is answered";
  EXPECT_EQ((*engine_->tenant(contoso))->version, 2U);
  EXPECT_EQ(accepted(send(note("n1", std::string(15'000, 'x')), "k1")).version, 3U);
  EXPECT_THAT(verified().findings, IsEmpty());
}

TEST_F(EngineTest, ReadModelsThatWereDeletedAreMadeAnewWhenItOpens) {
  register_contoso();
  engine_.reset();
  for (const char* file : {"read.db", "read.db-wal", "read.db-shm"}) std::filesystem::remove(folder_.path() / file);
  open();
  EXPECT_THAT(listed(tara), ElementsAre("Contoso"));
  EXPECT_THAT(verified().findings, IsEmpty());
}

TEST_F(EngineTest, AnOlderLogUnderNewerListsIsRefusedInsteadOfHidden) {
  register_contoso();
  engine_.reset();
  std::filesystem::copy_file(folder_.path() / "log.db", folder_.path() / "backup.db");
  open();
  accepted(send(note("n1", "Hello")));
  engine_.reset();
  std::filesystem::rename(folder_.path() / "backup.db", folder_.path() / "log.db");
  const auto opened = Engine::open({folder_.path()}, clock_, ids_);
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().message, HasSubstr("The log ends at position 2, but the lists were made from one that "
                                                "went on to 3"));
  EXPECT_THAT(opened.error().remedy, HasSubstr("handrail rebuild"));
}

} // namespace
} // namespace handrail::app
