// The read models: rows that follow the log, and the tenant list's filters and pages. § storage-5, § storage-6
#include "conformance/store_conformance.h"

#include <gmock/gmock.h>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReadModelsConformance : public ::testing::TestWithParam<StoreKind> {
protected:
  void SetUp() override {
    database_ = GetParam().make();
    open();
  }
  void open() {
    models_.reset();
    auto opened = database_->open_read_models();
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    models_ = std::move(*opened);
  }

  static TenantRow row(const std::string& id, const std::string& name, const std::string& region = "EMEA") {
    TenantRow made;
    made.id = TenantId(id);
    made.version = 1;
    made.name = name;
    made.customer = name + " Group";
    made.region = region;
    made.status = "Active";
    return made;
  }
  void apply(const std::vector<TenantRow>& rows, Position position) {
    const auto applied = models_->apply(changes_of(rows), position);
    ASSERT_TRUE(applied.has_value()) << to_string(applied.error());
  }
  std::vector<std::string> names(const TenantQuery& query) {
    auto page = models_->tenants(query);
    EXPECT_TRUE(page.has_value()) << to_string(page.error());
    std::vector<std::string> found;
    for (const auto& tenant : page->tenants) found.push_back(tenant.name);
    return found;
  }

  std::unique_ptr<StoreUnderTest> database_;
  std::unique_ptr<ReadModels> models_;
};

