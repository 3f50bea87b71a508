// A writer under load is killed at moments drawn from a seed, again and again on the same folder. After each death:
// answered ⇒ present, present ⇒ once, the chain is intact, and the lists equal a replay. § storage-11
#include "app/engine.h"
#include "app/verification.h"
#include "crash/logged.h"
#include "crash/rounds.h"
#include "store/data_folder.h"
#include "support/child.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

namespace handrail::testing {
namespace {

constexpr std::size_t threads = 8;

class Crash : public ::testing::Test {
protected:
  /// One life: starts the writer where the last one's answers ended, and kills it after some answers and a moment.
  void live_and_die(std::mt19937& random) {
    std::vector<std::string> command{HANDRAIL_CRASH_WRITER, data_.path.string(), "", "0"};
    for (std::size_t thread = 0; thread < threads; ++thread) command.push_back(std::to_string(next_[thread]));
    const auto wanted = random() % 120;
    const std::chrono::microseconds moment(random() % 3'000);
    Child writer(command);
    std::vector<std::string> said;
    while (said.size() < wanted) {
      auto line = writer.line(std::chrono::seconds(30));
      ASSERT_TRUE(line.has_value()) << "the writer ended or fell silent by itself";
      said.push_back(std::move(*line));
    }
    if (auto line = writer.line(moment)) said.push_back(std::move(*line));
    ASSERT_TRUE(writer.kill(said)) << "the writer ended by itself";
    for (auto& key : said) answered(std::move(key));
  }
  /// What was sent and not answered is sent again by the next life: a thread goes on after its last answer.
  void answered(std::string key) {
    const auto dash = key.find('-');
    if (!key.starts_with("register")) next_[std::stoul(key.substr(0, dash))] = std::stoi(key.substr(dash + 1)) + 1;
    answered_.insert(std::move(key));
  }

  /// What the log holds, before anybody mends anything.
  void check_log() {
    const auto log = read_log(data_.log());
    if (!log && answered_.empty()) return; // killed before there was one
    ASSERT_TRUE(log.has_value());
    for (const auto& key : answered_) {
      if (key.starts_with("register"))
        EXPECT_TRUE(log->commands.contains(key)) << key << " was answered and is lost";
      else
        EXPECT_TRUE(log->notes.contains(key)) << key << " was answered and is lost";
    }
    for (const auto& [key, count] : log->notes) EXPECT_EQ(count, 1) << key;
  }
  /// The next start brings the lists up to the log; then everything must fit together.
  void check_everything() {
    const SystemClock clock;
    app::RandomIds ids(clock);
    {
      const auto engine = app::Engine::open({data_.path}, clock, ids);
      ASSERT_TRUE(engine.has_value()) << to_string(engine.error());
    }
    expect_sound(data_);
  }

  TemporaryFolder folder_;
  store::DataFolder data_{folder_.path()};
  std::vector<int> next_ = std::vector<int>(threads, 0);
  std::set<std::string> answered_;
};

TEST_F(Crash, KillingTheWriterAtAnyMomentLosesNoAnsweredCommandAndDoublesNone) {
  const int lives = crash_rounds(40);
  std::mt19937 random(20261121);
  for (int life = 0; life < lives; ++life) {
    SCOPED_TRACE("life " + std::to_string(life));
    ASSERT_NO_FATAL_FAILURE(live_and_die(random));
    ASSERT_NO_FATAL_FAILURE(check_log());
    if (life % 4 == 3) {
      ASSERT_NO_FATAL_FAILURE(check_everything());
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(answered_.size(), static_cast<std::size_t>(lives) * 20) << "the writer was hardly at work";
}

} // namespace
} // namespace handrail::testing
