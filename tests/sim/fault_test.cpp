// The simulation can fail: a fault of each kind is planted, and the invariant that is about it says so, with a history
// that a person can read at a glance.
#include "sim/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace handrail::sim {
namespace {

using ::testing::HasSubstr;

/// Runs until the fault shows, and makes it as short as it can be.
struct Found {
  Run run;
  History shortest;
};

template <class Planted>
Found found(std::uint64_t first_seed = 1, std::size_t replays = 30) {
  Means means;
  means.fault = [] { return std::make_unique<Planted>(); };
  for (auto seed = first_seed; seed < first_seed + 40; ++seed) {
    Plan plan;
    plan.setting = {"generated", seed, 1};
    plan.steps = 120;
    auto run = simulate(plan, means);
    if (!run.broken) continue;
    ::testing::Test::RecordProperty("seed", std::to_string(seed));
    auto history = shortest(run, means, replays);
    // What is printed is the whole of it: read back and played again, it breaks the same.
    const auto read = history_from(report(run, history));
    EXPECT_TRUE(read.has_value());
    const auto again = replay(read ? *read : History{}, means);
    EXPECT_TRUE(again.broken && again.broken->invariant == run.broken->invariant) << report(run, history);
    EXPECT_FALSE(replay(history).broken.has_value()) << "without the fault nothing is broken";
    return {std::move(run), std::move(history)};
  }
  ADD_FAILURE() << "no seed shows it";
  return {};
}

void expect_found(const Found& found, const char* invariant, std::size_t at_most) {
  ASSERT_TRUE(found.run.broken.has_value());
  EXPECT_EQ(found.run.broken->invariant, invariant) << found.run.broken->what;
  EXPECT_LE(found.shortest.steps.size(), at_most) << report(found.run, found.shortest);
}

bool has(const store::Commit& commit, const char* type) {
  return std::any_of(commit.events.begin(), commit.events.end(), [&](const auto& event) { return event.type == type; });
}

TEST(Fault, AnAppendThatIsDroppedIsMissed) {
  struct Drops : Fault {
    bool is_written(const store::Commit& commit) override { return !has(commit, "meeting_logged"); }
  };
  expect_found(found<Drops>(), "answered is there, once", 4);
}

TEST(Fault, AnAppendThatIsDoneTwiceIsNoticed) {
  struct Twice : Fault {
    std::optional<store::Commit> echo(const store::Commit& commit) override {
      if (!has(commit, "contact_added") || has(commit, "tenant_registered")) return std::nullopt;
      auto second = commit;
      second.expected += commit.events.size();
      second.command = CommandId(commit.command.text() + "-twice");
      return second;
    }
  };
  expect_found(found<Twice>(), "no refused command leaves a trace", 4);
}

TEST(Fault, WhatARefusedCommandLeavesIsNoticed) {
  struct Leaves : Fault {
    std::optional<store::NewEvent> left_by_refusal() override {
      return store::NewEvent{"status_set", R"({"status":"Inactive"})"};
    }
  };
  const auto leaves = found<Leaves>();
  ASSERT_TRUE(leaves.run.broken.has_value());
  // The trace of what was refused may also look like an effect that no rule asked for.
  EXPECT_THAT(leaves.run.broken->invariant,
              ::testing::AnyOf("no refused command leaves a trace", "no effect without its rule"));
  EXPECT_LE(leaves.shortest.steps.size(), 2U) << report(leaves.run, leaves.shortest);
}

TEST(Fault, AnEffectWhoseRuleIsForgottenIsNoticed) {
  struct Forgets : Fault {
    void on_its_way(store::Commit& commit) override {
      for (auto& event : commit.events)
        if (auto data = nlohmann::json::parse(event.data); event.message && data.erase("because") > 0)
          event.data = data.dump();
    }
  };
  expect_found(found<Forgets>(8, 60), "no effect without its rule", 12);
}

TEST(Fault, ASecondPrimaryIsNoticed) {
  struct Doubles : Fault {
    void shown(engagement::TenantState& state) override {
      for (auto& one : state.assignments)
        for (const auto& other : state.assignments)
          if (other.primary && other.field == one.field && other.service == one.service) one.primary = true;
    }
  };
  expect_found(found<Doubles>(), "one primary per role and level", 4);
}

TEST(Fault, ASecondOutcomeIsNoticed) {
  struct Chooses : Fault {
    void shown(engagement::TenantState& state) override {
      // Whatever outcome was chosen, the tasks beside it are complete as well.
      for (std::size_t at = 0; at < state.engagements.size(); ++at)
        state.engagements.edit(at, [](engagement::Engagement& engagement) {
          for (const auto& [step, task] : engagement.outcomes) {
            const auto done = engagement.tasks[task];
            for (const int beside : {-1, 1})
              engagement.tasks[TaskId(std::to_string(std::stoi(task.text()) + beside))] = done;
          }
        });
    }
  };
  expect_found(found<Chooses>(10), "exactly one outcome", 14);
}

TEST(Fault, AListThatIsWrongIsNoticed) {
  struct Wrong : Fault {
    void shown(store::TenantRow& row) override {
      if (row.open_engagements > 0) row.open_engagements = 0;
    }
  };
  expect_found(found<Wrong>(), "lists are what a replay gives", 3);
}

TEST(Fault, AStateThatIsNotWhatTheLogSaysIsNoticed) {
  struct Wrong : Fault {
    void shown(engagement::TenantState& state) override {
      if (state.status == "Watch") state.status = "Active";
    }
  };
  expect_found(found<Wrong>(), "rebuilt state is live state", 3);
}

TEST(Fault, AListThatShowsEverythingIsNoticed) {
  struct Shows : Fault {
    bool shows_everything() override { return true; }
  };
  expect_found(found<Shows>(), "partners see only their own", 2);
}

TEST(Fault, AMessageThatNobodyAskedForIsNoticed) {
  struct Strays : Fault {
    std::optional<store::OutboxEntry> stray(const std::vector<store::OutboxEntry>& claimed) override {
      if (claimed.empty()) return std::nullopt;
      auto stray = claimed.front();
      stray.position = 1; // what was published first
      return stray;
    }
  };
  expect_found(found<Strays>(17), "no mail without its cause", 12);
}

TEST(Fault, AMarkThatIsForgottenIsNoticed) {
  struct Forgets : Fault {
    bool is_marked(const store::OutboxEntry&) override { return false; }
  };
  const auto forgets = found<Forgets>(8);
  ASSERT_TRUE(forgets.run.broken.has_value());
  EXPECT_THAT(forgets.run.broken->invariant,
              ::testing::AnyOf("no mail without its cause", "mail arrives and is marked once"));
  EXPECT_LE(forgets.shortest.steps.size(), 12U) << report(forgets.run, forgets.shortest);
}

TEST(Fault, IsReportedWithSeedInvariantAndHistory) {
  struct Drops : Fault {
    bool is_written(const store::Commit& commit) override { return !has(commit, "status_set"); }
  };
  const auto drops = found<Drops>();
  ASSERT_TRUE(drops.run.broken.has_value());
  const auto text = report(drops.run, drops.shortest);
  EXPECT_THAT(text, HasSubstr("Broken: answered is there, once"));
  EXPECT_THAT(text, HasSubstr("Found by seed"));
  EXPECT_THAT(text, HasSubstr(R"("do":"send")"));
  EXPECT_THAT(text, HasSubstr(R"("command":"set_status")"));
}

} // namespace
} // namespace handrail::sim