TEST_P(ReadModelsConformance, GiveBackEveryColumn) {
  auto tenant = row("contoso", "Contoso");
  tenant.version = 7;
  tenant.next_action = "Call Kim";
  tenant.next_action_date = *date_from_iso("2027-12-31");
  tenant.changed = Instant(std::chrono::microseconds(1'800'000'000'123'456));
  tenant.last_work = Instant(std::chrono::microseconds(1'700'000'000'000'001));
  tenant.open_engagements = 2;
  tenant.holders = {{FieldId("FM"), "", "tara", false, true}, {FieldId("RM"), "Exchange", "FTCQ All FTC", true, false}};
  tenant.running = {{PlaybookId("completion"), "v1"}, {PlaybookId("completion"), "v2"}};
  tenant.ends = {{PlaybookId("completion"), false, TaskId("3708")}, {PlaybookId("success"), true, TaskId()}};
  tenant.services = {{ServiceId("exchange"), "Complete"}, {ServiceId("teams"), ""}};
  tenant.requests = {{RequestId("r-1"), RoleId("movers"), PersonId("tara"), Instant(std::chrono::microseconds(1))}};
  apply({tenant}, 9);
  EXPECT_THAT(*models_->rows_after(TenantId(""), 10), ElementsAre(tenant));
  EXPECT_EQ(*models_->position(), 9U);
  open();
  EXPECT_THAT(*models_->rows_after(TenantId(""), 10), ElementsAre(tenant));
  EXPECT_EQ(*models_->position(), 9U);
}

TEST_P(ReadModelsConformance, ANewRowTakesThePlaceOfTheOldOneWithItsHolders) {
  auto tenant = row("contoso", "Contoso");
  tenant.next_action_date = *date_from_iso("2026-01-02");
  tenant.holders = {{FieldId("FM"), "", "tara", false, true}};
  apply({tenant}, 1);
  tenant.name = "Contoso Ltd";
  tenant.next_action_date.reset();
  tenant.holders = {{FieldId("FM"), "", "diego", false, true}};
  apply({tenant}, 2);
  EXPECT_THAT(*models_->rows_after(TenantId(""), 10), ElementsAre(tenant));
  TenantQuery of_tara;
  of_tara.holder = "tara";
  EXPECT_THAT(names(of_tara), IsEmpty());
}

TEST_P(ReadModelsConformance, ListsByNameAndFollowsTheCursorWithoutGapOrRepetition) {
  std::vector<TenantRow> rows;
  for (int i = 0; i < 25; ++i) rows.push_back(row("t" + std::to_string(i), "Name " + std::to_string(i % 5)));
  rows.push_back(row("slash", "a/b"));
  rows.push_back(row("lower", "contoso"));
  rows.push_back(row("upper", "CONTOSO"));
  apply(rows, 28);
  std::vector<std::string> all;
  TenantQuery query;
  query.limit = 3;
  for (;;) {
    const auto page = *models_->tenants(query);
    for (const auto& tenant : page.tenants) all.push_back(tenant.id.text());
    if (page.next.empty()) break;
    query.cursor = page.next;
  }
  query = {};
  query.limit = 500;
  std::vector<std::string> at_once;
  const auto whole = models_->tenants(query);
  for (const auto& tenant : whole->tenants) at_once.push_back(tenant.id.text());
  EXPECT_EQ(all, at_once);
  EXPECT_EQ(all.size(), 28U);
  EXPECT_EQ(all.front(), "slash");
}

TEST_P(ReadModelsConformance, EveryFilterNarrows) {
  auto contoso = row("contoso", "Contoso", "EMEA");
  contoso.holders = {{FieldId("FM"), "", "tara", false, true}};
  auto fabrikam = row("fabrikam", "Fabrikam", "APJ");
  fabrikam.status = "Inactive";
  fabrikam.holders = {{FieldId("FM"), "", "tara", true, true}};
  apply({contoso, fabrikam, row("adatum", "Adatum", "APJ")}, 3);
  TenantQuery query;
  EXPECT_THAT(names(query), ElementsAre("Adatum", "Contoso", "Fabrikam"));
  query.region = "APJ";
  EXPECT_THAT(names(query), ElementsAre("Adatum", "Fabrikam"));
  query.status = "Inactive";
  EXPECT_THAT(names(query), ElementsAre("Fabrikam"));
  query = {};
  query.holder = "tara";
  EXPECT_THAT(names(query), ElementsAre("Contoso", "Fabrikam"));
  query.seen = Seen{{"tara", "diego"}, {}}; // a queue of that name is not that person
  EXPECT_THAT(names(query), ElementsAre("Contoso"));
  query.seen = Seen();
  EXPECT_THAT(names(query), IsEmpty());
  query = {};
  query.seen = Seen{{"tara"}, {"Adatum Group"}}; // through the customer
  EXPECT_THAT(names(query), ElementsAre("Adatum", "Contoso"));
  query = {};
  query.customer = "Adatum Group";
  EXPECT_THAT(names(query), ElementsAre("Adatum"));
  query.customer = "adatum group";
  EXPECT_THAT(names(query), IsEmpty());
  query = {};
  query.text = "BRIK";
  EXPECT_THAT(names(query), ElementsAre("Fabrikam"));
  query.text = "adatum group";
  EXPECT_THAT(names(query), ElementsAre("Adatum"));
  query.region = "EMEA";
  EXPECT_THAT(names(query), IsEmpty());
}

TEST_P(ReadModelsConformance, TakesWhatLooksLikeSqlOrAPatternLiterally) {
  apply({row("a", "100% sure"), row("b", "under_score"), row("c", "O'Neill \\ Co")}, 3);
  TenantQuery query;
  query.text = "%";
  EXPECT_THAT(names(query), ElementsAre("100% sure"));
  query.text = "0% s";
  EXPECT_THAT(names(query), ElementsAre("100% sure"));
  query.text = "_";
  EXPECT_THAT(names(query), ElementsAre("under_score"));
  query.text = "r_s";
  EXPECT_THAT(names(query), ElementsAre("under_score"));
  query.text = "O'Neill \\";
  EXPECT_THAT(names(query), ElementsAre("O'Neill \\ Co"));
  query.text = "' OR 1=1 --";
  EXPECT_THAT(names(query), IsEmpty());
}

TEST_P(ReadModelsConformance, RefusesLimitsAndCursorsThatAreNone) {
  TenantQuery query;
  for (const std::size_t limit : {std::size_t{0}, std::size_t{501}}) {
    query.limit = limit;
    EXPECT_EQ(models_->tenants(query).error().where, "limit");
  }
  query = {};
  query.cursor = "no slash";
  EXPECT_EQ(models_->tenants(query).error().code, ErrorCode::invalid);
  EXPECT_EQ(models_->tenants(query).error().where, "cursor");
  query = {};
  query.text = std::string(201, 'x');
  EXPECT_EQ(models_->tenants(query).error().where, "text");
  query.text = "\xff";
  EXPECT_EQ(models_->tenants(query).error().where, "text");
}

TEST_P(ReadModelsConformance, NameEachVersionOfAPlaybookThatIsUnderWaySomewhereOnce) {
  auto contoso = row("contoso", "Contoso");
  contoso.running = {{PlaybookId("a"), "v1"}, {PlaybookId("b"), "v1"}};
  auto fabrikam = row("fabrikam", "Fabrikam");
  fabrikam.running = {{PlaybookId("a"), "v1"}, {PlaybookId("a"), "v2"}};
  apply({contoso, fabrikam}, 2);
  EXPECT_THAT(*models_->running(), ElementsAre(RunningRow{PlaybookId("a"), "v1"}, RunningRow{PlaybookId("a"), "v2"},
                                               RunningRow{PlaybookId("b"), "v1"}));
  contoso.running.clear();
  apply({contoso}, 3);
  EXPECT_EQ(models_->running()->size(), 2U);
}

TEST_P(ReadModelsConformance, ListRequestsThatWaitLongestFirstOverAllTenants) {
  const auto at = [](int second) { return Instant(std::chrono::seconds(second)); };
  std::vector<TenantRow> rows;
  for (int i = 0; i < 7; ++i) {
    rows.push_back(row("t" + std::to_string(i), "Name " + std::to_string(i)));
    rows.back().requests = {{RequestId("r"), RoleId(i % 2 == 0 ? "movers" : "ops"), PersonId("tara"), at(100 - i)}};
  }
  rows[3].holders = {{FieldId("FM"), "", "diego", false, true}};
  apply(rows, 7);
  const auto found = [&](const RequestQuery& query) {
    std::vector<std::string> tenants;
    const auto page = models_->requests(query);
    EXPECT_TRUE(page.has_value()) << to_string(page.error());
    for (const auto& one : page->requests) tenants.push_back(one.tenant.text());
    return tenants;
  };
  RequestQuery query;
  EXPECT_THAT(found(query), ElementsAre("t6", "t5", "t4", "t3", "t2", "t1", "t0"));
  EXPECT_EQ(models_->requests(query)->requests.front().request, rows[6].requests.front());
  query.limit = 3;
  EXPECT_THAT(found(query), ElementsAre("t6", "t5", "t4"));
  query.cursor = models_->requests(query)->next;
  EXPECT_THAT(found(query), ElementsAre("t3", "t2", "t1"));
  query.cursor = models_->requests(query)->next;
  EXPECT_THAT(found(query), ElementsAre("t0"));
  EXPECT_EQ(models_->requests(query)->next, "");
  query = {};
  query.teams = {RoleId("ops"), RoleId("others")};
  EXPECT_THAT(found(query), ElementsAre("t5", "t3", "t1"));
  query.seen = Seen{{"diego"}, {"Name 1 Group"}};
  EXPECT_THAT(found(query), ElementsAre("t3", "t1"));
  query.teams = std::vector<RoleId>();
  EXPECT_THAT(found(query), IsEmpty());
  query = {};
  query.asked_by = PersonId("diego");
  EXPECT_THAT(found(query), IsEmpty());
  rows[3].requests.clear(); // answered
  apply({rows[3]}, 8);
  query.asked_by = PersonId("tara");
  EXPECT_THAT(found(query), ElementsAre("t6", "t5", "t4", "t2", "t1", "t0"));
  query.cursor = "12/no second slash";
  EXPECT_EQ(models_->requests(query).error().where, "cursor");
}

TEST_P(ReadModelsConformance, ClearLeavesNothingAtPositionZero) {
  auto tenant = row("contoso", "Contoso");
  tenant.holders = {{FieldId("FM"), "", "tara", false, true}};
  tenant.running = {{PlaybookId("a"), "v1"}};
  apply({tenant}, 4);
  ASSERT_TRUE(models_->clear().has_value());
  EXPECT_EQ(*models_->position(), 0U);
  EXPECT_THAT(*models_->rows_after(TenantId(""), 10), IsEmpty());
  TenantQuery of_tara;
  of_tara.holder = "tara";
  EXPECT_THAT(names(of_tara), IsEmpty());
  EXPECT_THAT(*models_->running(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, ReadModelsConformance, ::testing::ValuesIn(read_model_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
