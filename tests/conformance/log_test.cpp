// The log: appending, idempotency keys, reading, documents and the outbox. § storage-2 to § storage-7
#include "conformance/store_conformance.h"
#include "store/chain.h"
#include "store/limits.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LogConformance : public StoreConformance {
protected:
  /// A commit of plain events for a tenant at a version; every field has a value of its own.
  static Commit commit(const std::string& tenant, Version expected, const std::string& key, std::size_t events = 1) {
    Commit made{TenantId(tenant),
                expected,
                CommandId(key),
                hash_of(key),
                PersonId("tara"),
                Instant(std::chrono::microseconds(1'700'000'000'000'000 + static_cast<std::int64_t>(expected))),
                {}};
    for (std::size_t i = 0; i < events; ++i)
      made.events.push_back({"noted", R"({"n":)" + std::to_string(i) + "}", false});
    return made;
  }
  std::vector<Result<std::vector<StoredEvent>>> append(const std::vector<Commit>& group) {
    auto answers = store_->append(group);
    EXPECT_TRUE(answers.has_value()) << to_string(answers.error());
    return std::move(*answers);
  }
  std::vector<StoredEvent> log() { return *store_->events_after(0, 1000); }
};

TEST_P(LogConformance, AnEmptyLogHasNothingAndEndsAtZero) {
  EXPECT_EQ(*store_->head(), Head{});
  EXPECT_THAT(log(), IsEmpty());
  EXPECT_THAT(*store_->events_of(TenantId("contoso"), 0, 10), IsEmpty());
  EXPECT_THAT(*store_->tenants(TenantId(""), 10), IsEmpty());
  EXPECT_THAT(*store_->check_storage(), IsEmpty());
}

TEST_P(LogConformance, ALogOfManyProgramsHasAnIdentityThatStays) {
  const auto before = store_->identity();
  EXPECT_EQ(before.empty(), !store_->is_shared());
  open();
  EXPECT_EQ(store_->identity(), before);
}

TEST_P(LogConformance, NumbersEventsByPositionOverAllAndByVersionWithinATenant) {
  append({commit("contoso", 0, "k1", 2), commit("fabrikam", 0, "k2"), commit("contoso", 2, "k3")});
  std::vector<std::tuple<Position, std::string, Version>> places;
  for (const auto& event : log()) places.emplace_back(event.position, event.tenant.text(), event.version);
  EXPECT_THAT(places, ElementsAre(std::tuple(1, "contoso", 1), std::tuple(2, "contoso", 2),
                                  std::tuple(3, "fabrikam", 1), std::tuple(4, "contoso", 3)));
}

TEST_P(LogConformance, GivesBackEveryFieldAsItWasWritten) {
  Commit made = commit("contoso", 0, "k1");
  made.events = {{"noted", "{\"text\":\"Grüße, 日本 \\u0000 'quoted'\"}", true}};
  const auto answers = append({made});
  ASSERT_TRUE(answers[0].has_value());
  const auto stored = log();
  EXPECT_EQ(stored, *answers[0]);
  ASSERT_THAT(stored, SizeIs(1));
  EXPECT_EQ(stored[0].command, made.command);
  EXPECT_EQ(stored[0].request, made.request);
  EXPECT_EQ(stored[0].actor, made.actor);
  EXPECT_EQ(stored[0].at, made.at);
  EXPECT_EQ(stored[0].type, "noted");
  EXPECT_EQ(stored[0].data, made.events[0].data);
  EXPECT_TRUE(stored[0].message);
  EXPECT_EQ(stored[0].hash, chained(stored[0], Hash{}));
}

TEST_P(LogConformance, RefusesAnotherVersionThanTheTenantHasAndWritesNothing) {
  append({commit("contoso", 0, "k1")});
  const auto before = *store_->head();
  for (const Version expected : {Version{0}, Version{2}, Version{99}}) {
    const auto answers = append({commit("contoso", expected, "k2")});
    ASSERT_FALSE(answers[0].has_value());
    EXPECT_EQ(answers[0].error().code, ErrorCode::conflict);
    EXPECT_THAT(answers[0].error().message, HasSubstr("contoso has changed: it is at version 1"));
  }
  EXPECT_EQ(*store_->head(), before);
  EXPECT_THAT(log(), SizeIs(1));
}

TEST_P(LogConformance, ARefusedCommitDoesNotHinderTheOthersOfItsGroup) {
  const auto answers = append({commit("contoso", 0, "k1"), commit("contoso", 0, "k2"), commit("fabrikam", 0, "k3")});
  EXPECT_TRUE(answers[0].has_value());
  EXPECT_FALSE(answers[1].has_value());
  ASSERT_TRUE(answers[2].has_value());
  EXPECT_EQ((*answers[2])[0].position, 2U);
  EXPECT_THAT(log(), SizeIs(2));
}

TEST_P(LogConformance, WhatWasDecidedOnARefusedCommitIsRefusedThoughTheVersionFits) {
  append({commit("contoso", 0, "k1")}); // somebody else's, between the decisions and the append
  const auto answers = append({commit("contoso", 0, "k2"), commit("contoso", 1, "k3"), commit("fabrikam", 0, "k4")});
  for (const int lost : {0, 1}) {
    ASSERT_FALSE(answers[static_cast<std::size_t>(lost)].has_value()) << lost;
    EXPECT_EQ(answers[static_cast<std::size_t>(lost)].error().code, ErrorCode::conflict);
  }
  EXPECT_TRUE(answers[2].has_value());
  EXPECT_TRUE(append({commit("contoso", 1, "k3")})[0].has_value()) << "in a group of its own it was decided anew";
}

TEST_P(LogConformance, AKeyIsTakenOnceForAllTenants) {
  append({commit("contoso", 0, "k1")});
  const auto answers = append({commit("contoso", 1, "k1"), commit("fabrikam", 0, "k1")});
  for (const auto& answer : answers) {
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::conflict);
    EXPECT_THAT(answer.error().message, HasSubstr("The key k1"));
  }
  const auto twice = append({commit("contoso", 1, "k2"), commit("fabrikam", 0, "k2")});
  EXPECT_TRUE(twice[0].has_value());
  EXPECT_FALSE(twice[1].has_value()) << "also within a group";
}

