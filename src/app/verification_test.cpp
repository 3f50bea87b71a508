// What was changed in the files is found and named: bytes flipped, events removed, swapped and rewritten.
#include "app/verification.h"

#include "app/engine.h"
#include "app/rebuild.h"
#include "core/file.h"
#include "store/chain.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;
using store::sqlite::Access;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A data folder with three tenants, forty notes and two kept texts, at rest.
class VerificationTest : public ::testing::Test {
protected:
  VerificationTest() {
    const auto engine = opened();
    EXPECT_TRUE(engine->publish(testing::small_model()).has_value());
    for (const char* tenant : {"contoso", "fabrikam", "adatum"})
      send(*engine, tenant, testing::registration(tenant, tenant));
    for (int i = 0; i < 40; ++i) {
      const auto text = "marked-" + std::to_string(i) + "-" + std::string(static_cast<std::size_t>(i) * 25, 'x');
      send(*engine, i % 3 == 0 ? "fabrikam" : "contoso", testing::note("n" + std::to_string(i), text));
    }
  }
  std::unique_ptr<Engine> opened() {
    auto engine = Engine::open({data_.path}, clock_, ids_);
    EXPECT_TRUE(engine.has_value()) << to_string(engine.error());
    return std::move(*engine);
  }
  static void send(Engine& engine, const std::string& tenant, engagement::Command command) {
    const auto answer = engine.submit({TenantId(tenant), std::move(command), PersonId("tara"), {}, {}});
    ASSERT_TRUE(answer.has_value() && std::holds_alternative<Receipt>(*answer));
  }

  /// Opens what lies in the folder and verifies it; what cannot even be opened is a finding too.
  std::vector<store::Finding> findings(const std::optional<store::Head>& known = {}) {
    const auto log = store::open_sqlite_store(data_.log(), Access::read);
    if (!log) return {{"log.db", to_string(log.error())}};
    const auto models = store::open_sqlite_read_models(data_.read_models(), Access::read);
    if (!models) return {{"read.db", to_string(models.error())}};
    return verify(**log, models->get(), known).findings;
  }
  /// Everything that is stored, as text; empty when it cannot be read.
  std::string content() {
    const auto log = store::open_sqlite_store(data_.log(), Access::read);
    if (!log) return {};
    const auto events = (*log)->events_after(0, 1000);
    const auto head = (*log)->head();
    if (!events || !head) return {};
    std::string all = store::to_hex(head->hash);
    for (const auto& event : *events) all += store::name_of(event) + store::to_hex(event.hash) + event.data;
    return all;
  }
  void run(const fs::path& file, const std::string& sql) {
    auto database = store::sqlite::Database::open(file, Access::write, {"FULL", ""});
    ASSERT_TRUE(database.has_value());
    const auto ran = (*database)->execute(sql.c_str());
    ASSERT_TRUE(ran.has_value()) << to_string(ran.error());
  }
  static void flip(const fs::path& file, std::size_t offset, unsigned char mask) {
    std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
    bytes.seekg(static_cast<std::streamoff>(offset));
    const auto before = static_cast<unsigned char>(bytes.get());
    bytes.seekp(static_cast<std::streamoff>(offset));
    bytes.put(static_cast<char>(before ^ mask));
    ASSERT_TRUE(bytes.good()) << file << " has no byte " << offset;
  }

  testing::TemporaryFolder folder_;
  store::DataFolder data_{folder_.path()};
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
};

TEST_F(VerificationTest, AnUntouchedFolderIsSound) { EXPECT_THAT(findings(), IsEmpty()); }

TEST_F(VerificationTest, AFlippedByteInAnEventIsFoundAndTheEventIsNamed) {
  const auto bytes = *read_file(data_.log(), std::size_t{1} << 30);
  for (const int marked : {0, 1, 7, 20, 39}) {
    const auto offset = bytes.find("marked-" + std::to_string(marked) + "-");
    ASSERT_NE(offset, std::string::npos);
    flip(data_.log(), offset, 0x01);
    const auto found = findings();
    ASSERT_THAT(found, SizeIs(2)) << marked;
    // Registering three tenants made six events, so that note i stands at position 7 + i.
    EXPECT_THAT(found[0].where, HasSubstr("(position " + std::to_string(7 + marked) + ")"));
    EXPECT_THAT(found[0].where, HasSubstr(marked % 3 == 0 ? "of fabrikam" : "of contoso"));
    EXPECT_THAT(found[0].message, HasSubstr("its content is not what was hashed"));
    EXPECT_THAT(found[1].where, HasSubstr("the notes of " + std::string(marked % 3 == 0 ? "fabrikam" : "contoso")))
        << "the lists still have the note as it was written";
    flip(data_.log(), offset, 0x01);
  }
  EXPECT_THAT(findings(), IsEmpty());
}

