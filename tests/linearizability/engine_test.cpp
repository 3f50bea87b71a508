// Callers at once on one engine see one tenant that does one thing after the other. § storage-5, § storage-6
#include "app/engine.h"
#include "linearizability/recorded.h"
#include "linearizability/rounds.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

namespace handrail::linearizability {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Instant now = *instant_from_iso("2026-03-02T09:00:00Z");

class OneEngine {
public:
  OneEngine() {
    auto opened = app::Engine::open({folder_.path()}, clock_, ids_);
    EXPECT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    EXPECT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  Histories run(std::uint64_t seed, const Load& load = {}) { return recorded({engine_.get()}, seed, load); }

private:
  testing::TemporaryFolder folder_;
  ManualClock clock_{now};
  app::CountedIds ids_{"id"};
  std::unique_ptr<app::Engine> engine_;
};

TEST(Linearizability, OfCallersAtOnceOnOneEngine) {
  for (int round = 0; round < rounds(8); ++round) {
    const auto seed = static_cast<std::uint64_t>(round);
    const auto histories = OneEngine().run(seed);
    EXPECT_THAT(unexplained(histories, now), IsEmpty()) << "seed " << seed;
  }
}

TEST(Linearizability, OfManyCallersOnOneTenant) {
  const auto histories = OneEngine().run(77, {12, 25, 1});
  EXPECT_THAT(unexplained(histories, now), IsEmpty());
}

/// What callers do here is worth looking at: every kind of answer is among it.
TEST(Linearizability, HistoriesHaveEveryKindOfAnswer) {
  std::map<std::string, int> answers;
  const auto histories = OneEngine().run(5, {6, 120, 2});
  for (const auto& [tenant, calls] : histories)
    for (const auto& call : calls) {
      if (!call.output) continue;
      const auto& output = *call.output;
      if (!output.answer)
        ++answers[output.tenant || output.row ? "shown" : "not there"];
      else if (!*output.answer)
        ++answers[output.answer->error().message.find("The key") == 0                             ? "key of another"
                  : output.answer->error().message.find("has changed since") != std::string::npos ? "changed since"
                                                                                                  : "refused"];
      else
        ++answers[std::holds_alternative<engagement::Denial>(**output.answer) ? "denied" : "done"];
    }
  for (const char* kind : {"shown", "not there", "key of another", "changed since", "refused", "denied", "done"})
    EXPECT_GT(answers[kind], 0) << kind;
}

// ---- that it can fail ----------------------------------------------------------------------------------------------

/// A real history, in which one answer is then made another.
class AFalsifiedHistory : public ::testing::Test {
protected:
  AFalsifiedHistory() : calls_(OneEngine().run(3, {4, 60, 1}).at(TenantId("t0"))) {
    std::sort(calls_.begin(), calls_.end(), [](const auto& a, const auto& b) { return a.began < b.began; });
  }
  std::string found() { return unexplained({{TenantId("t0"), calls_}}, now); }
  static const app::Receipt* written(const TenantCall& call) {
    if (!call.output || !call.output->answer || !*call.output->answer) return nullptr;
    const auto* receipt = std::get_if<app::Receipt>(&**call.output->answer);
    return receipt != nullptr && receipt->position > 0 ? receipt : nullptr;
  }

  std::vector<TenantCall> calls_;
};

TEST_F(AFalsifiedHistory, AsItWasHasAnOrder) { EXPECT_THAT(found(), IsEmpty()); }

TEST_F(AFalsifiedHistory, WithAStaleReadHasNone) {
  for (const auto kind : {TenantModel::Input::Kind::tenant, TenantModel::Input::Kind::row}) {
    const auto before = calls_;
    std::optional<TenantModel::Output> old;
    for (auto& call : calls_) {
      if (call.input.kind != kind || !call.output || (!call.output->tenant && !call.output->row)) continue;
      if (!old) old = call.output;
      call.output = old; // from the first on nothing seems to happen
    }
    EXPECT_THAT(found(), HasSubstr("no order explains these calls on t0")) << static_cast<int>(kind);
    calls_ = before;
  }
}

TEST_F(AFalsifiedHistory, WithALostUpdateHasNone) {
  // The command of somebody is taken out as if it had never been: what was answered after it does not fit.
  const auto first = std::find_if(calls_.begin(), calls_.end(), [](const auto& call) { return written(call); });
  ASSERT_NE(first, calls_.end());
  const auto key = first->input.submission.key;
  std::erase_if(calls_, [&](const auto& call) {
    return call.input.kind == TenantModel::Input::Kind::command && call.input.submission.key == key;
  });
  EXPECT_THAT(found(), HasSubstr("no order explains"));
}

TEST_F(AFalsifiedHistory, WithACommandDoneTwiceHasNone) {
  // Somebody who sent it again was told of a second time.
  for (auto& call : calls_) {
    const auto* receipt = written(call);
    const auto first = std::find_if(calls_.begin(), calls_.end(), [&](const auto& one) {
      return written(one) != nullptr && one.input.submission.key == call.input.submission.key;
    });
    if (receipt == nullptr || &*first == &call) continue;
    auto twice = *receipt;
    twice.version += 1;
    twice.position += 1;
    call.output->answer = Result<app::Answer>(app::Answer(twice));
    EXPECT_THAT(found(), HasSubstr("no order explains"));
    return;
  }
  FAIL() << "nobody sent anything twice";
}

TEST_F(AFalsifiedHistory, InWhichARefusedCommandWasDoneHasNone) {
  for (auto& call : calls_)
    if (written(call) != nullptr) {
      call.output->answer = Result<app::Answer>(Error{ErrorCode::conflict, "Somebody was first", "", ""});
      break;
    }
  EXPECT_THAT(found(), HasSubstr("no order explains"));
}

} // namespace
} // namespace handrail::linearizability