TEST_P(LogConformance, FindsWhatACommandDidByItsKey) {
  const auto answers = append({commit("contoso", 0, "k1", 3), commit("fabrikam", 0, "k2")});
  EXPECT_EQ(*store_->events_of(CommandId("k1")), *answers[0]);
  EXPECT_THAT(*store_->events_of(CommandId("k3")), IsEmpty());
}

TEST_P(LogConformance, RefusesAnEventAboveItsLimitAndNamesTheLimit) {
  Commit large = commit("contoso", 0, "k1");
  large.events[0].data = std::string(limits::event_bytes + 1, ' ');
  const auto answers = append({large, commit("contoso", 0, "k2")});
  ASSERT_FALSE(answers[0].has_value());
  EXPECT_EQ(answers[0].error().code, ErrorCode::invalid);
  EXPECT_THAT(answers[0].error().message, HasSubstr("1048576"));
  EXPECT_TRUE(answers[1].has_value());
}

TEST_P(LogConformance, RefusesAnEventThatIsNoText) {
  for (const auto& data : {std::string("\"\0\"", 3), std::string("\"\xff\"")}) {
    Commit odd = commit("contoso", 0, "k1");
    odd.events[0].data = data;
    const auto answers = append({odd});
    ASSERT_FALSE(answers[0].has_value());
    EXPECT_EQ(answers[0].error().code, ErrorCode::invalid);
    EXPECT_THAT(answers[0].error().message, HasSubstr("bytes that no text has"));
  }
  EXPECT_EQ(*store_->head(), Head{});
}

TEST_P(LogConformance, GoesOnAfterManyGroupsAndARefusalAmongThem) {
  for (Version version = 0; version < 20; ++version) {
    const auto key = std::to_string(version);
    const auto answers = append({commit("contoso", version, "a" + key), commit("contoso", version, "b" + key),
                                 commit("fabrikam", version, version % 7 == 6 ? "a" + key : "c" + key),
                                 commit("adatum" + key, 0, "d" + key)});
    EXPECT_TRUE(answers[0].has_value());
    EXPECT_FALSE(answers[1].has_value()) << "the version was taken within the group";
    EXPECT_EQ(answers[2].has_value(), version % 7 != 6) << "the key was taken within the group";
    EXPECT_TRUE(answers[3].has_value());
    if (version % 7 == 6) {
      EXPECT_TRUE(append({commit("fabrikam", version, "e" + key)})[0].has_value());
    }
  }
  for (const auto* key : {"a3", "c3"}) EXPECT_FALSE(append({commit("fabrikam", 20, key)})[0].has_value()) << key;
  ChainCheck check;
  for (const auto& event : log()) EXPECT_THAT(check.next(event), IsEmpty());
  EXPECT_THAT(check.finish(*store_->head()), IsEmpty());
  EXPECT_THAT(*store_->check_storage(), IsEmpty());
}

