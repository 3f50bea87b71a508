// Checkpoints in the log: signed at its end, gone on with, refused on what does not hold. § storage-35
#include "conformance/store_conformance.h"
#include "store/chain.h"
#include "store/checkpoint/checkpoint_stream.h"
#include "store/checkpoint/proof.h"

#include <gmock/gmock.h>

#include <future>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PrivateKey key(std::uint8_t number) {
  PrivateKey::Seed seed{};
  seed.fill(number);
  return PrivateKey(seed);
}

class CheckpointConformance : public StoreConformance {
protected:
  void append(int events, const std::string& tenant = "contoso") {
    std::vector<Commit> group;
    for (int i = 0; i < events; ++i) {
      const auto name = "k" + std::to_string(++commands_);
      group.push_back({TenantId(tenant),
                       versions_[tenant]++,
                       CommandId(name),
                       hash_of(name),
                       PersonId("tara"),
                       Instant{},
                       {{"noted", "{}", false}}});
    }
    for (const auto& answer : *store_->append(group)) ASSERT_TRUE(answer.has_value());
  }
  std::optional<RecordedCheckpoint> sign(std::uint8_t by = 1) {
    auto made = sign_head(*store_, key(by), CommandId("sign-" + std::to_string(++commands_)), Instant{});
    EXPECT_TRUE(made.has_value()) << to_string(made.error());
    return made ? std::move(*made) : std::nullopt;
  }
  std::vector<Finding> findings() {
    const Noted nothing;
    CheckpointProof proof(nothing);
    std::vector<Finding> all;
    for (const auto& event : *store_->events_of(TenantId(checkpoint_stream), 0, 1000))
      for (auto& one : proof.recorded(event)) all.push_back(std::move(one));
    for (const auto& event : *store_->events_after(0, 100'000))
      for (auto& one : proof.next(event)) all.push_back(std::move(one));
    for (auto& one : proof.finish()) all.push_back(std::move(one));
    recorded_ = proof.result().recorded;
    return all;
  }

  int commands_ = 0;
  std::map<std::string, Version> versions_;
  std::uint64_t recorded_ = 0;
};

TEST_P(CheckpointConformance, GivesTheHashesOfEventsByTheirPlace) {
  append(7);
  const auto events = *store_->events_after(0, 100);
  EXPECT_THAT(*store_->hashes(0, 0), IsEmpty());
  EXPECT_THAT(*store_->hashes(2, 4), ElementsAre(events[2].hash, events[3].hash));
  EXPECT_THAT(*store_->hashes(0, 7), SizeIs(7));
  const auto beyond = store_->hashes(5, 9);
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().code, ErrorCode::unavailable);
  EXPECT_THAT(beyond.error().message, HasSubstr("at position 8 is missing"));
}

TEST_P(CheckpointConformance, SignsTheWholeLogAndWhatFollowsNextTime) {
  EXPECT_EQ(*newest_checkpoint(*store_), std::nullopt);
  EXPECT_EQ(sign(), std::nullopt) << "an empty log has nothing to sign";
  append(5);
  const auto first = sign();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->size(), 5U);
  EXPECT_EQ(first->position, 6U);
  EXPECT_EQ(first->content.checkpoint.origin, origin_of(store_->events_after(0, 1)->front().hash));
  EXPECT_TRUE(first->holds());
  EXPECT_EQ(sign(), std::nullopt) << "a checkpoint alone is nothing new";
  append(3, "fabrikam");
  open();
  const auto second = sign();
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->size(), 9U);
  EXPECT_EQ((*newest_checkpoint(*store_))->text, second->text);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(recorded_, 2U);
}

TEST_P(CheckpointConformance, CountsWhatIsNotSigned) {
  const auto count = [&] { return unsigned_events(*store_->head(), *newest_checkpoint(*store_)); };
  EXPECT_EQ(count(), 0U);
  append(4);
  EXPECT_EQ(count(), 4U);
  sign();
  EXPECT_EQ(count(), 0U);
  append(2);
  EXPECT_EQ(count(), 2U);
}

TEST_P(CheckpointConformance, OfSeveralKeysGoOnWithEachOther) {
  append(5);
  EXPECT_EQ(sign(1)->size(), 5U);
  append(5);
  EXPECT_EQ(sign(2)->size(), 11U);
  append(5);
  EXPECT_EQ(sign(1)->size(), 17U);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(CheckpointConformance, WhoSignsAtOnceDoesNotContradict) {
  append(1);
  constexpr int signers = 3, rounds = 15;
  std::vector<std::future<void>> working;
  for (int signer = 0; signer < signers; ++signer)
    working.push_back(std::async(std::launch::async, [&, signer] {
      for (int round = 0; round < rounds; ++round) {
        const CommandId command("s" + std::to_string(signer) + "-" + std::to_string(round));
        const auto made = sign_head(*store_, key(static_cast<std::uint8_t>(signer)), command, Instant{});
        EXPECT_TRUE(made.has_value()) << to_string(made.error());
      }
    }));
  for (int i = 0; i < 40; ++i) append(3, "t" + std::to_string(i));
  for (auto& one : working) one.get();
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_GE(recorded_, 1U);
}

TEST_P(CheckpointConformance, NothingIsSignedOnOneThatDoesNotHold) {
  append(3);
  const Commit forged{TenantId(checkpoint_stream),
                      0,
                      CommandId("forged"),
                      {},
                      PersonId("mallory"),
                      Instant{},
                      {{"checkpoint_signed", R"({"checkpoint":"","key":"","peaks":[]})", false}}};
  ASSERT_TRUE(store_->append({&forged, 1})->front().has_value());
  const auto made = sign_head(*store_, key(1), CommandId("sign"), Instant{});
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::invalid);
  EXPECT_THAT(findings(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(Stores, CheckpointConformance, ::testing::ValuesIn(store_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
