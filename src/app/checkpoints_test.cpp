// A server signs checkpoints by itself. § storage-35
#include "app/checkpoints.h"

#include "app/engine.h"
#include "store/chain.h"
#include "store/checkpoint/checkpoint_stream.h"
#include "store/sqlite_store.h"
#include "support/answers.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

#include <fstream>
#include <future>

namespace handrail::app {
namespace {

using namespace std::chrono_literals;
using testing::accepted;
using ::testing::HasSubstr;

class CheckpointsTest : public ::testing::Test {
protected:
  std::unique_ptr<Engine> opened(const CheckpointPolicy& policy) {
    Options options;
    options.data = data_.path;
    options.checkpoints = policy;
    auto engine = Engine::open(options, clock_, ids_);
    EXPECT_TRUE(engine.has_value()) << to_string(engine.error());
    EXPECT_TRUE((*engine)->publish(testing::small_model()).has_value());
    return std::move(*engine);
  }
  void send(Engine& engine, int notes) {
    if (sent_ == 0)
      accepted(engine.submit({contoso_, testing::registration("contoso", "Contoso"), PersonId("tara"), {}, {}}));
    for (int i = 0; i < notes; ++i)
      accepted(
          engine.submit({contoso_, testing::note("n" + std::to_string(++sent_), "Keen."), PersonId("tara"), {}, {}}));
  }
  std::optional<store::RecordedCheckpoint> newest() {
    const auto log = *store::open_sqlite_store(data_.log(), store::sqlite::Access::read);
    return *store::newest_checkpoint(*log);
  }
  /// Asks until the newest checkpoint is of so many events; what it is when that takes too long.
  std::uint64_t signed_events(std::uint64_t at_least) {
    const auto until = std::chrono::steady_clock::now() + 20s;
    for (;;) {
      const auto found = newest();
      const auto size = found ? found->size() : 0;
      if (size >= at_least || std::chrono::steady_clock::now() > until) return size;
    }
  }

  testing::TemporaryFolder folder_;
  const store::DataFolder data_{folder_.path()};
  const TenantId contoso_{"contoso"};
  int sent_ = 0;
  SystemClock clock_;
  RandomIds ids_{clock_};
};

TEST_F(CheckpointsTest, AreSignedWhenEnoughEventsWaitWithoutAnInterval) {
  {
    const auto engine = opened({{}, 10, 1h, 2ms, {}});
    send(*engine, 20);
    EXPECT_GE(signed_events(10), 10U);
  }
  const auto verification = testing::verified(data_);
  EXPECT_TRUE(verification.is_sound());
  EXPECT_GE(verification.checkpoints.recorded, 1U);
}

TEST_F(CheckpointsTest, ASingleEventWaitsNoLongerThanTheInterval) {
  const auto engine = opened({{}, 1'000'000, 20ms, 2ms, {}});
  send(*engine, 1);
  const auto size = signed_events(3);
  EXPECT_EQ(size, 3U) << "two of the registration, and the note";
  send(*engine, 1);
  EXPECT_EQ(signed_events(5), 5U) << "the checkpoint before, and the note";
}

TEST_F(CheckpointsTest, GoOnAfterARestartWithTheSameKey) {
  for (int round = 0; round < 3; ++round) {
    const auto engine = opened({{}, 1, 1h, 2ms, {}});
    const auto before = newest();
    send(*engine, 3);
    signed_events((before ? before->size() : 0) + 4);
  }
  const auto verification = testing::verified(data_);
  EXPECT_TRUE(verification.is_sound());
  EXPECT_GE(verification.checkpoints.recorded, 3U);
  EXPECT_EQ(verification.checkpoints.signers.size(), 1U);
}

TEST_F(CheckpointsTest, WhoAsksForNoneGetsNoneAndNoKey) {
  {
    const auto engine = Engine::open({data_.path}, clock_, ids_);
    ASSERT_TRUE(engine.has_value());
  }
  EXPECT_FALSE(std::filesystem::exists(data_.checkpoint_key()));
  opened({});
  EXPECT_TRUE(std::filesystem::exists(data_.checkpoint_key()));
}

TEST_F(CheckpointsTest, AKeyThatIsNoneIsSaidAtTheStart) {
  std::filesystem::create_directories(data_.path);
  std::ofstream(data_.checkpoint_key()) << "nothing of the kind";
  Options options;
  options.data = data_.path;
  options.checkpoints.emplace();
  const auto engine = Engine::open(options, clock_, ids_);
  ASSERT_FALSE(engine.has_value());
  EXPECT_EQ(engine.error().code, ErrorCode::invalid);
  EXPECT_THAT(to_string(engine.error()), HasSubstr("checkpoint.key: The file holds no key"));
}

TEST_F(CheckpointsTest, WhatCannotBeSignedIsToldOnce) {
  {
    const auto log = *store::open_sqlite_store(data_.log(), store::sqlite::Access::write);
    const store::Commit forged{
        TenantId(store::checkpoint_stream),  0, CommandId("f"), {}, PersonId("mallory"), clock_.now(),
        {{"checkpoint_signed", "{}", false}}};
    ASSERT_TRUE(log->append({&forged, 1})->front().has_value());
  }
  std::promise<Error> told; // a second value would throw
  auto heard = told.get_future();
  const auto engine = opened({{}, 1, 1h, 1ms, [&](const Error& error) { told.set_value(error); }});
  ASSERT_EQ(heard.wait_for(20s), std::future_status::ready);
  EXPECT_THAT(heard.get().message, HasSubstr("It is no checkpoint as Handrail writes one"));
  send(*engine, 5);
  EXPECT_THAT(testing::verified(data_).findings.front().where, HasSubstr("event 1 of @checkpoints (position 1)"));
}

} // namespace
} // namespace handrail::app
