// An engine at work on a disk that loses its power at any call, again and again on the same folder, and on one that is
// full or cannot sync for a while. Answered ⇒ present, present ⇒ once, the log verifies, and the service goes on by
// itself. § storage-28
#include "app/engine.h"
#include "app/verification.h"
#include "crash/logged.h"
#include "crash/rounds.h"
#include "store/data_folder.h"
#include "store/sqlite_store.h"
#include "support/faulty_disk.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <utility>

namespace handrail::testing {
namespace {

using store::sqlite::Access;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Power : public ::testing::Test {
protected:
  static Result<app::Answer> send_note(app::Engine& engine, const std::string& tenant, const std::string& key) {
    return engine.submit(
        {TenantId(tenant), note(key, "What was said in " + key), PersonId("tara"), CommandId(key), {}});
  }
  static bool is_written(const Result<app::Answer>& answer) {
    return answer.has_value() && std::holds_alternative<app::Receipt>(*answer);
  }
  /// Sends notes until one is not answered well.
  void work(app::Engine& engine, int life, int thread) {
    for (int number = 0;; ++number) {
      const auto key = std::to_string(life) + "-" + std::to_string(thread) + "-" + std::to_string(number);
      if (!is_written(send_note(engine, "tenant-" + std::to_string(number % 3), key))) return;
      const std::lock_guard lock(mutex_);
      answered_.insert(key);
    }
  }
  Result<std::unique_ptr<app::Engine>> opened() {
    HANDRAIL_TRY(auto engine, app::Engine::open({data_.path}, clock_, ids_));
    HANDRAIL_CHECK(engine->publish(small_model()));
    return engine;
  }
  static void register_tenants(app::Engine& engine) {
    for (const char* tenant : {"tenant-0", "tenant-1", "tenant-2"})
      (void)engine.submit({TenantId(tenant), registration(tenant, tenant), PersonId("tara"), {}, {}});
  }

  /// Opens the folder, works until the power is gone, and lets everything go.
  void live_and_die(int life) {
    constexpr int threads = 3;
    auto engine = opened();
    if (!engine) {
      EXPECT_TRUE(disk_.has_lost_power()) << to_string(engine.error());
      return;
    }
    register_tenants(**engine); // refused when they are there
    std::vector<std::thread> senders;
    for (int thread = 0; thread < threads; ++thread)
      senders.emplace_back([this, &engine, life, thread] { work(**engine, life, thread); });
    for (auto& sender : senders) sender.join();
    EXPECT_TRUE(disk_.has_lost_power()) << "a command failed on a disk that works";
  }
  /// What the disk kept, before anybody mends anything.
  void check_log() {
    if (!std::filesystem::exists(data_.log())) {
      EXPECT_THAT(answered_, IsEmpty());
      return;
    }
    const auto log = store::open_sqlite_store(data_.log(), Access::read);
    if (!log && answered_.empty()) return; // the power went while it was made
    ASSERT_TRUE(log.has_value()) << to_string(log.error());
    const auto verification = app::verify(**log, nullptr);
    ASSERT_THAT(verification.findings, IsEmpty())
        << verification.findings.front().where << ": " << verification.findings.front().message;
    const auto logged = read_log(data_.log());
    for (const auto& key : answered_) EXPECT_TRUE(logged->notes.contains(key)) << key << " was answered and is lost";
    for (const auto& [key, count] : logged->notes) EXPECT_EQ(count, 1) << key;
  }
  /// A new folder, so that reading through what was written before does not take most of the time.
  void begin_anew() {
    data_.path = folder_.path() / ("data-" + std::to_string(++folders_));
    all_answered_ += std::exchange(answered_, {}).size();
  }
  /// The next start brings the lists up to the log.
  void check_lists() {
    {
      const auto engine = opened();
      ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
    }
    expect_sound(data_);
  }

  TemporaryFolder folder_;
  store::DataFolder data_{folder_.path() / "data-0"};
  SystemClock clock_;
  app::RandomIds ids_{clock_};
  FaultyDisk disk_;
  std::mutex mutex_;
  std::set<std::string> answered_; ///< in this folder; guarded by `mutex_`
  std::size_t all_answered_ = 0;   ///< in those before
  int folders_ = 0;
};

TEST_F(Power, LosingItAtAnyCallLosesNoAnsweredCommandAndDoublesNone) {
  const int lives = crash_rounds(100);
  std::mt19937 random(20261122);
  for (int life = 0; life < lives; ++life) {
    SCOPED_TRACE("life " + std::to_string(life));
    disk_.lose_power_after(random() % 400);
    ASSERT_NO_FATAL_FAILURE(live_and_die(life));
    disk_.restore_power(random);
    ASSERT_NO_FATAL_FAILURE(check_log());
    if (life % 5 == 4) {
      ASSERT_NO_FATAL_FAILURE(check_lists());
    }
    if (HasFailure()) return;
    if (life % 25 == 24) begin_anew();
  }
  EXPECT_GT(all_answered_ + answered_.size(), static_cast<std::size_t>(lives) * 5) << "hardly anything was written";
}

struct Fault {
  const char* name;
  FaultyDisk::Call call;
  int code;
  const char* file;
};
class FailingDisk : public Power, public ::testing::WithParamInterface<Fault> {};

TEST_P(FailingDisk, IsSaidClearlyAndTheServiceGoesOnWhenItWorksAgain) {
  const auto engine = opened();
  ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
  register_tenants(**engine);
  ASSERT_TRUE(is_written(send_note(**engine, "tenant-0", "before")));

  const auto& fault = GetParam();
  disk_.fail(fault.call, fault.code, fault.file);
  int refused = 0;
  for (int i = 0; i < 20; ++i) {
    const auto key = "during-" + std::to_string(i);
    const auto answer = send_note(**engine, "tenant-1", key);
    if (is_written(answer)) {
      answered_.insert(key);
      continue;
    }
    ++refused;
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable) << to_string(answer.error());
    EXPECT_THAT(to_string(answer.error()), HasSubstr("log.db"));
    EXPECT_FALSE(answer.error().remedy.empty()) << "it does not say what to do";
  }
  EXPECT_GT(disk_.failed(), 0U);
  // Lists may fail for a while: the log has what happened, and they are made from it later.
  if (std::string_view(fault.file).starts_with("log")) {
    EXPECT_EQ(refused, 20);
  } else {
    EXPECT_EQ(refused, 0);
  }
  disk_.mend();
  for (int i = 0; i < 20; ++i) {
    const auto key = "during-" + std::to_string(i); // as somebody would who was told to try again
    EXPECT_TRUE(is_written(send_note(**engine, "tenant-1", key)));
    answered_.insert(key);
  }
  const auto position = (*engine)->tenants({}, PersonId("tara"));
  EXPECT_TRUE(position.has_value()) << to_string(position.error());
}

TEST_P(FailingDisk, LeavesNothingBehindThatWasNotAnswered) {
  {
    const auto engine = opened();
    ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
    register_tenants(**engine);
    const auto& fault = GetParam();
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
      disk_.fail(fault.call, fault.code, fault.file, random() % 4, 1);
      const auto key = "note-" + std::to_string(i);
      if (is_written(send_note(**engine, "tenant-2", key))) answered_.insert(key);
    }
    disk_.mend();
  }
  check_log();
  const auto logged = read_log(data_.log());
  ASSERT_TRUE(logged.has_value());
  for (const auto& [key, count] : logged->notes) EXPECT_TRUE(answered_.contains(key)) << key << " was refused";
  check_lists();
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FailingDisk,
    ::testing::Values(Fault{"FullForTheLog", FaultyDisk::Call::write, SQLITE_FULL, "log.db-wal"},
                      Fault{"FullForTheLists", FaultyDisk::Call::write, SQLITE_FULL, "read.db-wal"},
                      Fault{"CannotWriteTheLog", FaultyDisk::Call::write, SQLITE_IOERR_WRITE, "log.db-wal"},
                      Fault{"CannotSyncTheLog", FaultyDisk::Call::sync, SQLITE_IOERR_FSYNC, "log.db-wal"}),
    [](const auto& one) { return std::string(one.param.name); });

} // namespace
} // namespace handrail::testing
