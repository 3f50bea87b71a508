// Snapshots spare a replay and are trusted in nothing else: whatever stands in them, the log decides.
#include "app/state_snapshots.h"

#include "app/engine.h"
#include "app/tenant_history.h"
#include "app/verification.h"
#include "engagement/state_codec.h"
#include "store/data_folder.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_snapshots.h"
#include "store/sqlite_store.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <future>
#include <random>
#include <thread>

namespace handrail::app {
namespace {

using store::sqlite::Access;
using ::testing::IsEmpty;

const PersonId tara("tara");
const TenantId contoso("contoso");

class StateSnapshotsTest : public ::testing::Test {
protected:
  StateSnapshotsTest() {
    auto opened = Engine::open({data_.path}, clock_, ids_);
    EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    EXPECT_TRUE(engine_->publish(testing::small_model()).has_value());
    send(testing::registration("contoso", "Contoso"));
  }
  void send(engagement::Command command) {
    const auto answer = engine_->submit({contoso, std::move(command), tara, {}, {}});
    ASSERT_TRUE(answer.has_value()) << to_string(answer.error());
    ASSERT_TRUE(std::holds_alternative<Receipt>(*answer));
  }
  /// Until the tenant has at least so many events.
  void write_events(store::Version until) {
    for (auto version = (*engine_->tenant(contoso))->version; version < until;) {
      std::vector<std::future<bool>> written;
      for (; version < until; ++version) {
        auto promise = std::make_shared<std::promise<bool>>();
        written.push_back(promise->get_future());
        engine_->submit({contoso, command(), tara, {}, {}}, [promise](const Result<Answer>& answer) {
          promise->set_value(answer.has_value() && std::holds_alternative<Receipt>(*answer));
        });
      }
      for (auto& one : written) ASSERT_TRUE(one.get());
      version = (*engine_->tenant(contoso))->version; // what changed nothing wrote nothing
    }
  }
  engagement::Command command() {
    const auto number = std::to_string(++count_);
    const Date day(std::chrono::sys_days(std::chrono::days(20'000 + count_)));
    switch (random_() % 5) {
      case 0: return testing::note("n" + number, "What was said, " + number);
      case 1: return engagement::SetNextAction{{"Call " + number, day, tara}};
      case 2: return engagement::EditTenant{"Contoso " + number, {}, {}, {}};
      case 3: return engagement::SetStatus{count_ % 2 == 0 ? "Inactive" : "Active"};
      default: return engagement::LogMeeting{MeetingId("m" + number), "call", "discussion", {"Kim"}, 15, "", {}};
    }
  }
  /// The engine's own states are gone, and so are its connections.
  void close() { engine_.reset(); }

  std::unique_ptr<store::Store> log() { return std::move(*store::open_sqlite_store(data_.log(), Access::read)); }
  std::unique_ptr<store::Snapshots> snapshots() { return std::move(*store::open_sqlite_snapshots(data_.states())); }
  std::optional<store::Snapshot> kept() {
    auto found = snapshots()->find(contoso, engagement::state_format());
    EXPECT_TRUE(found.has_value());
    return *found;
  }
  /// What is kept by and by is there in a moment.
  store::Snapshot wait_for_snapshot(store::Version at_least) {
    for (int i = 0; i < 2'000; ++i) {
      if (auto found = kept(); found && found->version >= at_least) return *found;
      std::this_thread::yield();
    }
    ADD_FAILURE() << "no snapshot was kept";
    return {};
  }
  engagement::TenantState loaded() {
    const auto store = log();
    StateSnapshots states(*store, snapshots());
    auto state = states.load(contoso);
    EXPECT_TRUE(state.has_value()) << to_string(state.error());
    return std::move(*state);
  }
  engagement::TenantState replayed_from_all() { return *replayed(*log(), contoso); }

  testing::TemporaryFolder folder_;
  store::DataFolder data_{folder_.path()};
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
  std::mt19937 random_{20261122};
  int count_ = 0;
  std::unique_ptr<Engine> engine_;
};

TEST_F(StateSnapshotsTest, AStateFromASnapshotAndTheEventsAfterItIsTheStateOfAllEvents) {
  for (const store::Version until : {50U, 990U, 1'010U, 1'300U, 2'100U}) {
    write_events(until);
    if (until > StateSnapshots::events_between) wait_for_snapshot(until / 1'000 * 1'000);
    EXPECT_EQ(loaded(), replayed_from_all());
    EXPECT_EQ(*(*engine_->tenant(contoso)), replayed_from_all());
  }
}

TEST_F(StateSnapshotsTest, AShortHistoryHasNone) {
  write_events(100);
  loaded();
  close();
  EXPECT_FALSE(kept().has_value());
}

TEST_F(StateSnapshotsTest, ALongHistoryThatWasReadAsAWholeGetsOne) {
  write_events(1'200);
  close();
  std::filesystem::remove(data_.states());
  const auto store = log();
  StateSnapshots states(*store, snapshots());
  ASSERT_TRUE(states.load(contoso).has_value());
  EXPECT_EQ(wait_for_snapshot(1'200).version, replayed_from_all().version);
}

TEST_F(StateSnapshotsTest, WhatStandsInASnapshotIsGoneOnFromAndVerifyAndRebuildTakeNoNoticeOfIt) {
  write_events(1'100);
  auto snapshot = wait_for_snapshot(1'000);
  close();
  auto state = *engagement::state_from_bytes(snapshot.state);
  state.customer = "Somebody Else";
  snapshot.state = engagement::to_bytes(state);
  ASSERT_TRUE(snapshots()->keep(snapshot).has_value());
  EXPECT_EQ(loaded().customer, "Somebody Else") << "it was not used at all";
  const auto models = store::open_sqlite_read_models(data_.read_models(), Access::read);
  EXPECT_THAT(verify(*log(), models->get()).findings, IsEmpty());
  EXPECT_EQ(replayed_from_all().customer, "Contoso Group");
}

TEST_F(StateSnapshotsTest, ASnapshotOfAnotherFormatOfAnotherLogOrOfOtherBytesIsAsIfItWereNotThere) {
  write_events(1'100);
  const auto whole = wait_for_snapshot(1'000);
  close();
  auto other_format = whole;
  other_format.format = "0-0000000000000000";
  auto other_log = whole;
  other_log.last[7] ^= 1;
  auto ahead = whole;
  ahead.version += 5'000;
  auto no_state = whole;
  no_state.state = "not a state";
  auto other_tenant = whole;
  auto state = *engagement::state_from_bytes(whole.state);
  state.id = TenantId("fabrikam");
  other_tenant.state = engagement::to_bytes(state);
  for (const auto& wrong : {other_format, other_log, ahead, no_state, other_tenant}) {
    ASSERT_TRUE(snapshots()->keep(wrong).has_value());
    EXPECT_EQ(loaded(), replayed_from_all());
  }
}

TEST_F(StateSnapshotsTest, ADamagedFileIsBegunAnewAndADeletedOneIsNoLoss) {
  write_events(1'100);
  wait_for_snapshot(1'000);
  close();
  std::filesystem::resize_file(data_.states(), 3'000);
  EXPECT_EQ(loaded(), replayed_from_all());
  std::filesystem::remove(data_.states());
  EXPECT_EQ(loaded(), replayed_from_all());
}

TEST_F(StateSnapshotsTest, WithoutAPlaceForThemStatesAreMadeFromAllEvents) {
  write_events(1'100);
  const auto store = log();
  StateSnapshots states(*store, nullptr);
  EXPECT_EQ(*states.load(contoso), replayed_from_all());
}

} // namespace
} // namespace handrail::app
