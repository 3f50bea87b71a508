// Saved views: every filter and every order of the tenant list, alone and together. docs/spec/lists.md
#include "conformance/plain_search.h"
#include "conformance/store_conformance.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <sstream>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Date day(int month, int day_of_month) {
  return Date(std::chrono::year(2027), std::chrono::month(static_cast<unsigned>(month)),
              std::chrono::day(static_cast<unsigned>(day_of_month)));
}
Instant at(int seconds) { return Instant(std::chrono::seconds(1'800'000'000 + seconds)); }

class TenantLists : public ::testing::TestWithParam<StoreKind> {
protected:
  void SetUp() override {
    database_ = GetParam().make();
    auto opened = database_->open_read_models();
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    models_ = std::move(*opened);
  }

  /// A tenant that is called as its id.
  TenantRow& add(const std::string& id) {
    rows_.emplace_back();
    auto& row = rows_.back();
    row.id = TenantId(id);
    row.version = 1;
    row.name = id;
    row.changed = at(0);
    return row;
  }
  void apply() {
    ++position_;
    const auto applied = models_->apply(changes_of(rows_), position_);
    ASSERT_TRUE(applied.has_value()) << to_string(applied.error());
  }
  static std::vector<std::string> ids_in(const TenantPage& page) {
    std::vector<std::string> ids;
    for (const auto& row : page.tenants) ids.push_back(row.id.text());
    return ids;
  }
  std::vector<std::string> contradictions() {
    const auto found = models_->check();
    EXPECT_TRUE(found.has_value()) << to_string(found.error());
    std::vector<std::string> lines;
    for (const auto& one : *found) lines.push_back(one.where + ": " + one.message);
    return lines;
  }
  std::vector<std::string> found(const TenantQuery& query) {
    const auto page = models_->tenants(query);
    EXPECT_TRUE(page.has_value()) << to_string(page.error());
    return page ? ids_in(*page) : std::vector<std::string>();
  }
  /// The whole list, page by page.
  std::vector<std::string> paged(TenantQuery query, std::size_t limit) {
    query.limit = limit;
    std::vector<std::string> all;
    for (;;) {
      const auto page = models_->tenants(query);
      EXPECT_TRUE(page.has_value()) << to_string(page.error());
      if (!page) return all;
      EXPECT_LE(page->tenants.size(), limit);
      for (const auto& id : ids_in(*page)) all.push_back(id);
      if (page->next.empty()) return all;
      EXPECT_EQ(page->tenants.size(), limit) << "a page that is not the last is full";
      query.cursor = page->next;
    }
  }

  std::unique_ptr<StoreUnderTest> database_;
  std::unique_ptr<ReadModels> models_;
  std::vector<TenantRow> rows_;
  Position position_ = 0;
};

// ---- filters -------------------------------------------------------------------------------------------------------

TEST_P(TenantLists, FindAHolderInAnyFieldOrInOne) {
  add("a").holders = {{FieldId("FM"), "", "tara", false, true}};
  add("b").holders = {{FieldId("FE"), "exchange", "tara", false, false}, {FieldId("FM"), "", "ben", false, true}};
  add("c").holders = {{FieldId("RM"), "", "Waiting", true, true}};
  add("d");
  apply();
  TenantQuery query;
  query.holder = "tara";
  EXPECT_THAT(found(query), ElementsAre("a", "b"));
  query.field = FieldId("FE");
  EXPECT_THAT(found(query), ElementsAre("b"));
  query.field = FieldId("RM");
  EXPECT_THAT(found(query), IsEmpty());
  query.holder = "Waiting";
  EXPECT_THAT(found(query), ElementsAre("c"));
  query = {};
  query.queue = "Waiting";
  EXPECT_THAT(found(query), ElementsAre("c"));
  query.queue = "tara"; // a person is no queue
  EXPECT_THAT(found(query), IsEmpty());
  query = {};
  query.unassigned = FieldId("FM");
  EXPECT_THAT(found(query), ElementsAre("c", "d"));
  query.unassigned = FieldId("FE"); // held for a service is held
  EXPECT_THAT(found(query), ElementsAre("a", "c", "d"));
  query.unassigned = FieldId("a field nobody ever held");
  EXPECT_THAT(found(query), ElementsAre("a", "b", "c", "d"));
}

TEST_P(TenantLists, FindWhatIsUnderWayAndHowItEnded) {
  auto& a = add("a");
  a.open_engagements = 1;
  a.running = {{PlaybookId("completion"), "v2"}};
  a.ends = {{PlaybookId("success"), true, TaskId("")}};
  auto& b = add("b");
  b.ends = {{PlaybookId("completion"), true, TaskId("3708")}};
  auto& c = add("c");
  c.open_engagements = 1;
  c.running = {{PlaybookId("re-engagement"), "v1"}};
  c.ends = {{PlaybookId("re-engagement"), false, TaskId("3708")}};
  apply();
  TenantQuery query;
  query.playbook = PlaybookId("completion");
  EXPECT_THAT(found(query), ElementsAre("a"));
  query = {};
  query.under_way = true;
  EXPECT_THAT(found(query), ElementsAre("a", "c"));
  query.under_way = false;
  EXPECT_THAT(found(query), ElementsAre("b"));
  query = {};
  query.closed = PlaybookId("completion");
  EXPECT_THAT(found(query), ElementsAre("b"));
  query.closed = PlaybookId("re-engagement"); // its outcome is chosen, but it is open
  EXPECT_THAT(found(query), IsEmpty());
  query = {};
  query.outcome = TaskId("3708");
  EXPECT_THAT(found(query), ElementsAre("b", "c"));
}

TEST_P(TenantLists, FindServicesByTheirStatus) {
  add("a").services = {{ServiceId("exchange"), "Complete"}, {ServiceId("teams"), "In Progress"}};
  add("b").services = {{ServiceId("exchange"), ""}};
  add("c").services = {{ServiceId("exchange"), "In Progress"}, {ServiceId("exchange"), "Complete"}};
  add("d");
  apply();
  TenantQuery query;
  query.service = ServiceId("exchange");
  EXPECT_THAT(found(query), ElementsAre("a", "b", "c"));
  query.service_status = "In Progress";
  EXPECT_THAT(found(query), ElementsAre("c"));
  query.service = ServiceId();
  EXPECT_THAT(found(query), ElementsAre("a", "c"));
}

TEST_P(TenantLists, FindNextActionsByTheirDateOrTheLackOfIt) {
  add("a").next_action_date = day(3, 1);
  add("b").next_action_date = day(3, 2);
  add("c");
  add("d").next_action_date = day(12, 31);
  apply();
  TenantQuery query;
  query.next_action_before = day(3, 2);
  EXPECT_THAT(found(query), ElementsAre("a"));
  query = {};
  query.next_action_from = day(3, 2);
  EXPECT_THAT(found(query), ElementsAre("b", "d"));
  query.next_action_before = day(12, 31);
  EXPECT_THAT(found(query), ElementsAre("b"));
  query = {};
  query.no_next_action_date = true;
  EXPECT_THAT(found(query), ElementsAre("c"));
  query.next_action_before = day(12, 31);
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_P(TenantLists, FindWhereThereWasWorkAndWhereThereWasNone) {
  add("a").last_work = at(100);
  add("b").last_work = at(200) + std::chrono::milliseconds(999);
  add("never");
  apply();
  TenantQuery query;
  query.worked_since = at(200);
  EXPECT_THAT(found(query), ElementsAre("b"));
  query.worked_since = at(201);
  EXPECT_THAT(found(query), IsEmpty());
  query = {};
  query.idle_since = at(200);
  EXPECT_THAT(found(query), ElementsAre("a", "never"));
  query.worked_since = at(1);
  EXPECT_THAT(found(query), ElementsAre("a"));
}

TEST_P(TenantLists, FindTextWithoutCaseAndDiacritics) {
  auto& zoe = add("t-0042");
  zoe.name = "Zoë's Bäckerei";
  zoe.customer = "Łódź Foods";
  add("plain").name = "Zoetrope";
  apply();
  const auto with_text = [&](const std::string& text) {
    TenantQuery query;
    query.text = text;
    return found(query);
  };
  EXPECT_THAT(with_text("ZOE"), ElementsAre("t-0042", "plain"));
  EXPECT_THAT(with_text("bäcker"), ElementsAre("t-0042"));
  EXPECT_THAT(with_text("acke"), ElementsAre("t-0042"));
  EXPECT_THAT(with_text("042"), ElementsAre("t-0042"));
  EXPECT_THAT(with_text("foods"), ElementsAre("t-0042"));
  EXPECT_THAT(with_text("  trope "), ElementsAre("plain"));
  EXPECT_THAT(with_text("   "), ElementsAre("t-0042", "plain"));
  EXPECT_THAT(with_text("zoex"), IsEmpty());
}

TEST_P(TenantLists, FindOneOrTwoLettersAtTheBeginningOfAWord) {
  add("first").name = "Contoso Retail";
  add("second").name = "Ärzte-Haus";
  apply();
  const auto with_text = [&](const std::string& text) {
    TenantQuery query;
    query.text = text;
    return found(query);
  };
  EXPECT_THAT(with_text("c"), ElementsAre("first"));
  EXPECT_THAT(with_text("RE"), ElementsAre("first"));
  EXPECT_THAT(with_text("et"), IsEmpty()); // in the middle of "Retail"
  EXPECT_THAT(with_text("ä"), ElementsAre("second"));
  EXPECT_THAT(with_text("ha"), ElementsAre("second"));
  EXPECT_THAT(with_text("s"), ElementsAre("second")); // the beginning of its id
  EXPECT_THAT(with_text("x"), IsEmpty());
}

TEST_P(TenantLists, FollowEveryChangeOfATenant) {
  auto& row = add("a");
  row.name = "Before";
  row.region = "EMEA";
  row.status = "Active";
  row.customer = "Old Customer";
  row.next_action_date = day(1, 1);
  row.last_work = at(1);
  row.open_engagements = 1;
  row.holders = {{FieldId("FM"), "", "tara", false, true}};
  row.running = {{PlaybookId("completion"), "v1"}};
  row.services = {{ServiceId("exchange"), "In Progress"}};
  const auto before = row;
  add("other");
  apply();
  auto& changed = rows_.front();
  changed = TenantRow();
  changed.id = before.id;
  changed.version = 2;
  changed.name = "After";
  changed.changed = at(50);
  changed.ends = {{PlaybookId("completion"), true, TaskId("9")}};
  apply();
  TenantQuery none;
  for (const auto& [name, put] : std::vector<std::pair<std::string, std::function<void(TenantQuery&)>>>{
           {"text", [](TenantQuery& q) { q.text = "bef"; }},
           {"short text", [](TenantQuery& q) { q.text = "be"; }},
           {"region", [](TenantQuery& q) { q.region = "EMEA"; }},
           {"status", [](TenantQuery& q) { q.status = "Active"; }},
           {"customer", [](TenantQuery& q) { q.customer = "Old Customer"; }},
           {"holder", [](TenantQuery& q) { q.holder = "tara"; }},
           {"playbook", [](TenantQuery& q) { q.playbook = PlaybookId("completion"); }},
           {"under way", [](TenantQuery& q) { q.under_way = true; }},
           {"service", [](TenantQuery& q) { q.service = ServiceId("exchange"); }},
           {"date", [](TenantQuery& q) { q.next_action_before = day(12, 31); }},
           {"work", [](TenantQuery& q) { q.worked_since = at(0); }},
           {"seen", [](TenantQuery& q) {
              q.seen = Seen{{"tara"}, {"Old Customer"}};
            }}}) {
    TenantQuery query;
    put(query);
    EXPECT_THAT(found(query), IsEmpty()) << name;
  }
  TenantQuery query;
  query.text = "aft";
  EXPECT_THAT(found(query), ElementsAre("a"));
  query = {};
  query.unassigned = FieldId("FM");
  EXPECT_THAT(found(query), ElementsAre("a", "other"));
  query = {};
  query.outcome = TaskId("9");
  EXPECT_THAT(found(query), ElementsAre("a"));
  query = {};
  query.order = TenantOrder::changed;
  query.descending = true;
  EXPECT_THAT(found(query), ElementsAre("a", "other"));
}

// ---- orders --------------------------------------------------------------------------------------------------------

TEST_P(TenantLists, SortByWhatIsAskedThenByNameThenById) {
  const auto put = [&](const char* id, const char* name, const char* customer, const char* region, const char* status) {
    auto& row = add(id);
    row.name = name;
    row.customer = customer;
    row.region = region;
    row.status = status;
    return &row;
  };
  put("3", "émile", "Zeta", "EMEA", "Active")->next_action_date = day(5, 1);
  put("1", "Emile", "alpha", "APJ", "Active")->changed = at(9);
  put("2", "emile", "Älpha", "EMEA", "Watch")->changed = at(9) + std::chrono::milliseconds(500);
  put("4", "Anton", "beta", "EMEA", "Watch")->next_action_date = day(4, 1);
  apply();
  const auto sorted = [&](TenantOrder order, bool descending = false) {
    TenantQuery query;
    query.order = order;
    query.descending = descending;
    return found(query);
  };
  EXPECT_THAT(sorted(TenantOrder::name), ElementsAre("4", "1", "2", "3"));
  EXPECT_THAT(sorted(TenantOrder::name, true), ElementsAre("3", "2", "1", "4"));
  EXPECT_THAT(sorted(TenantOrder::customer), ElementsAre("1", "2", "4", "3"));
  EXPECT_THAT(sorted(TenantOrder::region), ElementsAre("1", "4", "2", "3"));
  EXPECT_THAT(sorted(TenantOrder::status), ElementsAre("1", "3", "4", "2"));
  EXPECT_THAT(sorted(TenantOrder::status, true), ElementsAre("2", "4", "3", "1"));
  EXPECT_THAT(sorted(TenantOrder::next_action_date), ElementsAre("4", "3", "1", "2")); // those without a date last
  EXPECT_THAT(sorted(TenantOrder::next_action_date, true), ElementsAre("2", "1", "3", "4"));
  EXPECT_THAT(sorted(TenantOrder::changed), ElementsAre("4", "3", "1", "2")); // 1 and 2 in the same second: by id
  EXPECT_THAT(sorted(TenantOrder::changed, true), ElementsAre("2", "1", "3", "4"));
}

TEST_P(TenantLists, RefuseACursorOfAnotherOrder) {
  add("a");
  add("b");
  apply();
  TenantQuery query;
  query.limit = 1;
  query.cursor = models_->tenants(query)->next;
  EXPECT_THAT(found(query), ElementsAre("b"));
  query.order = TenantOrder::status;
  EXPECT_EQ(models_->tenants(query).error().code, ErrorCode::invalid);
  EXPECT_EQ(models_->tenants(query).error().where, "cursor");
}

TEST_P(TenantLists, ACursorNeitherRepeatsNorHidesWhatIsRegisteredMeanwhile) {
  for (const char* id : {"b", "d", "f"}) add(id);
  apply();
  TenantQuery query;
  query.limit = 2;
  const auto first = *models_->tenants(query);
  EXPECT_THAT(ids_in(first), ElementsAre("b", "d"));
  add("a");
  add("e");
  apply();
  query.cursor = first.next;
  query.limit = 50;
  EXPECT_THAT(found(query), ElementsAre("e", "f"));
}

TEST_P(TenantLists, CountUpToANumber) {
  for (int i = 0; i < 30; ++i) add("t" + std::to_string(i)).region = i % 3 == 0 ? "APJ" : "EMEA";
  apply();
  TenantQuery query;
  query.limit = 5; // is of pages
  EXPECT_EQ(*models_->count(query, 1000), 30U);
  query.region = "APJ";
  EXPECT_EQ(*models_->count(query, 1000), 10U);
  EXPECT_EQ(*models_->count(query, 7), 7U);
  query.text = "t1";
  EXPECT_EQ(*models_->count(query, 1000), 3U); // t12, t15, t18
  query.text = std::string(300, 'x');
  EXPECT_EQ(models_->count(query, 1000).error().where, "text");
}

// ---- all together --------------------------------------------------------------------------------------------------

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % static_cast<std::uint64_t>(limit));
}
template <class T>
const T& one_of(Random& random, const std::vector<T>& things) {
  return things[below(random, things.size())];
}
bool chance(Random& random, std::size_t in) { return below(random, in) == 0; }

const std::vector<std::string> names{"Contoso",  "contoso", "Fabrikam Health", "Ärzte Nord",
                                     "Zoë & Co", "A",       "Nord Süd"};
const std::vector<std::string> customers{"", "Contoso Group", "contoso group", "Nordwind", "Ösi"};
const std::vector<std::string> regions{"", "Americas", "APJ", "EMEA"};
const std::vector<std::string> statuses{"Active", "Watch", "Completed"};
const std::vector<std::string> people{"tara", "ben", "diego", "mina"};
const std::vector<std::string> queues{"Waiting", "Parked"};
const std::vector<std::string> fields{"FM", "RM", "FE"};
const std::vector<std::string> playbooks{"completion", "re-engagement", "success"};
const std::vector<std::string> outcomes{"", "3708", "3710"};
const std::vector<std::string> services{"exchange", "teams"};
const std::vector<std::string> task_statuses{"", "In Progress", "Complete"};
const std::vector<std::string> texts{"con", "nord", "r", "zo", "ärz", "t-1", "toso g", "&", "xyz", "a"};

void fill_lists(Random& random, TenantRow& row) {
  for (const auto& field : fields) {
    if (chance(random, 2)) row.holders.push_back({FieldId(field), "", one_of(random, people), false, true});
    if (chance(random, 4)) row.holders.push_back({FieldId(field), "", one_of(random, queues), true, false});
  }
  for (const auto& playbook : playbooks) {
    if (chance(random, 3)) {
      row.running.push_back({PlaybookId(playbook), "v1"});
      ++row.open_engagements;
    }
    if (chance(random, 4)) row.ends.push_back({PlaybookId(playbook), true, TaskId(one_of(random, outcomes))});
  }
  for (const auto& service : services)
    if (chance(random, 2)) row.services.push_back({ServiceId(service), one_of(random, task_statuses)});
  std::sort(row.holders.begin(), row.holders.end());
}

TenantRow random_row(Random& random, std::size_t number) {
  TenantRow row;
  row.id = TenantId("t-" + std::to_string(number));
  row.version = 1 + below(random, 9);
  row.name = one_of(random, names);
  if (chance(random, 2)) row.name += " " + std::to_string(below(random, 100));
  row.customer = one_of(random, customers);
  row.region = one_of(random, regions);
  row.status = one_of(random, statuses);
  row.changed = at(static_cast<int>(below(random, 40)));
  if (!chance(random, 3))
    row.next_action_date = day(1 + static_cast<int>(below(random, 2)), 1 + static_cast<int>(below(random, 9)));
  if (!chance(random, 3)) row.last_work = at(static_cast<int>(below(random, 40)));
  fill_lists(random, row);
  return row;
}

/// One to three filters of all that there are.
TenantQuery random_query(Random& random) {
  TenantQuery query;
  for (std::size_t i = 1 + below(random, 3); i > 0; --i) {
    switch (below(random, 17)) {
      case 0: query.text = one_of(random, texts); break;
      case 1: query.region = one_of(random, regions); break;
      case 2: query.status = one_of(random, statuses); break;
      case 3: query.customer = one_of(random, customers); break;
      case 4: query.holder = one_of(random, people); break;
      case 5:
        query.holder = one_of(random, chance(random, 2) ? people : queues);
        query.field = FieldId(one_of(random, fields));
        break;
      case 6: query.queue = one_of(random, queues); break;
      case 7: query.unassigned = FieldId(one_of(random, fields)); break;
      case 8: query.playbook = PlaybookId(one_of(random, playbooks)); break;
      case 9: query.under_way = chance(random, 2); break;
      case 10: query.closed = PlaybookId(one_of(random, playbooks)); break;
      case 11: query.outcome = TaskId(one_of(random, outcomes)); break;
      case 12: query.service = ServiceId(one_of(random, services)); break;
      case 13: query.service_status = one_of(random, task_statuses); break;
      case 14:
        if (chance(random, 4))
          query.no_next_action_date = true;
        else
          (chance(random, 2) ? query.next_action_from : query.next_action_before) = day(1, 5);
        break;
      case 15: (chance(random, 2) ? query.worked_since : query.idle_since) = at(20); break;
      default: query.seen = Seen{{one_of(random, people)}, {one_of(random, customers)}};
    }
  }
  constexpr std::array all{TenantOrder::name,   TenantOrder::customer,         TenantOrder::region,
                           TenantOrder::status, TenantOrder::next_action_date, TenantOrder::changed};
  query.order = all[below(random, all.size())];
  query.descending = chance(random, 2);
  return query;
}

/// What of a query a failing test needs to say.
std::string said(const TenantQuery& q) {
  std::ostringstream out;
  const auto say = [&](const char* name, const std::string& value) {
    if (!value.empty()) out << name << " \"" << value << "\", ";
  };
  say("text", q.text);
  say("region", q.region);
  say("status", q.status);
  say("customer", q.customer);
  say("holder", q.holder);
  say("field", q.field.text());
  say("queue", q.queue);
  say("unassigned", q.unassigned.text());
  say("playbook", q.playbook.text());
  say("closed", q.closed.text());
  say("outcome", q.outcome.text());
  say("service", q.service.text());
  say("service status", q.service_status);
  if (q.under_way) out << "under way " << *q.under_way << ", ";
  if (q.next_action_from) say("from", to_iso(*q.next_action_from));
  if (q.next_action_before) say("before", to_iso(*q.next_action_before));
  if (q.no_next_action_date) out << "no date, ";
  if (q.worked_since || q.idle_since) out << (q.worked_since ? "worked, " : "idle, ");
  if (q.seen) say("seen by", q.seen->people.front() + " / " + q.seen->customers.front());
  out << "by order " << static_cast<int>(q.order) << (q.descending ? " backward" : "");
  return out.str();
}

TEST_P(TenantLists, AreWhatAPlainSearchOfAllTenantsFindsWhateverIsAsked) {
  Random random(20'270'101);
  for (std::size_t i = 0; i < 700; ++i) rows_.push_back(random_row(random, i));
  apply();
  for (int round = 0; round < 3; ++round) {
    ASSERT_THAT(contradictions(), IsEmpty());
    for (int i = 0; i < 150; ++i) {
      const auto query = random_query(random);
      const auto expected = plain_search(rows_, query);
      const auto limit = 10 + below(random, 100);
      const auto actual = paged(query, limit);
      const auto wrong = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end()).first;
      ASSERT_EQ(actual, expected) << said(query) << ": from number " << wrong - actual.begin() << " on, in pages of "
                                  << limit << "; " << actual.size() << " of " << expected.size();
      ASSERT_EQ(*models_->count(query, 10'000), expected.size()) << said(query);
    }
    // Half of them change; a few are new.
    std::vector<TenantRow> changed;
    for (std::size_t i = 0; i < rows_.size(); i += 2) changed.push_back(rows_[i] = random_row(random, i));
    for (std::size_t i = 0; i < 10; ++i) {
      rows_.push_back(random_row(random, rows_.size()));
      changed.push_back(rows_.back());
    }
    ASSERT_TRUE(models_->apply(changes_of(changed), ++position_).has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, TenantLists, ::testing::ValuesIn(read_model_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
