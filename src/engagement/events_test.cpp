#include "engagement/events.h"

#include "engagement/every_change_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace handrail::engagement {
namespace {

using ::testing::HasSubstr;

const EngagementId e1("e1");

TEST(Events, ReadBackWhatTheyWrote) {
  std::set<std::string_view> names;
  for (const auto& change : every_change()) {
    const Event event{change, Because{e1, TaskId("100"), "park.md", 12, "A sentence."}};
    names.insert(name_of(event));
    const std::string json = to_json(event);
    const auto read = event_from_json(name_of(event), json);
    ASSERT_TRUE(read.has_value()) << to_string(read.error());
    EXPECT_EQ(to_json(*read), json);
    EXPECT_EQ(read->because, event.because);
    EXPECT_EQ(read->change.index(), change.index());
  }
  EXPECT_EQ(names.size(), std::variant_size_v<Change>) << "every kind has a name of its own, and is tried here";
}

TEST(Events, LeaveOutWhatIsNotThere) {
  const Event event{HolderAssigned{{FieldId("FM"), person_holder(PersonId("tara")), {}, true}}, {}};
  EXPECT_EQ(to_json(event), R"({"assignment":{"field":"FM","holder":{"id":"tara","kind":"person"},"primary":true}})");
}

TEST(Events, SayWhatIsWrongWithAPayload) {
  const auto refusal = [](const char* type, const char* json) {
    const auto read = event_from_json(type, json);
    return read ? std::string("it was read") : to_string(read.error());
  };
  EXPECT_THAT(refusal("tenant_exploded", "{}"), HasSubstr("no event of the type “tenant_exploded”"));
  EXPECT_THAT(refusal("status_set", "{"), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal("status_set", "[]"), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal("status_set", "{}"), HasSubstr("status_set.status: the field is missing"));
  EXPECT_THAT(refusal("status_set", R"({"status":7})"), HasSubstr("expected a text, found number"));
  EXPECT_THAT(refusal("status_set", R"({"status":"A","mood":"good"})"), HasSubstr("“mood” is not a field"));
  EXPECT_THAT(refusal("task_set", R"({"engagement":"e","task":"1","status":"A","percent":3000000000})"),
              HasSubstr("too large"));
  EXPECT_THAT(refusal("task_set", R"({"engagement":"e","task":"1","status":"A","percent":1.5})"),
              HasSubstr("whole number"));
  EXPECT_THAT(refusal("next_action_set", R"({"next_action":{"text":"x","date":"soon"}})"),
              HasSubstr("next_action_set.next_action.date"));
  EXPECT_THAT(refusal("holder_unassigned", R"({"field":"FM","holder":{"kind":"robot","id":"x"}})"),
              HasSubstr("“person” or “queue”"));
  EXPECT_THAT(refusal("status_set", R"({"status":"A","because":{"task":"1"}})"), HasSubstr("because.engagement"));
}

TEST(Events, SurviveADeeplyNestedPayload) {
  const std::string deep(200'000, '[');
  EXPECT_FALSE(event_from_json("status_set", deep).has_value());
  EXPECT_FALSE(event_from_json("status_set", R"({"status":)" + deep + std::string(200'000, ']') + "}").has_value());
}

} // namespace
} // namespace handrail::engagement
