// A log carried from a file to PostgreSQL and back: the same events, hash for hash. § storage-24
#include "app/move.h"
#include "app/verification.h"
#include "store/chain.h"
#include "store/checkpoint/checkpoint_stream.h"
#include "store/postgres_store.h"
#include "store/sqlite_store.h"
#include "support/postgres_server.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<StoredEvent> all_of(Store& log) { return *log.events_after(0, 100'000); }

class Move : public ::testing::Test {
protected:
  Move() {
    source_ = *open_sqlite_store(folder_.path() / "source.db", sqlite::Access::write);
    fill(*source_, 0, 700);
    const std::vector<std::string> texts{"# One", "# Two", std::string("zero \0 byte", 11)};
    EXPECT_TRUE(source_->put_documents(texts).has_value());
    const auto claimed = *source_->claim(Instant{}, Instant{std::chrono::seconds(1)}, 5);
    EXPECT_TRUE(source_->acknowledge(std::span(claimed).first(3), Instant{std::chrono::seconds(7)}).has_value());
  }
  /// Commands of one to three events, some of which ask for a message, on a few tenants and a stream of the house's.
  static void fill(Store& log, int from, int to) {
    std::map<TenantId, Version> versions;
    std::vector<Commit> group;
    for (int number = from; number < to; ++number) {
      const TenantId tenant(number % 9 == 0 ? "@playbooks" : "t" + std::to_string(number % 17));
      if (!versions.contains(tenant)) versions[tenant] = log.standing({&tenant, 1}, {})->versions.front();
      const auto key = "k" + std::to_string(number);
      Commit commit{tenant,
                    versions[tenant],
                    CommandId(key),
                    hash_of(key),
                    PersonId("tara"),
                    Instant{std::chrono::microseconds(number)},
                    {}};
      for (int i = 0; i <= number % 3; ++i) commit.events.push_back({"noted", R"({"a":"Grüße"})", number % 50 == 0});
      versions[tenant] += commit.events.size();
      group.push_back(std::move(commit));
    }
    for (const auto& answer : *log.append(group)) ASSERT_TRUE(answer.has_value());
  }
  std::unique_ptr<Store> arriving() {
    auto target = open_arriving_postgres_store(address_, "a test");
    EXPECT_TRUE(target.has_value()) << to_string(target.error());
    return std::move(*target);
  }
  void expect_equal(Store& from, Store& to) {
    EXPECT_EQ(all_of(to), all_of(from));
    EXPECT_EQ(*to.head(), *from.head());
    EXPECT_EQ(*to.documents(Hash{}, 100), *from.documents(Hash{}, 100));
    for (const auto& hash : *from.documents(Hash{}, 100)) EXPECT_EQ(*to.document(hash), *from.document(hash));
    const auto before = *from.messages(0, 1000);
    const auto after = *to.messages(0, 1000);
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(after[i].position, before[i].position);
      EXPECT_EQ(after[i].delivered, before[i].delivered);
    }
    EXPECT_THAT(app::verify(to, nullptr).findings, IsEmpty());
  }

  TemporaryFolder folder_;
  TestDatabase database_;
  postgres::Address address_ = *postgres::Address::from(database_.url());
  std::unique_ptr<Store> source_;
};

TEST_F(Move, ThereAndBackIsTheSameLogHashForHash) {
  const auto moved = app::move_log(*source_, *arriving());
  ASSERT_TRUE(moved.has_value()) << to_string(moved.error());
  EXPECT_EQ(moved->head, *source_->head());
  EXPECT_EQ(moved->texts, 3U);
  ASSERT_TRUE(arrive(address_).has_value());
  auto there = *open_postgres_store(address_, postgres::Access::write);
  expect_equal(*source_, *there);
  const auto back = *open_sqlite_store(folder_.path() / "back.db", sqlite::Access::write);
  ASSERT_TRUE(app::move_log(*there, *back).has_value());
  expect_equal(*source_, *back);
  fill(*there, 700, 710); // it is a log as any other
  EXPECT_THAT(app::verify(*there, nullptr).findings, IsEmpty());
}

