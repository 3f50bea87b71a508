// What was signed is what is there; what somebody changed, cut off or made anew is found, and the first of it is named.
#include "store/checkpoint/proof.h"

#include "store/chain.h"
#include "store/sqlite_store.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

PrivateKey key(std::uint8_t number) {
  PrivateKey::Seed seed{};
  seed.fill(number);
  return PrivateKey(seed);
}

/// A log of events of two tenants with three checkpoints in it, and what verify finds in it after something was done.
class CheckpointProofTest : public ::testing::Test {
protected:
  CheckpointProofTest() {
    const auto store = *open_sqlite_store(folder_.path() / "log.db", sqlite::Access::write);
    for (int part = 0; part < 3; ++part) {
      for (int i = 0; i < 10; ++i) {
        const auto tenant = i % 2 == 0 ? "contoso" : "fabrikam";
        const auto name = "k" + std::to_string(10 * part + i);
        const Commit commit{TenantId(tenant), versions_[tenant]++, CommandId(name),         hash_of(name),
                            PersonId("tara"), Instant{},           {{"noted", "{}", false}}};
        EXPECT_TRUE(store->append({&commit, 1})->front().has_value());
      }
      const auto recorded = sign_head(*store, key(1), CommandId("sign" + std::to_string(part)), Instant{});
      EXPECT_TRUE(recorded && *recorded);
      kept_.push_back((*recorded)->content);
    }
    log_ = *store->events_after(0, 1000);
  }
  std::vector<std::string> findings(const Noted& noted = {}) {
    CheckpointProof proof(noted);
    std::vector<Finding> all;
    const auto add = [&](std::vector<Finding> some) { all.insert(all.end(), some.begin(), some.end()); };
    for (const auto& event : log_)
      if (event.tenant.text() == checkpoint_stream) add(proof.recorded(event));
    for (const auto& event : log_) add(proof.next(event));
    add(proof.finish());
    result_ = proof.result();
    std::vector<std::string> lines;
    for (const auto& one : all) lines.push_back(one.where + ": " + one.message);
    return lines;
  }
  /// As somebody would who can write the store: every hash from there on fits again.
  void make_hashes_fit() {
    std::map<TenantId, Hash> before;
    for (auto& event : log_) {
      event.hash = chained(event, before[event.tenant]);
      before[event.tenant] = event.hash;
    }
  }
  Noted noted(std::size_t checkpoint, std::vector<PublicKey> keys = {}) const {
    Noted noted;
    noted.checkpoint = kept_.at(checkpoint);
    noted.keys = std::move(keys);
    return noted;
  }
  PublicKey public_key(std::uint8_t number) const { return key(number).public_key(kept_[0].checkpoint.origin); }

  testing::TemporaryFolder folder_;
  std::map<std::string, Version> versions_;
  std::vector<StoredEvent> log_; ///< positions 11, 22 and 33 are checkpoints of 10, 21 and 32 events
  std::vector<SignedCheckpoint> kept_;
  Signed result_;
};

TEST_F(CheckpointProofTest, AnUntouchedLogIsWhatEachCheckpointWasSignedFor) {
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(result_.recorded, 3U);
  EXPECT_EQ(result_.events, 32U);
  EXPECT_THAT(result_.signers, ElementsAre(std::pair(public_key(1).text(), 3U)));
  for (std::size_t i = 0; i < kept_.size(); ++i) EXPECT_THAT(findings(noted(i, {public_key(1)})), IsEmpty());
}

TEST_F(CheckpointProofTest, AChainMadeAnewIsFoundAndTheEventsItBeganAmongAreNamed) {
  log_[24].data = R"({"forged":true})";
  make_hashes_fit();
  EXPECT_THAT(findings(), ElementsAre("positions 22 to 32: the checkpoint of 32 events at position 33 was signed for "
                                      "other events: one of these is not the one that was written"));
  EXPECT_EQ(result_.events, 21U);
  EXPECT_THAT(findings(noted(1)), SizeIs(1)) << "what was kept is older";
  EXPECT_THAT(findings(noted(2)), SizeIs(2));
}

