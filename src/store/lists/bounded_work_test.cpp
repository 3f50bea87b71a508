// No list scans the tenants or sorts many of them, whatever it is narrowed and sorted by: SQLite's own counters say so.
#include "store/sqlite_read_models.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::store {
namespace {

constexpr std::uint64_t tenant_count = 20'000;
/// Small, so that what is bounded by them is far from a scan.
constexpr Tuning tuning{200, 400, 200, 200, 1'000};

// ---- what SQLite did ----------------------------------------------------------------------------------------------

struct Work {
  std::uint64_t rows_read = 0;  ///< of the tenants' table, by number
  std::uint64_t scan_steps = 0; ///< along a whole table or index
  std::uint64_t steps = 0;      ///< of the virtual machine, but for what the text index gives
  std::uint64_t sorts = 0;
};
Work work; // written by SQLite's callback, on the one thread of this test

int note_work(unsigned /*event*/, void* /*context*/, void* statement_pointer, void* /*nanoseconds*/) {
  auto* statement = static_cast<sqlite3_stmt*>(statement_pointer);
  const auto taken = [&](int counter) {
    return static_cast<std::uint64_t>(sqlite3_stmt_status(statement, counter, 1));
  };
  const std::string_view sql = sqlite3_sql(statement) == nullptr ? "" : sqlite3_sql(statement);
  const auto steps = taken(SQLITE_STMTSTATUS_VM_STEP);
  if (sql.find("tenant_text") == std::string_view::npos) work.steps += steps;
  if (sql.find("FROM tenant WHERE number") != std::string_view::npos) ++work.rows_read;
  work.scan_steps += taken(SQLITE_STMTSTATUS_FULLSCAN_STEP);
  work.sorts += taken(SQLITE_STMTSTATUS_SORT);
  return 0;
}
int watch(sqlite3* database, const char** /*message*/, const void* /*api*/) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, note_work, nullptr);
}

// ---- many tenants --------------------------------------------------------------------------------------------------

const std::array<std::string, 3> regions{"Americas", "APJ", "EMEA"};
const std::array<std::string, 4> statuses{"Active", "Watch", "Blocked", "Completed"};

Date day(std::uint64_t number) {
  return Date(std::chrono::sys_days(Date(std::chrono::year(2027) / 1 / 1)) + std::chrono::days(number));
}