TEST_P(LogConformance, ReadsInPages) {
  append({commit("contoso", 0, "k1", 5), commit("fabrikam", 0, "k2"), commit("adatum", 0, "k3")});
  const auto page = *store_->events_of(TenantId("contoso"), 2, 2);
  ASSERT_THAT(page, SizeIs(2));
  EXPECT_EQ(page[0].version, 3U);
  EXPECT_EQ(page[1].version, 4U);
  EXPECT_EQ(store_->events_after(5, 1)->at(0).tenant, TenantId("fabrikam"));
  EXPECT_THAT(*store_->tenants(TenantId(""), 2), ElementsAre(TenantId("adatum"), TenantId("contoso")));
  EXPECT_THAT(*store_->tenants(TenantId("contoso"), 2), ElementsAre(TenantId("fabrikam")));
}

TEST_P(LogConformance, TheHeadStandsForTheWholeLog) {
  append({commit("contoso", 0, "k1", 2), commit("fabrikam", 0, "k2")});
  append({commit("contoso", 2, "k3")});
  Head head;
  for (const auto& event : log()) head = advanced(head, event);
  EXPECT_EQ(*store_->head(), head);
  EXPECT_EQ(head.position, 4U);
}

TEST_P(LogConformance, TheChainHoldsOverEveryTenant) {
  append({commit("contoso", 0, "k1", 2), commit("fabrikam", 0, "k2"), commit("contoso", 2, "k3", 2)});
  ChainCheck check;
  for (const auto& event : log()) EXPECT_THAT(check.next(event), IsEmpty());
  EXPECT_THAT(check.finish(*store_->head()), IsEmpty());
}

TEST_P(LogConformance, KeepsEverythingWhenItIsOpenedAgain) {
  append({commit("contoso", 0, "k1", 2)});
  const auto before = log();
  const auto head = *store_->head();
  open();
  EXPECT_EQ(log(), before);
  EXPECT_EQ(*store_->head(), head);
  EXPECT_TRUE(append({commit("contoso", 2, "k2")})[0].has_value());
}

TEST_P(LogConformance, MessagesWaitInTheOutboxFromTheMomentTheirEventIsThere) {
  Commit asks = commit("contoso", 0, "k1", 3);
  asks.events[1].message = true;
  Commit refused = commit("contoso", 7, "k2");
  refused.events[0].message = true;
  append({asks, refused});
  EXPECT_THAT(*store_->outbox(0, 10), ElementsAre(OutboxEntry{2, TenantId("contoso"), 2, 0, {}}));
  EXPECT_THAT(*store_->outbox(2, 10), IsEmpty());
  EXPECT_THAT(*store_->check_storage(), IsEmpty());
}

TEST_P(LogConformance, ReadsTheBeginningsOfSeveralTenantsAtOnce) {
  append({commit("contoso", 0, "k1", 3), commit("fabrikam", 0, "k2")});
  const std::vector<TenantId> tenants{TenantId("fabrikam"), TenantId("nobody"), TenantId("contoso")};
  const auto beginnings = *store_->beginnings(tenants, 2);
  ASSERT_THAT(beginnings, SizeIs(3));
  EXPECT_EQ(beginnings[0], *store_->events_of(TenantId("fabrikam"), 0, 2));
  EXPECT_THAT(beginnings[1], IsEmpty());
  EXPECT_EQ(beginnings[2], *store_->events_of(TenantId("contoso"), 0, 2));
  EXPECT_THAT(*store_->beginnings({}, 2), IsEmpty());
}