TEST_F(Move, ACheckpointThatWasKeptHoldsAtTheOtherEndAndIsGoneOnWith) {
  const auto key = PrivateKey::random();
  const auto kept = *sign_head(*source_, key, CommandId("sign"), Instant{});
  ASSERT_TRUE(kept.has_value());
  ASSERT_TRUE(app::move_log(*source_, *arriving()).has_value());
  ASSERT_TRUE(arrive(address_).has_value());
  const auto there = *open_postgres_store(address_, postgres::Access::write);
  fill(*there, 700, 720);
  ASSERT_TRUE(sign_head(*there, PrivateKey::random(), CommandId("sign-there"), Instant{})->has_value());
  Noted noted;
  noted.checkpoint = kept->content;
  noted.keys = {kept->key};
  const auto foreign = app::verify(*there, nullptr, noted);
  EXPECT_THAT(foreign.findings, ::testing::SizeIs(1)) << "the second is signed by another key";
  noted.keys.clear();
  const auto verification = app::verify(*there, nullptr, noted);
  EXPECT_THAT(verification.findings, IsEmpty());
  EXPECT_EQ(verification.checkpoints.recorded, 2U);
}

TEST_F(Move, ThatWasBrokenOffGoesOnWhereItWas) {
  const auto firsts = *open_sqlite_store(folder_.path() / "firsts.db", sqlite::Access::write);
  fill(*firsts, 0, 300); // as far as the first move came
  ASSERT_TRUE(app::move_log(*firsts, *arriving()).has_value());
  const auto moved = app::move_log(*source_, *arriving());
  ASSERT_TRUE(moved.has_value()) << to_string(moved.error());
  EXPECT_EQ(moved->already, firsts->head()->position);
  ASSERT_TRUE(arrive(address_).has_value());
  expect_equal(*source_, **open_postgres_store(address_, postgres::Access::write));
}

TEST_F(Move, KeepsEverybodyOutUntilItHasArrived) {
  const auto before = *open_postgres_store(address_, postgres::Access::write);
  ASSERT_TRUE(app::move_log(*source_, *arriving()).has_value());
  for (const auto access : {postgres::Access::write, postgres::Access::read}) {
    const auto opened = open_postgres_store(address_, access);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_THAT(opened.error().message, HasSubstr("A move into that database, from a test"));
  }
  const Commit commit{TenantId("t"), 0, CommandId("k"), {}, PersonId("tara"), Instant{}, {{"noted", "{}", false}}};
  const auto refused = before->append({&commit, 1});
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("A move into that database is under way"));
  ASSERT_TRUE(arrive(address_).has_value());
  EXPECT_TRUE(before->append({&commit, 1}).has_value());
}

TEST_F(Move, IntoWhatIsNotEmptyIsRefused) {
  fill(**open_postgres_store(address_, postgres::Access::write), 0, 1);
  const auto target = open_arriving_postgres_store(address_, "a test");
  ASSERT_FALSE(target.has_value());
  EXPECT_EQ(target.error().code, ErrorCode::invalid);
  EXPECT_THAT(target.error().message, HasSubstr("holds a log already"));
}

TEST_F(Move, OfAnotherLogIsNotGoneOnWith) {
  const auto other = *open_sqlite_store(folder_.path() / "other.db", sqlite::Access::write);
  fill(*other, 100, 150);
  ASSERT_TRUE(app::move_log(*other, *arriving()).has_value());
  const auto moved = app::move_log(*source_, *arriving());
  ASSERT_FALSE(moved.has_value());
  EXPECT_THAT(moved.error().message, HasSubstr("holds something else already"));
}

TEST_F(Move, LeavesALogThatIsNotSoundWhereItIs) {
  {
    const auto file = *sqlite::Database::open(folder_.path() / "source.db", sqlite::Access::write, {"FULL", ""});
    ASSERT_TRUE(file->execute("UPDATE event SET data = '{\"a\":\"other\"}' WHERE position = 42").has_value());
  }
  const auto moved = app::move_log(*source_, *arriving());
  ASSERT_FALSE(moved.has_value());
  EXPECT_EQ(moved.error().code, ErrorCode::invalid);
  EXPECT_THAT(moved.error().where, HasSubstr("position 42"));
}

} // namespace
} // namespace handrail::testing
