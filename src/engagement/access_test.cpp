#include "engagement/access.h"

#include "engagement/world_test.h"

#include <gtest/gtest.h>

namespace handrail::engagement {
namespace {

bool may_read(const World& world, const char* person) {
  return !refused_to_read(world.state, world.model->workspace, world.actor(person));
}
bool may_write(const World& world, const char* person) {
  return !refused_to_write(world.state, world.model->workspace, world.actor(person));
}
bool may_assign(const World& world, const char* person, const Holder& holder) {
  return !refused_to_change_holder(world.state, world.model->workspace, world.actor(person),
                                   *world.model->workspace.field(FieldId("RM")), holder, false);
}
const Holder rana = person_holder(PersonId("rana"));

TEST(Access, LetsTheAssignedReadAndWriteTheirTenants) {
  const World world; // tara is assigned
  EXPECT_TRUE(may_read(world, "tara"));
  EXPECT_TRUE(may_write(world, "tara"));
  EXPECT_FALSE(may_read(world, "diego"));
  EXPECT_FALSE(may_write(world, "diego"));
}

TEST(Access, LetsThoseWhoAssignReadAllAndWriteOnlyTheirs) {
  World world;
  EXPECT_TRUE(may_read(world, "rana"));
  EXPECT_FALSE(may_write(world, "rana"));
  EXPECT_TRUE(may_assign(world, "rana", rana));
  world.given("rana", assign_person("RM", "rana", false));
  EXPECT_TRUE(may_write(world, "rana"));
}

TEST(Access, LetsThePrivilegedReadAllAndNoMore) {
  const World world;
  EXPECT_TRUE(may_read(world, "noor"));
  EXPECT_FALSE(may_write(world, "noor"));
  EXPECT_FALSE(may_assign(world, "noor", rana));
  EXPECT_TRUE(refused_to_register(world.model->workspace, world.actor("noor")).has_value());
}

TEST(Access, LetsOnlyAPrimaryAssignOthers) {
  World world;
  world.given("rana", assign_person("FM", "diego", false));
  EXPECT_TRUE(may_assign(world, "tara", rana));
  EXPECT_FALSE(may_assign(world, "diego", rana));
}

TEST(Access, LeavesQueuesToTheTeamThatMovesThem) {
  const World world;
  const auto reason =
      refused_to_change_holder(world.state, world.model->workspace, world.actor("tara"),
                               *world.model->workspace.field(FieldId("RM")), queue_holder("Inactive EMEA"), false);
  ASSERT_TRUE(reason.has_value());
  EXPECT_EQ(reason->rule, RuleKind::duties);
  ASSERT_TRUE(reason->remedies.front().command.has_value());
  EXPECT_EQ(std::get<MakeRequest>(*reason->remedies.front().command).queue, "Inactive EMEA");
}

TEST(Access, LetsEverybodyLeaveTheirOwnSeat) {
  World world;
  world.given("rana", assign_person("FE", "diego", false));
  EXPECT_TRUE(world.when("diego", unassign_person("FE", "diego")).is_allowed());
}

TEST(Access, GivesAPersonOfSeveralRolesTheGreaterRight) {
  const World world;
  EXPECT_TRUE(rights_of(world.model->workspace, world.actor("both")).assigns_all);
}

TEST(Access, ShowsAPartnersPeopleTheirTenantsAndPartnerPlaybooks) {
  World world;
  EXPECT_FALSE(may_read(world, "kofi"));
  world.given("rana", assign_person("Partner FM", "kofi", true));
  EXPECT_TRUE(may_write(world, "kofi"));
  EXPECT_FALSE(may_read(world, "pavel")) << "another partner";
  EXPECT_FALSE(world.when("kofi", start("park", "e1")).is_allowed());
  EXPECT_TRUE(world.when("kofi", start("finish", "e2")).is_allowed());
  EXPECT_FALSE(world.when("kofi", assign_person("FM", "diego", true)).is_allowed());
}

TEST(Access, LetsAPartnersPeopleLogTimeOnPartnerPlaybooksAlone) {
  World world;
  world.given("rana", assign_person("Partner FM", "kofi", true));
  world.given("tara", start("park", "e1")).given("kofi", start("finish", "e2"));
  EXPECT_FALSE(world.when("kofi", LogTime{TimeEntryId("t1"), TaskId("110"), 30, {}}).is_allowed());
  EXPECT_TRUE(world.when("kofi", LogTime{TimeEntryId("t1"), TaskId("200"), 30, {}}).is_allowed());
}

TEST(Access, GivesAPersonWithoutARoleNothing) {
  const World world;
  const Actor stranger{PersonId("x"), "X", {}, "", {}};
  EXPECT_TRUE(refused_to_read(world.state, world.model->workspace, stranger).has_value());
  EXPECT_TRUE(refused_to_register(world.model->workspace, stranger).has_value());
}

TEST(Access, SuggestsThePersonThatWasProbablyMeant) {
  const World world;
  const auto nobody = actor_of(world.model->workspace, PersonId("taar"));
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().remedy, "Did you mean “tara”?");
}

} // namespace
} // namespace handrail::engagement