TEST_P(LogConformance, SaysWhatItHasOfTenantsAndCommands) {
  append({commit("contoso", 0, "k1", 2), commit("fabrikam", 0, "k2")});
  const std::vector<TenantId> tenants{TenantId("nobody"), TenantId("contoso"), TenantId("fabrikam"),
                                      TenantId("contoso")};
  const std::vector<CommandId> commands{CommandId("k2"), CommandId("k3"), CommandId("k1")};
  const auto standing = store_->standing(tenants, commands);
  ASSERT_TRUE(standing.has_value()) << to_string(standing.error());
  EXPECT_THAT(standing->versions, ElementsAre(0, 2, 1, 2));
  EXPECT_THAT(standing->used, ElementsAre(true, false, true));
  EXPECT_THAT(store_->standing({}, {})->versions, IsEmpty());
}

TEST_P(LogConformance, TellsTheHousesOwnEventsApart) {
  const auto reach = [this] { return std::pair(store_->reach()->log, store_->reach()->house); };
  EXPECT_THAT(reach(), ::testing::Pair(0, 0));
  append({commit("@playbooks", 0, "k1"), commit("contoso", 0, "k2", 2), commit("@customer/A", 0, "k3"),
          commit("Adatum", 0, "k4")});
  EXPECT_THAT(reach(), ::testing::Pair(5, 4));
  const auto of_house = *store_->house_events_after(0, 10);
  ASSERT_THAT(of_house, SizeIs(2));
  EXPECT_EQ(of_house[0].tenant, TenantId("@playbooks"));
  EXPECT_EQ(of_house[1].tenant, TenantId("@customer/A"));
  EXPECT_EQ(of_house[1].position, 4U);
  EXPECT_THAT(*store_->house_events_after(1, 10), ElementsAre(of_house[1]));
  EXPECT_THAT(*store_->house_events_after(0, 1), ElementsAre(of_house[0]));
  append({commit("contoso", 2, "k5")});
  open();
  EXPECT_THAT(reach(), ::testing::Pair(6, 4));
}

TEST_P(LogConformance, WhoWaitsForTheLogToGoOnHearsOfIt) {
  using std::chrono::milliseconds;
  append({commit("contoso", 0, "k1")});
  EXPECT_EQ(*store_->wait_beyond(0, milliseconds(0)), 1U);
  EXPECT_EQ(*store_->wait_beyond(1, milliseconds(1)), 1U);
  std::atomic<Position> heard = 0;
  std::thread waiting([&] { heard = *store_->wait_beyond(1, milliseconds(60'000)); });
  append({commit("contoso", 1, "k2")});
  waiting.join();
  EXPECT_EQ(heard, 2U);
}

TEST_P(LogConformance, NumbersItsTextsInTheOrderOfTheirHashes) {
  const std::vector<std::string> texts{"one", "two", "three"};
  ASSERT_TRUE(store_->put_documents(texts).has_value());
  std::vector<Hash> hashes{hash_of("one"), hash_of("two"), hash_of("three")};
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(*store_->documents(Hash{}, 10), hashes);
  EXPECT_THAT(*store_->documents(hashes[0], 1), ElementsAre(hashes[1]));
}

TEST_P(LogConformance, KeepsTextsUnderTheirHashOnce) {
  const std::string text = "# A playbook\n";
  const std::vector<std::string> texts{text, "", text};
  ASSERT_TRUE(store_->put_documents(texts).has_value());
  ASSERT_TRUE(store_->put_documents(texts).has_value());
  EXPECT_EQ(*store_->document(hash_of(text)), text);
  EXPECT_EQ(*store_->document(hash_of("")), "");
  const auto absent = store_->document(hash_of("another"));
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);
  EXPECT_THAT(*store_->check_storage(), IsEmpty());
}

TEST_P(LogConformance, ManyReadersSeeWholeGroupsWhileOneWrites) {
  constexpr std::size_t group_size = 4;
  std::atomic<bool> finished{false};
  std::atomic<int> torn{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      while (!finished) {
        const auto seen = store_->events_after(0, 100'000);
        if (!seen.has_value() || seen->size() % group_size != 0) ++torn;
      }
    });
  for (Version version = 0; version < 100; ++version) {
    const auto key = std::to_string(version);
    append({commit("contoso", 2 * version, "a" + key, 2), commit("fabrikam", 2 * version, "b" + key, 2)});
  }
  finished = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(store_->head()->position, 400U);
}

INSTANTIATE_TEST_SUITE_P(Stores, LogConformance, ::testing::ValuesIn(store_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
