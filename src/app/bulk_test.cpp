#include "app/bulk.h"

#include "support/answers.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"
#include "support/verified.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace handrail::app {
namespace {

using engagement::person_holder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const PersonId tara("tara");
const PersonId ben("ben");
constexpr int tenant_count = 700; // more than wait for the writer at once

class BulkTest : public ::testing::Test {
protected:
  BulkTest() {
    open();
    for (int i = 0; i < tenant_count; ++i) {
      const auto id = fmt::format("t-{:03}", i);
      testing::accepted(
          engine_->submit({TenantId(id), testing::registration(id, "Tenant " + id), tara, CommandId("reg-" + id), {}}));
    }
  }
  void open() {
    engine_.reset();
    auto opened = Engine::open({folder_.path()}, clock_, ids_);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    engine_ = std::move(*opened);
    ASSERT_TRUE(engine_->publish(testing::small_model()).has_value());
  }
  BulkOrder order(engagement::Command command, const PersonId& actor = tara) {
    const auto all = tenants_in(*engine_, {}, tara);
    EXPECT_TRUE(all.has_value());
    return {"order-1", std::move(command), *all, actor};
  }
  store::Version version(const std::string& tenant) { return (*engine_->tenant(TenantId(tenant)))->version; }
  store::Position head() { return testing::verified({folder_.path()}).head.position; }

  static engagement::Reassign to_ben() { return {FieldId("FM"), person_holder(tara), person_holder(ben), {}}; }

  testing::TemporaryFolder folder_;
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  CountedIds ids_{"id"};
  std::unique_ptr<Engine> engine_;
};

TEST_F(BulkTest, EveryTenantIsChangedWithAHistoryOfItsOwn) {
  std::size_t told = 0;
  const auto report = carry_out(*engine_, order(to_ben()), [&](const BulkProgress& progress) {
    EXPECT_GE(progress.done, told);
    told = progress.done;
    return true;
  });
  ASSERT_TRUE(report.has_value()) << to_string(report.error());
  EXPECT_EQ(report->progress.changed, tenant_count);
  EXPECT_EQ(told, tenant_count);
  EXPECT_THAT(report->exceptions, IsEmpty());
  EXPECT_EQ(report->changed.front(), TenantId("t-000"));
  store::TenantQuery of_ben;
  of_ben.holder = "ben";
  EXPECT_EQ(tenants_in(*engine_, of_ben, tara)->size(), tenant_count);
  const auto state = *engine_->tenant(TenantId("t-123"));
  ASSERT_THAT(state->assignments, SizeIs(1));
  EXPECT_TRUE(state->assignments[0].primary) << "he is what she was";
  EXPECT_EQ(engine_->timeline(TenantId("t-123"), tara, 0, 10)->front().happened.by, tara);
  engine_.reset();
  EXPECT_THAT(testing::verified({folder_.path()}).findings, IsEmpty());
}

TEST_F(BulkTest, APreviewSaysTheSameAndWritesNothing) {
  testing::accepted(engine_->submit({TenantId("t-005"), engagement::Command(to_ben()), tara, CommandId("first"), {}}));
  const auto before = head();
  const auto wanted = order(to_ben());
  const auto seen = preview(*engine_, wanted);
  ASSERT_TRUE(seen.has_value()) << to_string(seen.error());
  EXPECT_EQ(head(), before);
  EXPECT_EQ(seen->progress.changed, tenant_count - 1);
  EXPECT_THAT(seen->exceptions,
              ElementsAre(BulkReport::Exception{TenantId("t-005"), false,
                                                "Tara Okonkwo is not in the FM field for the whole tenant", "holder"}));
  const auto done = carry_out(*engine_, wanted);
  EXPECT_EQ(done->changed, seen->changed);
  EXPECT_EQ(done->exceptions, seen->exceptions);
}

TEST_F(BulkTest, WhatIsRefusedIsToldWithItsReasonAndHoldsUpNothing) {
  const auto before = head();
  const auto report = carry_out(*engine_, order(to_ben(), ben));
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->progress.refused, tenant_count);
  EXPECT_TRUE(report->exceptions.front().refused);
  EXPECT_THAT(report->exceptions.front().where, HasSubstr("access-"));
  EXPECT_EQ(head(), before) << "a refused part leaves no trace";
}

TEST_F(BulkTest, AnOrderThatWasStoppedIsFinishedByGivingItAgain) {
  const auto wanted = order(engagement::SetStatus{"Inactive"});
  const auto stopped = carry_out(*engine_, wanted, [](const BulkProgress& progress) { return progress.done < 256; });
  ASSERT_TRUE(stopped.has_value());
  EXPECT_TRUE(stopped->stopped);
  EXPECT_LT(stopped->progress.changed, tenant_count);
  EXPECT_GE(stopped->progress.changed, 256U);
  open();
  const auto done = carry_out(*engine_, wanted);
  ASSERT_TRUE(done.has_value());
  EXPECT_FALSE(done->stopped);
  EXPECT_EQ(done->progress.changed, tenant_count);
  for (const char* tenant : {"t-000", "t-300", "t-699"})
    EXPECT_EQ(version(tenant), 3U) << "registered, its holder assigned, and once the status";
}

TEST_F(BulkTest, WhatIsSoAlreadyIsCountedApart) {
  const auto report = carry_out(*engine_, order(engagement::SetStatus{"Active"}));
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->progress.changed + report->progress.unchanged, tenant_count);
  const auto again = carry_out(*engine_, {"order-2", engagement::SetStatus{"Active"}, report->changed, tara});
  EXPECT_EQ(again->progress.unchanged, report->changed.size());
}

TEST_F(BulkTest, WhatCannotBeOrderedIsRefusedWithTheField) {
  auto wanted = order(testing::note("n1", "Hello"));
  const auto where = [&] {
    const auto report = carry_out(*engine_, wanted);
    return report ? "done" : report.error().where;
  };
  EXPECT_EQ(where(), "command");
  wanted.command = engagement::SetStatus{"Inactive"};
  wanted.tenants.push_back(wanted.tenants.front());
  EXPECT_EQ(where(), "tenants");
  wanted.tenants.clear();
  for (std::size_t i = 0; i <= most_bulk_tenants; ++i) wanted.tenants.emplace_back(fmt::format("x-{}", i));
  EXPECT_EQ(where(), "tenants");
  wanted.tenants.resize(1);
  wanted.id = "";
  EXPECT_EQ(where(), "id");
}

TEST_F(BulkTest, OthersWorkOnWhileAnOrderIsCarriedOut) {
  const auto wanted = order(to_ben());
  testing::accepted(engine_->submit({TenantId("aside"), testing::registration("aside", "Aside"), tara, {}, {}}));
  std::size_t between = 0;
  const auto report = carry_out(*engine_, wanted, [&](const BulkProgress&) {
    const auto note = testing::note(fmt::format("n-{}", between), "Meanwhile");
    testing::accepted(engine_->submit({TenantId("aside"), note, tara, CommandId(fmt::format("note-{}", between)), {}}));
    ++between;
    return true;
  });
  EXPECT_EQ(report->progress.changed, tenant_count);
  EXPECT_EQ((*engine_->tenant(TenantId("aside")))->notes.size(), between);
}

} // namespace
} // namespace handrail::app