// Every byte of the file that means anything: what verify does not find has changed nothing that is stored.
TEST_F(VerificationTest, AFlippedByteAnywhereInTheLogIsFoundOrHasChangedNothing) {
  const auto before = content();
  const auto whole = *read_file(data_.log(), std::size_t{1} << 30);
  std::mt19937 random(20260302);
  int found = 0;
  constexpr int flips = 200;
  for (int i = 0; i < flips; ++i) {
    const auto offset = i < 100 ? static_cast<std::size_t>(i) : random() % whole.size(); // all of the file's header
    const auto mask = static_cast<unsigned char>(1U << (random() % 8));
    flip(data_.log(), offset, mask);
    const bool noticed = !findings().empty();
    found += noticed ? 1 : 0;
    if (!noticed) {
      EXPECT_EQ(content(), before) << "byte " << offset << " of log.db, bit mask " << int{mask};
    }
    flip(data_.log(), offset, mask);
  }
  EXPECT_GT(found, flips / 4);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(VerificationTest, ARemovedEventIsNamedByTheOneAfterIt) {
  run(data_.log(), "DELETE FROM event WHERE position = 20");
  const auto found = findings();
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_THAT(found[0].where, HasSubstr("(position 21)"));
  EXPECT_EQ(found[0].message, "position 20 before it is missing");
}

TEST_F(VerificationTest, LastEventsRemovedAreFoundByTheHeadAndByTheLists) {
  run(data_.log(), "DELETE FROM event WHERE position > 40");
  auto found = findings();
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found[0].message, "the last events are missing: the log ends at position 40, and its head says 46");

  // The head made to fit: the lists still know more, and so does whoever noted the head elsewhere.
  const auto log = store::open_sqlite_store(data_.log(), Access::read);
  store::Head head;
  const auto events = *(*log)->events_after(0, 1000);
  for (const auto& event : events) head = store::advanced(head, event);
  run(data_.log(), "UPDATE head SET position = 40, hash = x'" + store::to_hex(head.hash) + "'");
  found = findings();
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_THAT(found[0].message, HasSubstr("they follow the log up to position 46, and the log ends at 40"));
  run(data_.read_models(), "UPDATE progress SET position = 40");
  EXPECT_THAT(findings(store::Head{46, {}}).front().message, HasSubstr("position 46 was noted"));
}

TEST_F(VerificationTest, AHistoryRewrittenWholeDoesNotFitAHeadThatWasNoted) {
  const store::Head noted{10, store::hash_of("another history")};
  const auto found = findings(noted);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].where, HasSubstr("(position 10)"));
  EXPECT_THAT(found[0].message, HasSubstr("not the one whose head was noted"));
}

TEST_F(VerificationTest, SwappedEventsAreBothNamed) {
  run(data_.log(),
      "CREATE TEMP TABLE a AS SELECT data, hash FROM event WHERE position = 11;"
      "UPDATE event SET (data, hash) = (SELECT data, hash FROM event WHERE position = 12) WHERE position = 11;"
      "UPDATE event SET (data, hash) = (SELECT data, hash FROM a) WHERE position = 12;");
  std::vector<std::string> places;
  for (const auto& finding : findings()) places.push_back(finding.where);
  EXPECT_THAT(places, ::testing::Contains(HasSubstr("(position 11)")));
  EXPECT_THAT(places, ::testing::Contains(HasSubstr("(position 12)")));
}

TEST_F(VerificationTest, AChangedTextIsFound) {
  const std::vector<std::string> texts{"# A playbook"};
  {
    const auto log = store::open_sqlite_store(data_.log(), Access::write);
    ASSERT_TRUE((*log)->put_documents(texts).has_value());
  }
  EXPECT_THAT(findings(), IsEmpty());
  run(data_.log(), "UPDATE document SET text = '# Another playbook'");
  const auto found = findings();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].where, "the text " + store::to_hex(store::hash_of(texts[0])));
}

