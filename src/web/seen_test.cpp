// Two people on one tenant at once. § portal-14
#include "web/sample_test.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

namespace handrail::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class TwoPeople : public ::testing::Test {
protected:
  TwoPeople() {
    sample_.with_contoso();
    sample_.must("ana", engagement::Assign{FieldId("FM"), engagement::person_holder(PersonId("bo")), {}, false});
    seen_ = version();
  }
  store::Version version() { return (*sample_.engine().tenant(TenantId("contoso")))->version; }
  std::string status() { return (*sample_.engine().tenant(TenantId("contoso")))->status; }
  /// Ana sends a form of the page that she opened at first.
  Response ana_sends(const std::string& command, const std::string& fields, const std::string& key) {
    return sample_.post("/tenants/contoso/do/" + command,
                        fmt::format("{}&seen={}&key={}&form={}&back=%2Ftenants%2Fcontoso%2Fdetails", fields, seen_, key,
                                    command == "set_status" ? "status" : "edit"));
  }

  Sample sample_;
  store::Version seen_ = 0;
};

TEST_F(TwoPeople, EveryFormOfATenantSendsTheVersionItShows) {
  const auto page = sample_.get("/tenants/contoso/details");
  EXPECT_THAT(page.body, HasSubstr(fmt::format("name=\"seen\" value=\"{}\"", seen_)));
}

TEST_F(TwoPeople, AConflictingEditIsShownAndNothingOfItIsLost) {
  sample_.must("bo", engagement::SetStatus{"Inactive"});
  const auto conflict = ana_sends("set_status", "status=Active", "k1");
  EXPECT_EQ(conflict.status, 409);
  EXPECT_THAT(conflict.body,
              AllOf(HasSubstr("Bo "), HasSubstr("after you had opened the page"), HasSubstr("Inactive")));
  EXPECT_THAT(conflict.body, HasSubstr("<option value=\"Active\" selected>"));
  EXPECT_EQ(status(), "Inactive");
  seen_ = version(); // what the form has that was shown again
  EXPECT_THAT(conflict.body, HasSubstr(fmt::format("name=\"seen\" value=\"{}\"", seen_)));
  EXPECT_EQ(ana_sends("set_status", "status=Active", "k2").status, 303);
  EXPECT_EQ(status(), "Active");
}

TEST_F(TwoPeople, WhatOthersDidElsewhereIsInNobodysWay) {
  sample_.must("bo", engagement::SetNextAction{{"Call", {}, {}}});
  EXPECT_EQ(ana_sends("set_status", "status=Inactive", "k1").status, 303);
  EXPECT_EQ(status(), "Inactive");
}

TEST_F(TwoPeople, AFormOfDetailsPutsBackNothingThatItDidNotChange) {
  const auto before = *sample_.engine().tenant(TenantId("contoso"));
  sample_.must("bo", engagement::EditTenant{"Contoso Renamed", {}, {}, {}});
  EXPECT_EQ(ana_sends("edit_tenant", "name=Contoso+Ltd&customer=Northwind", "k1").status, 303)
      << "the name is as she saw it: she did not touch it";
  const auto after = *sample_.engine().tenant(TenantId("contoso"));
  EXPECT_EQ(after->name, "Contoso Renamed");
  EXPECT_EQ(after->customer, "Northwind");
}

TEST_F(TwoPeople, AFormSentTwiceIsDoneOnceEvenWhenOthersCameBetween) {
  EXPECT_EQ(ana_sends("set_status", "status=Inactive", "k1").status, 303);
  sample_.must("bo", engagement::SetStatus{"Active"});
  const auto at = version();
  EXPECT_EQ(ana_sends("set_status", "status=Inactive", "k1").status, 303);
  EXPECT_EQ(version(), at);
  EXPECT_EQ(status(), "Active");
}

TEST_F(TwoPeople, AVersionThatIsNoneIsRefused) {
  EXPECT_EQ(sample_.post("/tenants/contoso/do/set_status", "status=Inactive&seen=yesterday").status, 400);
  EXPECT_EQ(sample_.post("/tenants/contoso/do/set_status", "status=Inactive&seen=999999").status, 409);
}

} // namespace
} // namespace handrail::web
