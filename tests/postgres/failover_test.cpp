// Two nodes at work on a primary with a synchronous standby. The primary is killed under load, the standby is promoted,
// and the nodes go on there: what was answered is there, and once. § storage-22, § storage-25
#include "app/verification.h"
#include "crash/logged.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "support/child.h"
#include "support/postgres_server.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace handrail::testing {
namespace {

using ::testing::IsEmpty;

constexpr int threads = 4;
constexpr std::size_t before_and_after = 150; ///< answers of each node

/// A process with a folder of its own, and what it was answered.
class Node {
public:
  Node(const std::string& database, int number)
      : writer_({HANDRAIL_CRASH_WRITER, folder_.path().string(), database, std::to_string(number * threads), "0", "0",
                 "0", "0"}) {}

  void expect_answers(std::size_t count) {
    for (; count > 0; --count) {
      auto line = writer_.line(std::chrono::seconds(90));
      ASSERT_TRUE(line.has_value()) << "a node ended or fell silent after " << answered.size() << " answers";
      answered.push_back(std::move(*line));
    }
  }
  void kill() { ASSERT_TRUE(writer_.kill(answered)) << "a node ended by itself"; }
  store::DataFolder folder() const { return {folder_.path()}; }

  std::vector<std::string> answered;

private:
  TemporaryFolder folder_;
  Child writer_;
};

TEST(Failover, ToASynchronousStandbyLosesNoAnsweredCommandAndDoublesNone) {
  PostgresServer primary;
  primary.make_database("handrail");
  const auto standby = PostgresServer::standby_of(primary, "second");
  primary.wait_for_standby("second");
  const auto both =
      "postgresql://handrail@/handrail?host=" + primary.folder().string() + "," + standby.folder().string();

  std::array<std::unique_ptr<Node>, 2> nodes{std::make_unique<Node>(both, 0), std::make_unique<Node>(both, 1)};
  for (auto& node : nodes) ASSERT_NO_FATAL_FAILURE(node->expect_answers(before_and_after));
  primary.kill();
  standby.promote();
  for (auto& node : nodes) ASSERT_NO_FATAL_FAILURE(node->expect_answers(before_and_after));
  for (auto& node : nodes) ASSERT_NO_FATAL_FAILURE(node->kill());

  const auto address = *store::postgres::Address::from(standby.url("handrail"));
  const auto log = store::open_postgres_store(address, store::postgres::Access::read);
  ASSERT_TRUE(log.has_value()) << to_string(log.error());
  const auto logged = logged_in(**log);
  for (const auto& node : nodes)
    for (const auto& key : node->answered) {
      EXPECT_TRUE(logged.commands.contains(key)) << key << " was answered and is lost";
      if (!key.starts_with("register")) {
        EXPECT_TRUE(logged.notes.contains(key)) << key;
      }
    }
  for (const auto& [key, count] : logged.notes) EXPECT_EQ(count, 1) << key;
  EXPECT_THAT(app::verify(**log, nullptr).findings, IsEmpty());
}

} // namespace
} // namespace handrail::testing