/// Half of the names go with the region, which is worst for a walk along them; statuses go with dates and changes.
TenantRow tenant(std::uint64_t number) {
  TenantRow row;
  row.id = TenantId(fmt::format("t-{:05}", number));
  row.version = 1;
  row.region = regions[number % regions.size()];
  row.status = statuses[(number - 1) * statuses.size() / tenant_count];
  row.name = number % 2 == 0 ? fmt::format("{} Retail {}", row.region, number * 7919 % tenant_count)
                             : fmt::format("Contoso {}", number * 104'729 % tenant_count);
  row.customer = fmt::format("{} Group {}", row.region, number / 3);
  row.changed = Instant(std::chrono::seconds(1'800'000'000 + number / 4));
  if (number % 5 != 0) row.next_action_date = number % 3 == 0 ? day(364) : day(number * 300 / tenant_count);
  if (number % 4 != 0) row.last_work = Instant(std::chrono::seconds(1'799'000'000 + number));
  row.holders = {{FieldId("FM"), "", fmt::format("fm-{}", number % 40), false, true},
                 {FieldId("RM"), "", "Waiting " + row.region, true, true}};
  if (number % 10 == 0) row.holders.pop_back();
  if (number % 3 != 0) {
    row.open_engagements = 1;
    row.running = {{PlaybookId(number % 2 == 0 ? "completion" : "success"), "v1"}};
  } else {
    row.ends = {{PlaybookId("completion"), true, TaskId(fmt::format("37{:02}", number % 11))}};
  }
  row.services = {{ServiceId("exchange"), number % 2 == 0 ? "Complete" : "In Progress"}};
  return row;
}

struct NamedFilter {
  std::string name;
  std::function<void(TenantQuery&)> put;
};

std::vector<NamedFilter> filters() {
  const auto week = Instant(std::chrono::seconds(1'799'000'000 + tenant_count / 2));
  return {
      {"nothing", [](TenantQuery&) {}},
      {"region", [](TenantQuery& q) { q.region = "EMEA"; }},
      {"status", [](TenantQuery& q) { q.status = "Completed"; }},
      {"customer", [](TenantQuery& q) { q.customer = "EMEA Group 4000"; }},
      {"holder", [](TenantQuery& q) { q.holder = "fm-7"; }},
      {"holder in a field", [](TenantQuery& q) { q.holder = "Waiting APJ", q.field = FieldId("RM"); }},
      {"queue", [](TenantQuery& q) { q.queue = "Waiting Americas"; }},
      {"unassigned", [](TenantQuery& q) { q.unassigned = FieldId("RM"); }},
      {"playbook", [](TenantQuery& q) { q.playbook = PlaybookId("completion"); }},
      {"under way", [](TenantQuery& q) { q.under_way = true; }},
      {"nothing under way", [](TenantQuery& q) { q.under_way = false; }},
      {"closed", [](TenantQuery& q) { q.closed = PlaybookId("completion"); }},
      {"outcome", [](TenantQuery& q) { q.outcome = TaskId("3704"); }},
      {"service", [](TenantQuery& q) { q.service = ServiceId("exchange"); }},
      {"service status", [](TenantQuery& q) { q.service = ServiceId("exchange"), q.service_status = "Complete"; }},
      {"any service status", [](TenantQuery& q) { q.service_status = "In Progress"; }},
      {"date before", [](TenantQuery& q) { q.next_action_before = day(150); }},
      {"date from", [](TenantQuery& q) { q.next_action_from = day(150); }},
      {"no date", [](TenantQuery& q) { q.no_next_action_date = true; }},
      {"worked", [=](TenantQuery& q) { q.worked_since = week; }},
      {"idle", [=](TenantQuery& q) { q.idle_since = week; }},
      {"rare text", [](TenantQuery& q) { q.text = "retail 1234"; }},
      {"common text", [](TenantQuery& q) { q.text = "contoso"; }},
      {"two letters", [](TenantQuery& q) { q.text = "re"; }},
      {"seen",
       [](TenantQuery& q) {
         q.seen = Seen{{"fm-1", "fm-2"}, {"APJ Group 100"}};
       }},
  };
}

constexpr std::array orders{TenantOrder::name,   TenantOrder::customer,         TenantOrder::region,
                            TenantOrder::status, TenantOrder::next_action_date, TenantOrder::changed};

class BoundedWork : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<testing::TemporaryFolder>();
    const auto file = folder_->path() / "read.db";
    auto writer = open_sqlite_read_models(file, sqlite::Access::write);
    ASSERT_TRUE(writer.has_value()) << to_string(writer.error());
    std::vector<ReadModels::Change> changes;
    for (std::uint64_t number = 1; number <= tenant_count; ++number) changes.push_back({tenant(number)});
    ASSERT_TRUE((*writer)->apply(changes, 1).has_value());
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
    auto reader = open_sqlite_read_models(file, sqlite::Access::read, tuning);
    ASSERT_TRUE(reader.has_value()) << to_string(reader.error());
    models_ = std::move(*reader);
    ASSERT_TRUE(models_->position().has_value()); // connects
  }
  static void TearDownTestSuite() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch));
    models_.reset();
    folder_.reset();
  }

  /// Looks at two pages and the count.
  static void expect_bounded(TenantQuery query, const std::string& what) {
    for (int page = 0; page < 2; ++page) {
      work = {};
      const auto found = models_->tenants(query);
      ASSERT_TRUE(found.has_value()) << to_string(found.error());
      const auto said = fmt::format("{}: {} rows read, {} scan steps, {} steps, {} sorts", what, work.rows_read,
                                    work.scan_steps, work.steps, work.sorts);
      // Few tenants are read and sorted, in up to three parts; text is looked for in some more; and the page is read.
      ASSERT_LE(work.rows_read, 3 * tuning.few_tenants + 5 * tuning.most_looked_at + query.limit + 1) << said;
      // One walk of at most most_steps, and another where a class of dates or seconds ends.
      ASSERT_LE(work.scan_steps, 2 * tuning.most_steps) << said;
      ASSERT_LE(work.steps, 3 * tenant_count) << said; // a scan of the rows takes three times as many
      ASSERT_EQ(work.sorts, 0U) << said;
      if (found->next.empty()) break;
      query.cursor = found->next;
    }
    work = {};
    ASSERT_TRUE(models_->count(query, 100).has_value());
    ASSERT_LE(work.rows_read, 200U) << what;
    ASSERT_EQ(work.scan_steps, 0U) << what;
  }

  static std::unique_ptr<testing::TemporaryFolder> folder_;
  static std::unique_ptr<ReadModels> models_;
};
std::unique_ptr<testing::TemporaryFolder> BoundedWork::folder_;
std::unique_ptr<ReadModels> BoundedWork::models_;

TEST_F(BoundedWork, OfEveryFilterWithEveryOrder) {
  for (const auto& filter : filters())
    for (const auto order : orders)
      for (const bool descending : {false, true}) {
        TenantQuery query;
        filter.put(query);
        query.order = order;
        query.descending = descending;
        expect_bounded(query, fmt::format("{} by order {}{}", filter.name, static_cast<int>(order),
                                          descending ? " backward" : ""));
        if (HasFatalFailure()) return;
      }
}

TEST_F(BoundedWork, OfEveryTwoFiltersTogether) {
  const auto all = filters();
  std::size_t turn = 0;
  for (const auto& first : all)
    for (const auto& second : all) {
      TenantQuery query;
      first.put(query);
      second.put(query);
      query.order = orders[turn % orders.size()];
      query.descending = turn++ % 4 == 0;
      expect_bounded(query,
                     fmt::format("{} and {} by order {}", first.name, second.name, static_cast<int>(query.order)));
      if (HasFatalFailure()) return;
    }
}

} // namespace
} // namespace handrail::store
