// Nodes that sign checkpoints into one log do not contradict each other. § storage-35
#include "app/engine.h"
#include "app/verification.h"
#include "store/checkpoint/checkpoint_stream.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "support/answers.h"
#include "support/child.h"
#include "support/files.h"
#include "support/postgres_server.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <future>
#include <memory>

namespace handrail::app {
namespace {

using namespace std::chrono_literals;
using testing::accepted;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// Signs as often as it can.
class SigningNode {
public:
  SigningNode(const std::string& url, const std::string& name) : ids_(name) {
    Options options;
    options.data = folder_.path();
    options.database = url;
    options.checkpoints = CheckpointPolicy{{}, 1, 1h, 1ms, {}};
    auto opened = Engine::open(options, clock_, ids_);
    EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    EXPECT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  Engine& engine() { return *engine_; }
  std::string folder() const { return folder_.path(); }

private:
  testing::TemporaryFolder folder_;
  SystemClock clock_;
  CountedIds ids_;
  std::unique_ptr<Engine> engine_;
};

class NodesThatSign : public ::testing::Test {
protected:
  std::unique_ptr<store::Store> log() const {
    return std::move(
        *store::open_postgres_store(*store::postgres::Address::from(database_.url()), store::postgres::Access::read));
  }
  testing::TestDatabase database_;
};

TEST_F(NodesThatSign, AtOnceUnderLoadDoNotContradictEachOther) {
  {
    SigningNode one(database_.url(), "one"), two(database_.url(), "two");
    std::vector<std::future<void>> working;
    for (int caller = 0; caller < 4; ++caller)
      working.push_back(std::async(std::launch::async, [&, caller] {
        auto& engine = caller % 2 == 0 ? one.engine() : two.engine();
        const auto tenant = "t" + std::to_string(caller);
        accepted(engine.submit({TenantId(tenant), testing::registration(tenant, tenant), PersonId("tara"), {}, {}}));
        for (int i = 0; i < 40; ++i)
          accepted(engine.submit(
              {TenantId(tenant), testing::note("n" + std::to_string(i), "Keen."), PersonId("tara"), {}, {}}));
      }));
    for (auto& one_of_them : working) one_of_them.get();
  }
  const auto verification = verify(*log(), nullptr);
  for (const auto& finding : verification.findings) ADD_FAILURE() << finding.where << ": " << finding.message;
  EXPECT_GT(verification.checkpoints.recorded, 2U);
  EXPECT_LE(verification.checkpoints.signers.size(), 2U);
}

/// What the program prints to its output, to its end.
std::string printed(std::vector<std::string> words) {
  words.insert(words.begin(), HANDRAIL_PROGRAM);
  testing::Child program(words, testing::Child::Hears::output_and_errors);
  std::string all;
  while (auto line = program.line(60s)) all += *line + "\n";
  return all;
}

TEST_F(NodesThatSign, AreSignedOnDemandBesideThemAndProvedByWhatWasKept) {
  SigningNode one(database_.url(), "one");
  accepted(one.engine().submit(
      {TenantId("contoso"), testing::registration("contoso", "Contoso"), PersonId("tara"), {}, {}}));
  const auto kept = one.folder() + "/kept", history = one.folder() + "/history.jsonl";
  EXPECT_THAT(printed({"checkpoint", "--data", one.folder(), "--db", database_.url(), "--out", kept}),
              HasSubstr("Kept in " + kept + ": the checkpoint of "));
  EXPECT_THAT(printed({"verify", "--data", one.folder(), "--db", database_.url(), "--checkpoint", kept}),
              AllOf(HasSubstr("Sound: "), HasSubstr("and the one that was kept")));
  EXPECT_THAT(printed({"export", history, "--data", one.folder(), "--db", database_.url()}), HasSubstr("Exported "));
  EXPECT_THAT(printed({"verify", "--history", history, "--checkpoint", kept}),
              AllOf(HasSubstr("Sound: "), HasSubstr("are those that the checkpoint that was kept was signed for")));
}

} // namespace
} // namespace handrail::app