TEST_F(CheckpointProofTest, ALogMadeAnewWithoutItsCheckpointsIsFoundByTheOneThatWasKept) {
  log_[4].data = R"({"forged":true})";
  std::vector<StoredEvent> rest;
  for (const auto& event : log_)
    if (event.tenant.text() != checkpoint_stream) rest.push_back(event);
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i].position = i + 1;
  log_ = rest;
  make_hashes_fit();
  EXPECT_THAT(findings(), IsEmpty()) << "nobody can know";
  EXPECT_THAT(findings(noted(1, {public_key(1)})),
              ElementsAre(HasSubstr("positions 1 to 21: the checkpoint that was kept was signed for other events")));
  EXPECT_THAT(findings(noted(1)), ElementsAre(HasSubstr("no key that the log names has signed it")));
}

TEST_F(CheckpointProofTest, ALogMadeAnewAndSignedByAnotherIsFoundByTheKeyThatWasNoted) {
  log_[4].data = R"({"forged":true})";
  make_hashes_fit();
  const auto forged = *open_sqlite_store(folder_.path() / "forged.db", sqlite::Access::write);
  for (const auto& event : log_) {
    if (event.tenant.text() == checkpoint_stream) {
      ASSERT_TRUE(sign_head(*forged, key(2), event.command, event.at).has_value());
      continue;
    }
    const Commit commit{event.tenant,
                        event.version - 1,
                        event.command,
                        event.request,
                        event.actor,
                        event.at,
                        {{event.type, event.data, event.message}}};
    ASSERT_TRUE(forged->append({&commit, 1})->front().has_value());
  }
  log_ = *forged->events_after(0, 1000);
  EXPECT_THAT(findings(), IsEmpty()) << "nobody can know";
  Noted noted;
  noted.keys = {public_key(1)};
  EXPECT_THAT(findings(noted),
              ElementsAre(HasSubstr("event 1 of @checkpoints (position 11): a checkpoint: the key that "
                                    "was noted has not signed it"),
                          HasSubstr("(position 22)"), HasSubstr("(position 33)")));
  noted.checkpoint = kept_[0];
  EXPECT_THAT(findings(noted), Not(IsEmpty()));
}

TEST_F(CheckpointProofTest, AnEndThatWasCutOffIsFound) {
  log_.resize(30); // with the checkpoint that would have told
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(findings(noted(2)), ElementsAre("the log's end: the checkpoint that was kept was signed for 32 events, "
                                              "and there are 30: the last ones are missing"));
  log_.clear();
  EXPECT_THAT(findings(noted(0, {public_key(1)})), ElementsAre(HasSubstr("for 10 events, and there are 0")));
}

TEST_F(CheckpointProofTest, ACheckpointOfAnotherLogIsFound) {
  Noted other;
  const Checkpoint elsewhere{origin_of(hash_of("another")), 10, kept_[0].checkpoint.root};
  other.checkpoint = *SignedCheckpoint::from(signed_checkpoint(elsewhere, key(1)));
  other.keys = {key(1).public_key(elsewhere.origin), public_key(1)};
  EXPECT_THAT(findings(other), ElementsAre(HasSubstr("another log, or its first event is not the one it had")));
}

TEST_F(CheckpointProofTest, ASignatureByAForeignKeyIsFound) {
  Noted foreign;
  foreign.checkpoint = *SignedCheckpoint::from(signed_checkpoint(kept_[0].checkpoint, key(2)));
  EXPECT_THAT(findings(foreign), ElementsAre(HasSubstr("no key that the log names has signed it")));
  foreign.keys = {public_key(1)};
  EXPECT_THAT(findings(foreign), ElementsAre(HasSubstr("the key that was noted has not signed it")));
}

TEST_F(CheckpointProofTest, ACheckpointThatWasTamperedWithIsNamed) {
  const auto change = [&](const std::string& from, const std::string& to) {
    auto& data = log_[21].data;
    const auto before = data;
    data.replace(data.find(from), from.size(), to);
    const auto found = findings();
    data = before;
    EXPECT_THAT(found, ElementsAre(HasSubstr("event 2 of @checkpoints (position 22)"))) << from << " to " << to;
  };
  change("\\n21\\n", "\\n20\\n");
  change("\"key\"", "\"kay\"");
  change("\"peaks\":[\"", "\"peaks\":[\"AAAA\",\"");
  change("\"checkpoint\"", "\"check\"");
  change("{", "[{");
  log_[21].type = "noted";
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("its type is another")));
}

TEST_F(CheckpointProofTest, WhatIsSignedTwiceIsFound) {
  log_[32].data = log_[21].data;
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("of no more events than the one before")));
}

} // namespace
} // namespace handrail::store
