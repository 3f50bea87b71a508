// The names that playbook/facts.h declares and the values the engine fills are held together here.
#include "engagement/fact_values.h"

#include "engagement/world_test.h"
#include "feel/names.h"
#include "playbook/facts.h"

#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

/// A tenant about which everything is known.
World known() {
  World world;
  world.given("tara", start("park", "e1")).given("tara", complete("111"));
  world.given("tara", AddContact{{ContactId("c1"), "Kim Lee", "customer", "kim@example.com", false}});
  EditTenant edit;
  edit.attributes = {{"due", "2026-05-01"}, {"asked_for", "teams"}, {"moved", "900"}};
  world.given("tara", edit);
  world.given("tara", SetNextAction{{"Call", *date_from_iso("2026-03-10"), PersonId("tara")}});
  world.given("rana", assign_person("Partner FM", "kofi", true));
  world.given("rana", assign_person("FE", "diego", true));
  return world;
}

TEST(FactValues, HaveTheNamesAndTypesThatConditionsAreCompiledFor) {
  const World world = known();
  const auto declared = playbook::fact_names(world.model->workspace, world.model->tables);
  const auto value = fact_values(world.state, *world.model, world.actor("tara"),
                                 world.state.engagement(EngagementId("e1")), ServiceId("exchange"));
  const auto filled = feel::Names::of(value);
  ASSERT_EQ(filled.all().size(), declared.all().size());
  for (std::size_t i = 0; i < declared.all().size(); ++i) {
    EXPECT_EQ(filled.all()[i].name, declared.all()[i].name) << "in the order they are declared in";
    EXPECT_TRUE(feel::conforms(filled.all()[i].type, declared.all()[i].type))
        << declared.all()[i].name << " is " << filled.all()[i].type.to_text() << ", declared as "
        << declared.all()[i].type.to_text();
  }
}

TEST(FactValues, AreNullWhereNothingIsKnown) {
  const World world;
  const auto value = fact_values(world.state, *world.model, world.actor("tara"), nullptr);
  EXPECT_TRUE(value.entry("tenant").entry("due").is_null());
  EXPECT_TRUE(value.entry("fields").entry("FE").entry("primary").is_null());
  EXPECT_TRUE(value.entry("engagement").entry("playbook").is_null());
  EXPECT_TRUE(value.entry("contacts").as_list().empty());
}

TEST(FactValues, CallPeopleAndServicesByTheirNames) {
  const World world = known();
  const auto value = fact_values(world.state, *world.model, world.actor("tara"), nullptr);
  EXPECT_EQ(value.entry("fields").entry("FM").entry("primary").as_string(), "Tara Stone");
  EXPECT_EQ(value.entry("tenant").entry("asked_for").as_list().front().as_string(), "Teams");
  EXPECT_EQ(value.entry("me").entry("roles").as_list().front().as_string(), "TM") << "roles are ids";
}

} // namespace
} // namespace handrail::engagement
