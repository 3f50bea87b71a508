// The program itself, serving the sample workspace, is killed while browsers send it notes, at moments drawn from a
// seed and on the same folder. What was answered over HTTP is there once, a key sent again is answered as it was, and
// the demonstration is played once. § storage-11
#include "crash/logged.h"
#include "store/data_folder.h"
#include "support/child.h"
#include "support/http_client.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

namespace handrail::testing {
namespace {

/// People of the sample at work on customers of the demonstration that they are assigned to.
struct Worker {
  const char* person;
  const char* tenant;
};
constexpr std::array workers{Worker{"tara", "fjordline"}, Worker{"hugo", "quetzal"},   Worker{"joon", "harimau"},
                             Worker{"joon", "aotea"},     Worker{"rana", "fjordline"}, Worker{"lupe", "harimau"}};

/// What one browser knows: how each of its keys was answered, and which was not.
struct Sender {
  int next = 0;
  std::optional<std::string> unanswered;
  std::map<std::string, HttpAnswer> answers;
};

class HttpCrash : public ::testing::Test {
protected:
  std::vector<std::string> serve() const {
    return {HANDRAIL_PROGRAM, "serve", "--workspace", "workspaces/fasttrack",          "--data", data_.path.string(),
            "--port",         "0",     "--demo",      "workspaces/fasttrack/demo.yaml"};
  }
  /// 0 when the program did not come up.
  static std::uint16_t port_of(Child& server) {
    const auto line = server.line(std::chrono::seconds(60)).value_or("");
    const std::string before = "http://127.0.0.1:";
    const auto at = line.find(before);
    return at == std::string::npos ? std::uint16_t{0}
                                   : static_cast<std::uint16_t>(std::atoi(line.c_str() + at + before.size()));
  }
  /// Browsers of both kinds: pages are answered with where to go, programs with JSON.
  static std::optional<HttpAnswer> send(std::uint16_t port, std::size_t number, const std::string& key,
                                        const std::string& text) {
    const auto& worker = workers.at(number);
    return post(port, fmt::format("/tenants/{}/do/write_note", worker.tenant), worker.person,
                {{"key", key}, {"form", "note"}, {"category", "Environment"}, {"text", text}}, number % 2 == 0);
  }
  static std::string text_of(const std::string& key) { return "What was said in " + key; }

  /// Sends until the server is gone: first what it was not told the end of, then new notes.
  void work(std::uint16_t port, std::size_t number) {
    auto& sender = senders_.at(number);
    for (;;) {
      const auto key = sender.unanswered ? *sender.unanswered : fmt::format("http-{}-{}", number, sender.next++);
      auto answer = send(port, number, key, text_of(key));
      sender.unanswered.reset();
      if (!answer) {
        sender.unanswered = key;
        return;
      }
      ++answered_now_;
      sender.answers[key] = std::move(*answer);
    }
  }
  void live_and_die(std::mt19937& random) {
    Child server(serve());
    const auto port = port_of(server);
    ASSERT_NE(port, 0) << "the server did not come up";
    check_repeats(port, random);
    const std::size_t wanted = answered_now_ + random() % 60;
    const std::chrono::microseconds moment(random() % 20'000);
    std::vector<std::thread> browsers;
    for (std::size_t number = 0; number < workers.size(); ++number)
      browsers.emplace_back([this, port, number] { work(port, number); });
    while (answered_now_ < wanted) std::this_thread::yield();
    std::vector<std::string> said;
    if (auto line = server.line(moment))
      said.push_back(std::move(*line)); // it says nothing: this is how long it lives on
    const bool killed = server.kill(said);
    for (auto& browser : browsers) browser.join();
    ASSERT_TRUE(killed) << "the server ended by itself";
  }

  /// A key that was answered before the last kill is answered so again; with another text it is a conflict.
  void check_repeats(std::uint16_t port, std::mt19937& random) {
    for (std::size_t number = 0; number < workers.size(); ++number) {
      const auto& answers = senders_.at(number).answers;
      if (answers.empty()) continue;
      const auto& [key, before] = *std::next(answers.begin(), static_cast<std::ptrdiff_t>(random() % answers.size()));
      const auto again = send(port, number, key, text_of(key));
      ASSERT_TRUE(again.has_value()) << key;
      EXPECT_EQ(again->status, before.status) << key;
      EXPECT_EQ(again->body, before.body) << key;
      const auto other = send(port, number, key, "Something else");
      ASSERT_TRUE(other.has_value()) << key;
      EXPECT_EQ(other->status, 409) << key;
    }
  }
  void check_log() {
    const auto log = read_log(data_.log());
    ASSERT_TRUE(log.has_value());
    if (demo_tenants_ == 0) demo_tenants_ = log->registered;
    EXPECT_EQ(log->registered, demo_tenants_) << "the demonstration was played again";
    for (const auto& sender : senders_)
      for (const auto& [key, answer] : sender.answers) {
        ASSERT_THAT(answer.status, ::testing::AnyOf(200, 303)) << key << ": " << answer.body;
        EXPECT_TRUE(log->notes.contains(key)) << key << " was answered and is lost";
      }
    for (const auto& [key, count] : log->notes) EXPECT_TRUE(count == 1 || !key.starts_with("http-")) << key;
  }
  void check_sound() const {
    const auto report = folder_.path() / "verify.txt";
    const auto command =
        fmt::format("{} verify --data {} >{} 2>&1", HANDRAIL_PROGRAM, data_.path.string(), report.string());
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }

  TemporaryFolder folder_;
  store::DataFolder data_{folder_.path() / "data"};
  std::array<Sender, workers.size()> senders_;
  std::atomic<std::size_t> answered_now_ = 0;
  int demo_tenants_ = 0;
};

TEST_F(HttpCrash, KillingTheServerAtAnyMomentLosesNoAnsweredFormAndDoublesNone) {
  constexpr int lives = 24;
  std::mt19937 random(20261122);
  for (int life = 0; life < lives; ++life) {
    SCOPED_TRACE("life " + std::to_string(life));
    ASSERT_NO_FATAL_FAILURE(live_and_die(random));
    ASSERT_NO_FATAL_FAILURE(check_log());
    if (life % 6 == 5) check_sound();
    if (HasFailure()) return;
  }
  EXPECT_GT(demo_tenants_, 10);
  EXPECT_GT(answered_now_, lives * 15U) << "the server was hardly at work";
}

TEST_F(HttpCrash, AServerKilledWhileItPlaysTheDemonstrationLeavesAllOfItOrNone) {
  std::mt19937 random(20261123);
  for (int life = 0; life < 5; ++life) {
    Child server(serve());
    std::vector<std::string> said;
    if (auto line = server.line(std::chrono::microseconds(random() % 800'000))) said.push_back(std::move(*line));
    ASSERT_TRUE(server.kill(said)) << "the server ended by itself";
  }
  Child server(serve());
  ASSERT_NE(port_of(server), 0) << "the server did not come up";
  std::vector<std::string> said;
  ASSERT_TRUE(server.kill(said));
  ASSERT_NO_FATAL_FAILURE(check_log());
  EXPECT_EQ(demo_tenants_, 13);
  check_sound();
}

} // namespace
} // namespace handrail::testing
