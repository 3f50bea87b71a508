#include "app/tenant_filters.h"

#include "engagement/calendar.h"

#include <gmock/gmock.h>

namespace handrail::app {
namespace {

using ::testing::HasSubstr;

class TenantFilters : public ::testing::Test {
protected:
  TenantFilters() { workspace_.zone = "Europe/Berlin"; }
  Result<store::TenantQuery> query(const FilterValues& values) const {
    return tenant_query(values, workspace_, *date_from_iso("2026-03-27"));
  }
  std::string refusal(const FilterValues& values) const {
    const auto read = query(values);
    return read ? "read" : to_string(read.error());
  }

  playbook::Workspace workspace_;
};

TEST_F(TenantFilters, EachAsksForSomethingOfItsOwn) {
  const std::map<std::string, std::string> examples{
      {"under-way", "no"},          {"no-next-date", "yes"},      {"next-from", "2026-03-01"}, {"next-before", "today"},
      {"worked-since", "today-60"}, {"idle-since", "2026-01-01"}, {"order", "-changed"}};
  std::vector<store::TenantQuery> queries{store::TenantQuery()};
  const auto same = [](const store::TenantQuery& a, const store::TenantQuery& b) {
    return a.text == b.text && a.region == b.region && a.status == b.status && a.customer == b.customer &&
           a.holder == b.holder && a.field == b.field && a.queue == b.queue && a.unassigned == b.unassigned &&
           a.playbook == b.playbook && a.under_way == b.under_way && a.closed == b.closed && a.outcome == b.outcome &&
           a.service == b.service && a.service_status == b.service_status && a.next_action_from == b.next_action_from &&
           a.next_action_before == b.next_action_before && a.no_next_action_date == b.no_next_action_date &&
           a.worked_since == b.worked_since && a.idle_since == b.idle_since && a.order == b.order &&
           a.descending == b.descending;
  };
  for (const auto& filter : tenant_filters()) {
    const auto example = examples.find(filter.name);
    const auto read = query({{filter.name, example == examples.end() ? "word" : example->second}});
    ASSERT_TRUE(read.has_value()) << filter.name << ": " << to_string(read.error());
    for (const auto& other : queries) EXPECT_FALSE(same(*read, other)) << filter.name;
    queries.push_back(*read);
  }
}

TEST_F(TenantFilters, DaysMayBeRelativeAndBeginInTheWorkspacesZone) {
  const auto read = query({{"next-from", "today-7"}, {"next-before", "today+7"}, {"idle-since", "today"}});
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(to_iso(*read->next_action_from), "2026-03-20");
  EXPECT_EQ(to_iso(*read->next_action_before), "2026-04-03");
  EXPECT_EQ(to_iso(*read->idle_since), "2026-03-26T23:00:00.000000Z");
  EXPECT_EQ(to_iso(*query({{"next-from", "today 7"}})->next_action_from), "2026-04-03") << "a + that came as a blank";
}

TEST_F(TenantFilters, WhatCannotBeReadIsToldWithItsName) {
  EXPECT_THAT(refusal({{"next-from", "soon"}}), HasSubstr("next-from"));
  for (const char* odd : {"today+", "today--7", "today+7x", "today7", "today+99999999999", "today+40000", "2026-02-30"})
    EXPECT_THAT(refusal({{"idle-since", odd}}), HasSubstr("is not a day")) << odd;
  EXPECT_THAT(refusal({{"under-way", "maybe"}}), HasSubstr("is not yes or no"));
  EXPECT_THAT(refusal({{"order", "size"}}), HasSubstr("order"));
}

TEST_F(TenantFilters, WhatIsEmptyOrUnknownAsksForNothing) {
  const auto read = query({{"region", ""}, {"next-from", ""}, {"lang", "de"}});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->region, "");
  EXPECT_FALSE(read->next_action_from.has_value());
}

} // namespace
} // namespace handrail::app
