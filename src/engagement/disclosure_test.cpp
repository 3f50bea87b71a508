#include "engagement/disclosure.h"

#include "engagement/time_world_test.h"
#include "engagement/world_test.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace handrail::engagement {
namespace {

std::vector<Deadline> deadlines_seen(const World& world, const char* person) {
  return deadlines(world.state, *world.model, world.now, world.actor(person));
}

TEST(Disclosure, KeepsTheDeadlinesOfInternalPlaybooksFromAPartnersPeople) {
  World world = reaching();
  world.given("rana", assign_person("Partner FM", "kofi", true));
  EXPECT_FALSE(deadlines_seen(world, "tara").empty());
  EXPECT_TRUE(deadlines_seen(world, "kofi").empty());
}

/// The types of the events that the person may read, and how many of them name a rule.
std::pair<std::vector<std::string>, int> history_seen(const World& world, const char* person) {
  std::pair<std::vector<std::string>, int> seen;
  for (const auto& one : world.log) {
    const auto told = as_seen_by(world.actor(person), one, world.state, *world.model);
    if (!told) continue;
    seen.first.emplace_back(name_of(told->event));
    seen.second += told->event.because ? 1 : 0;
  }
  return seen;
}

TEST(Disclosure, KeepsInternalPlaybooksOutOfThePartnersHistoryAndNotWhatTheyChanged) {
  World world;
  world.given("rana", assign_person("Partner FM", "kofi", true)).given("kofi", start("finish", "e2"));
  const auto before = history_seen(world, "kofi");
  world.given("tara", start("park", "e1")).given("tara", LogTime{TimeEntryId("t1"), TaskId("110"), 30, {}});
  world.given("tara", CorrectTime{TimeEntryId("t1"), 20, "A slip"});
  EXPECT_EQ(history_seen(world, "kofi"), before);
  EXPECT_EQ(history_seen(world, "tara").first.size(), before.first.size() + 3);

  world.log.push_back(
      {{StatusSet{"Inactive"}, Because{EngagementId("e1"), TaskId("100"), "park.md", 30, "A sentence."}}, {}, {}});
  EXPECT_EQ(history_seen(world, "kofi").first.back(), "status_set");
  EXPECT_EQ(history_seen(world, "kofi").second, before.second) << "the rule is not told";
  EXPECT_EQ(history_seen(world, "tara").second, before.second + 1);
}

TEST(Disclosure, NamesNobodyOfAnotherPartnerToAPartnersPeople) {
  const World world;
  const auto& workspace = world.model->workspace;
  const auto named = [&](const char* person, const char* reader) {
    return may_name(*workspace.person(PersonId(person)), workspace, world.actor(reader));
  };
  EXPECT_TRUE(named("kofi", "kofi"));
  EXPECT_TRUE(named("tara", "kofi"));
  EXPECT_FALSE(named("pavel", "kofi"));
  EXPECT_TRUE(named("pavel", "tara"));
}

TEST(Disclosure, HidesTheDraftsOfOthers) {
  World world;
  world.given("rana", assign_person("FE", "diego", false));
  DraftNote draft;
  draft.note = NoteId("d1");
  draft.content.category = "Engagement Management";
  world.given("tara", draft);
  EXPECT_FALSE(as_seen_by(world.actor("diego"), world.log.back(), world.state, *world.model));
  EXPECT_TRUE(as_seen_by(world.actor("tara"), world.log.back(), world.state, *world.model));
}

} // namespace
} // namespace handrail::engagement
