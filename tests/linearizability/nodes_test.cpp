// Callers at once on two nodes of one log see one tenant that does one thing after the other. § storage-25
#include "app/engine.h"
#include "linearizability/recorded.h"
#include "linearizability/rounds.h"
#include "support/postgres_server.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::linearizability {
namespace {

using ::testing::IsEmpty;

const Instant now = *instant_from_iso("2026-03-02T09:00:00Z");

class Node {
public:
  Node(const std::string& url, const std::string& name) : ids_(name) {
    app::Options options;
    options.data = folder_.path();
    options.database = url;
    auto opened = app::Engine::open(options, clock_, ids_);
    EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    EXPECT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  app::Engine* engine() { return engine_.get(); }

private:
  testing::TemporaryFolder folder_;
  ManualClock clock_{now};
  app::CountedIds ids_;
  std::unique_ptr<app::Engine> engine_;
};

TEST(LinearizabilityOfNodes, OfCallersAtOnceOnTwoNodes) {
  for (int round = 0; round < rounds(4); ++round) {
    const auto seed = static_cast<std::uint64_t>(round);
    const testing::TestDatabase database;
    Node one(database.url(), "one"), two(database.url(), "two");
    const auto histories = recorded({one.engine(), two.engine()}, seed, {6, 30, 2});
    EXPECT_THAT(unexplained(histories, now), IsEmpty()) << "seed " << seed;
  }
}

} // namespace
} // namespace handrail::linearizability