TEST_F(VerificationTest, AMessageTakenOutOfTheOutboxIsFound) {
  run(data_.log(), "INSERT INTO outbox (position) VALUES (3)");
  EXPECT_THAT(findings(), ElementsAre(store::Finding{"the outbox", "the entry at position 3 belongs to no message"}));
  run(data_.log(), "DELETE FROM outbox; UPDATE event SET message = 1 WHERE position = 3");
  EXPECT_THAT(findings(),
              ::testing::Contains(store::Finding{"the outbox", "the message asked for at position 3 has no entry"}));
}

/// A letter of the status is another one in the lists.
constexpr const char* misspell =
    "UPDATE tenant SET row = CAST(replace(CAST(row AS TEXT), 'Active', 'Aktive') AS BLOB) WHERE id = 'contoso'; ";

TEST_F(VerificationTest, ListsThatAreNotWhatAReplayGivesAreNamedByRow) {
  const struct {
    const char* sql;
    const char* where;
    const char* message;
  } changes[] = {
      {misspell, "the row of contoso in the lists", "it is not what a replay of the log gives"},
      {"DELETE FROM tenant WHERE id = 'fabrikam'", "the row of fabrikam in the lists", "it is missing"},
      {"INSERT INTO tenant (id, version, row) SELECT 'zzz', version, row FROM tenant WHERE id = 'adatum'",
       "the row of zzz in the lists", "the log knows no such tenant"},
  };
  const auto whole = *read_file(data_.read_models(), std::size_t{1} << 30);
  for (const auto& change : changes) {
    run(data_.read_models(), change.sql);
    // Beside what their sets and indexes say, which is now otherwise too.
    EXPECT_THAT(findings(), ::testing::Contains(store::Finding{change.where, change.message})) << change.sql;
    ASSERT_TRUE(write_file(data_.read_models(), whole).has_value());
  }
}

TEST_F(VerificationTest, ListsThatStoppedFollowingAreFoundBehind) {
  run(data_.read_models(), "UPDATE tenant SET version = 2 WHERE id = 'contoso'");
  const auto found = findings();
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found.back(), (store::Finding{"the row of contoso in the lists", "it is behind: it stands at event 2"}));
}

// ---- rebuild -------------------------------------------------------------------------------------------------------

TEST_F(VerificationTest, RebuildReplaysToIdenticalTables) {
  const auto rebuilt = rebuild(data_);
  ASSERT_TRUE(rebuilt.has_value()) << to_string(rebuilt.error());
  EXPECT_TRUE(rebuilt->had_read_models);
  EXPECT_EQ(rebuilt->position, 46U);
  EXPECT_EQ(rebuilt->rows, 3U);
  EXPECT_EQ(rebuilt->differences, 0U);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(VerificationTest, RebuildMendsAndSaysWhatDiffered) {
  run(data_.read_models(), std::string(misspell) + "DELETE FROM tenant WHERE id = 'fabrikam'");
  const auto rebuilt = rebuild(data_);
  ASSERT_TRUE(rebuilt.has_value()) << to_string(rebuilt.error());
  EXPECT_THAT(rebuilt->different, ElementsAre("contoso", "fabrikam"));
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(rebuild(data_)->differences, 0U);
}

TEST_F(VerificationTest, RebuildMakesWhatWasDeletedOrDestroyed) {
  for (const bool deleted : {true, false}) {
    if (deleted)
      fs::remove(data_.read_models());
    else
      ASSERT_TRUE(write_file(data_.read_models(), std::string(10'000, 'z')).has_value());
    const auto rebuilt = rebuild(data_);
    ASSERT_TRUE(rebuilt.has_value()) << to_string(rebuilt.error());
    EXPECT_FALSE(rebuilt->had_read_models);
    EXPECT_EQ(rebuilt->rows, 3U);
    EXPECT_THAT(findings(), IsEmpty());
  }
}

TEST_F(VerificationTest, RebuildIsRefusedWhileAnEngineWorks) {
  const auto engine = opened();
  const auto rebuilt = rebuild(data_);
  ASSERT_FALSE(rebuilt.has_value());
  EXPECT_THAT(rebuilt.error().message, HasSubstr("The data folder is in use by process"));
  EXPECT_EQ(rebuild({folder_.path() / "nowhere"}).error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(folder_.path() / "nowhere"));
}

} // namespace
} // namespace handrail::app
