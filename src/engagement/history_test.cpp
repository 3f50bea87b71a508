// Random histories, each from a seed: whatever people try, what must always hold does.
#include "engagement/chance_test.h"
#include "engagement/world_test.h"

#include <gtest/gtest.h>

#include <set>

namespace handrail::engagement {
namespace {

void expect_one_primary_of_each_field_and_level(const TenantState& state) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& one : state.assignments) {
    if (!one.primary) continue;
    EXPECT_TRUE(seen.emplace(one.field.text(), one.service ? one.service->text() : "").second)
        << "two primaries of " << one.field.text();
  }
}

void expect_no_holder_twice(const TenantState& state) {
  std::set<std::tuple<std::string, Holder, std::string>> seen;
  for (const auto& one : state.assignments)
    EXPECT_TRUE(seen.emplace(one.field.text(), one.holder, one.service ? one.service->text() : "").second);
}

void expect_required_primaries(const TenantState& state) {
  EXPECT_NE(state.primary(FieldId("RM")), nullptr);
  EXPECT_NE(state.primary(FieldId("FM")), nullptr);
}

/// At most one outcome of a group is complete, and it is the one that was chosen.
void expect_one_outcome(const TenantState& state) {
  for (const auto& engagement : state.engagements) {
    int complete_ones = 0;
    for (const char* task : {"100", "101", "102"}) {
      const auto found = engagement.tasks.find(TaskId(task));
      if (found == engagement.tasks.end() || found->second.status != "Complete") continue;
      ++complete_ones;
      ASSERT_EQ(engagement.outcomes.size(), 1u);
      EXPECT_EQ(engagement.outcomes.begin()->second, TaskId(task));
    }
    EXPECT_LE(complete_ones, 1);
  }
}

/// An effect names the rule that caused it, and follows a completion of the same command.
void expect_effects_to_have_rules(const Decision& decision) {
  for (std::size_t i = 0; i < decision.events.size(); ++i) {
    const auto& because = decision.events[i].because;
    if (!because) continue;
    ASSERT_GT(i, 0u) << "an effect without a cause";
    EXPECT_FALSE(because->file.empty());
    EXPECT_GT(because->line, 0);
    EXPECT_TRUE(std::holds_alternative<TaskSet>(decision.events[0].change));
  }
}

void expect_saved_notes_to_stay(const TenantState& before, const TenantState& after) {
  ASSERT_GE(after.notes.size(), before.notes.size());
  for (std::size_t i = 0; i < before.notes.size(); ++i) EXPECT_EQ(after.notes[i], before.notes[i]);
}

TEST(History, KeepsWhatMustAlwaysHold) {
  std::size_t accepted = 0, refused = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    World world;
    Chance chance(seed);
    for (int step = 0; step < 120 && !::testing::Test::HasFailure(); ++step) {
      const std::string person = chance.person();
      const Command command = chance.command(world.state);
      SCOPED_TRACE(::testing::Message() << "step " << step << ": " << person << " " << to_json(command));
      world.now += std::chrono::hours(1);
      const auto decision = decide(world.state, *world.model, command, world.actor(person), world.now);
      if (!decision) continue; // it made no sense; nothing to hold
      const TenantState before = world.state;
      EXPECT_TRUE(decision->is_allowed() || decision->events.empty()) << "a refusal with events";
      (decision->is_allowed() ? accepted : refused) += 1;
      for (const auto& event : decision->events) {
        world.log.push_back({event, PersonId(person), world.now});
        world.state = evolve(std::move(world.state), world.log.back());
      }
      EXPECT_EQ(decision->after.has_value(), !decision->events.empty());
      if (decision->after) {
        EXPECT_EQ(*decision->after, world.state) << "what was decided on is not what was written";
      }
      expect_one_primary_of_each_field_and_level(world.state);
      expect_no_holder_twice(world.state);
      expect_required_primaries(world.state);
      expect_one_outcome(world.state);
      expect_effects_to_have_rules(*decision);
      expect_saved_notes_to_stay(before, world.state);
    }
  }
  EXPECT_GT(accepted, 500u) << "the histories lead nowhere";
  EXPECT_GT(refused, 500u);
}

TEST(History, ReplaysFromItsJsonToTheSameState) {
  for (unsigned seed = 101; seed <= 110; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const World world = world_after(seed, 150);
    TenantState replayed;
    for (const auto& happened : world.log) {
      const auto read = event_from_json(name_of(happened.event), to_json(happened.event));
      ASSERT_TRUE(read.has_value()) << to_string(read.error());
      replayed = evolve(std::move(replayed), {*read, happened.by, happened.at});
    }
    EXPECT_EQ(replayed, world.state);
    EXPECT_EQ(replayed.version, world.log.size());
  }
}

TEST(History, IsDecidedTheSameWayTwice) {
  World first, second;
  Chance chance(7);
  for (int step = 0; step < 200; ++step) {
    const std::string person = chance.person();
    const Command command = chance.command(first.state);
    const auto once = decide(first.state, *first.model, command, first.actor(person), first.now);
    const auto twice = decide(second.state, *second.model, command, second.actor(person), second.now);
    ASSERT_EQ(once.has_value(), twice.has_value());
    if (!once) continue;
    ASSERT_EQ(once->events.size(), twice->events.size());
    for (std::size_t i = 0; i < once->events.size(); ++i) {
      EXPECT_EQ(to_json(once->events[i]), to_json(twice->events[i]));
      first.state = evolve(std::move(first.state), {once->events[i], PersonId(person), first.now});
      second.state = evolve(std::move(second.state), {twice->events[i], PersonId(person), second.now});
    }
  }
  EXPECT_EQ(first.state, second.state);
}

} // namespace
} // namespace handrail::engagement
