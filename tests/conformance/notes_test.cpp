// Notes of all tenants, searched together. § lists-8 to § lists-10
#include "conformance/store_conformance.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <random>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Instant minute(int number) { return Instant(std::chrono::minutes(29'000'000 + number)); }

class NotesConformance : public ::testing::TestWithParam<StoreKind> {
protected:
  void SetUp() override {
    database_ = GetParam().make();
    auto opened = database_->open_read_models();
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    models_ = std::move(*opened);
  }

  /// One more note of the tenant, a minute after the one before.
  NoteRow& add(const std::string& tenant, std::string text) {
    auto& change = changes_[tenant];
    change.row.id = TenantId(tenant);
    change.row.name = "The " + tenant;
    ++change.row.version;
    change.notes.push_back({TenantId(tenant), NoteId(fmt::format("n-{}", ++count_)), change.row.version,
                            PersonId("tara"), minute(count_), "Engagement Management", TaskId(), false,
                            std::move(text)});
    return change.notes.back();
  }
  void apply() {
    std::vector<ReadModels::Change> changes;
    for (const auto& [tenant, change] : changes_) changes.push_back(change);
    const auto applied = models_->apply(changes, ++position_);
    ASSERT_TRUE(applied.has_value()) << to_string(applied.error());
  }
  std::vector<std::string> found(const NoteQuery& query) {
    const auto page = models_->notes(query);
    if (!page) return {to_string(page.error())};
    std::vector<std::string> ids;
    for (const auto& one : page->notes) ids.push_back(one.note.note.text());
    return ids;
  }
  std::vector<std::string> with_words(const std::string& text) {
    NoteQuery query;
    query.text = text;
    return found(query);
  }

  std::map<std::string, ReadModels::Change> changes_;
  int count_ = 0;
  Position position_ = 0;
  std::unique_ptr<StoreUnderTest> database_;
  std::unique_ptr<ReadModels> models_;
};

TEST_P(NotesConformance, ComeNewestFirstWithTheirTenantAndEverythingTheyHave) {
  add("contoso", "First call");
  auto& second = add("fabrikam", "Zweiter Anruf");
  second.category = "Technical Enablement";
  second.task = TaskId("3713");
  second.author = PersonId("ben");
  second.escalated = true;
  second.at += std::chrono::microseconds(123);
  apply();
  const auto page = models_->notes({});
  ASSERT_TRUE(page.has_value()) << to_string(page.error());
  ASSERT_EQ(page->notes.size(), 2U);
  EXPECT_EQ(page->notes[0].note, second);
  EXPECT_EQ(page->notes[0].tenant_name, "The fabrikam");
  EXPECT_EQ(page->notes[1].note, changes_["contoso"].notes[0]);
  EXPECT_EQ(page->next, "");
}

TEST_P(NotesConformance, WordsAreFoundFromTheirBeginningInAnyOrderWithoutCaseAndDiacritics) {
  add("a", "The campaign ended; Zoë will call again.");
  add("b", "Re-engaged Customer: no budget");
  add("c", "customer re engaged by the partner");
  apply();
  EXPECT_THAT(with_words("camp"), ElementsAre("n-1"));
  EXPECT_THAT(with_words("ZOE again"), ElementsAre("n-1"));
  EXPECT_THAT(with_words("zoë"), ElementsAre("n-1"));
  EXPECT_THAT(with_words("aign"), IsEmpty());
  EXPECT_THAT(with_words("re-engaged"), ElementsAre("n-3", "n-2"));
  EXPECT_THAT(with_words("\"re-engaged customer\""), ElementsAre("n-2"));
  EXPECT_THAT(with_words("customer engaged"), ElementsAre("n-3", "n-2"));
  EXPECT_THAT(with_words("\"engaged custom\""), IsEmpty()) << "between quotation marks words stand whole";
  EXPECT_THAT(with_words("budget partner"), IsEmpty()) << "all words must be there";
}

TEST_P(NotesConformance, WhatIsNoWordToTheIndexIsNoError) {
  add("a", "plain NEAR text OR not");
  apply();
  for (const char* odd : {"NEAR", "or", "plain:near", "text* NOT", "plain^ text", "(plain", "plain\" text", "{plain}"})
    EXPECT_THAT(with_words(odd), ElementsAre("n-1")) << odd;
  for (const char* nothing : {"!!!", "\"", "\"\"", "* ^ :", "- -"}) {
    const bool empty = std::string(nothing).find_first_not_of(" ") == std::string::npos;
    EXPECT_EQ(with_words(nothing).empty(), !empty) << nothing;
  }
  EXPECT_THAT(with_words("  "), ElementsAre("n-1")) << "no words: all notes";
}

TEST_P(NotesConformance, AreNarrowedByEveryFilterAndByAllTogether) {
  add("a", "one").category = "Environment";
  add("a", "two").task = TaskId("3713");
  add("b", "three").author = PersonId("ben");
  add("b", "four").escalated = true;
  apply();
  NoteQuery query;
  query.category = "Environment";
  EXPECT_THAT(found(query), ElementsAre("n-1"));
  query = {};
  query.task = TaskId("3713");
  EXPECT_THAT(found(query), ElementsAre("n-2"));
  query = {};
  query.author = PersonId("ben");
  EXPECT_THAT(found(query), ElementsAre("n-3"));
  query = {};
  query.escalated = true;
  EXPECT_THAT(found(query), ElementsAre("n-4"));
  query = {};
  query.tenant = TenantId("b");
  EXPECT_THAT(found(query), ElementsAre("n-4", "n-3"));
  query.author = PersonId("tara");
  query.text = "four";
  query.escalated = true;
  query.category = "Engagement Management";
  EXPECT_THAT(found(query), ElementsAre("n-4"));
  query.category = "Environment";
  EXPECT_THAT(found(query), IsEmpty());
  query = {};
  query.tenant = TenantId("nobody");
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_P(NotesConformance, ATimeIsFromAnInstantToBeforeAnother) {
  for (int i = 0; i < 4; ++i) add("a", "note");
  apply();
  NoteQuery query;
  query.from = minute(2);
  query.before = minute(4);
  EXPECT_THAT(found(query), ElementsAre("n-3", "n-2"));
  query.text = "note";
  EXPECT_THAT(found(query), ElementsAre("n-3", "n-2"));
}

TEST_P(NotesConformance, AReaderIsShownThoseOfTenantsTheyMaySee) {
  add("a", "theirs");
  add("b", "not theirs");
  add("c", "theirs through the customer");
  changes_["a"].row.holders = {{FieldId("FM"), "", "ben", false, true}};
  changes_["c"].row.customer = "Northwind";
  apply();
  NoteQuery query;
  query.seen = Seen{{"ben"}, {"Northwind"}};
  EXPECT_THAT(found(query), ElementsAre("n-3", "n-1"));
  query.text = "theirs";
  EXPECT_THAT(found(query), ElementsAre("n-3", "n-1"));
  query.seen = Seen{{"nobody"}, {}};
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_P(NotesConformance, AReaderOfManyTenantsIsShownNoOtherNote) {
  for (int i = 0; i < 2'400; ++i) {
    const auto tenant = fmt::format("t-{}", i);
    add(tenant, "common words");
    if (i % 2 == 0) changes_[tenant].row.holders = {{FieldId("FM"), "", "ben", false, true}};
    if (i % 400 == 0) changes_[tenant].row.holders.push_back({FieldId("FM"), "", "kim", false, false});
  }
  apply();
  for (const auto& [person, count] : {std::pair("ben", 1'200), std::pair("kim", 6)}) {
    NoteQuery query;
    query.text = "common";
    query.seen = Seen{{person}, {}};
    query.limit = 500;
    int seen = 0;
    for (;;) {
      const auto page = models_->notes(query);
      ASSERT_TRUE(page.has_value()) << to_string(page.error());
      for (const auto& one : page->notes) EXPECT_EQ(std::stoi(one.note.tenant.text().substr(2)) % 2, 0);
      seen += static_cast<int>(page->notes.size());
      if (page->next.empty()) break;
      query.cursor = page->next;
    }
    EXPECT_EQ(seen, count) << person;
  }
}

TEST_P(NotesConformance, PagesNeitherRepeatNorHideANoteWhileOthersAreWritten) {
  for (int i = 0; i < 25; ++i) add(i % 2 == 0 ? "a" : "b", "note");
  for (auto& note : changes_["a"].notes) note.at = minute(0); // all in one millisecond
  apply();
  std::vector<std::string> all;
  NoteQuery query;
  query.limit = 4;
  for (;;) {
    const auto page = models_->notes(query);
    ASSERT_TRUE(page.has_value()) << to_string(page.error());
    for (const auto& one : page->notes) all.push_back(one.note.note.text());
    if (page->next.empty()) break;
    query.cursor = page->next;
    add("c", "meanwhile");
    apply();
  }
  EXPECT_EQ(all.size(), 25U);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
}

TEST_P(NotesConformance, AnExcerptShowsWhatWasLookedFor) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += fmt::format("word{} ", i);
  add("a", text + "the needle in it");
  add("b", "short and without");
  apply();
  NoteQuery query;
  query.text = "needl";
  const auto page = models_->notes(query);
  ASSERT_TRUE(page.has_value() && page->notes.size() == 1);
  EXPECT_THAT(page->notes[0].excerpt, HasSubstr("the \x02needle\x03 in it"));
  EXPECT_LT(page->notes[0].excerpt.size(), 500U);
  const auto all = models_->notes({});
  EXPECT_EQ(all->notes[0].excerpt, "short and without");
  EXPECT_LT(all->notes[1].excerpt.size(), 300U);
}

TEST_P(NotesConformance, WhatIsAppliedAgainStandsOnce) {
  add("a", "one");
  apply();
  add("a", "two");
  apply();
  EXPECT_THAT(with_words(""), ElementsAre("n-2", "n-1"));
  const auto kept = models_->notes_after(TenantId("a"), 0, 10);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(*kept, changes_["a"].notes);
  EXPECT_EQ(models_->notes_after(TenantId("a"), 1, 10)->size(), 1U);
  ASSERT_TRUE(models_->clear().has_value());
  EXPECT_THAT(with_words(""), IsEmpty());
  EXPECT_THAT(with_words("one"), IsEmpty());
}

TEST_P(NotesConformance, AQueryHasLimitsThatAreToldWithTheirField) {
  NoteQuery query;
  query.text = std::string(201, 'x');
  EXPECT_THAT(found(query), ElementsAre(HasSubstr("text")));
  query.text = "\xff";
  EXPECT_THAT(found(query), ElementsAre(HasSubstr("text")));
  query = {};
  query.limit = 501;
  EXPECT_THAT(found(query), ElementsAre(HasSubstr("limit")));
  query = {};
  query.cursor = "17 OR 1=1";
  EXPECT_THAT(found(query), ElementsAre(HasSubstr("not where a page of notes begins")));
}

/// The words of a plain text in small letters.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!words.back().empty())
      words.emplace_back();
  if (words.back().empty()) words.pop_back();
  return words;
}

TEST_P(NotesConformance, AnyQueryFindsWhatLookingAtEveryNoteFinds) {
  constexpr unsigned seed = 20'260'301;
  std::mt19937 random(seed);
  const auto pick = [&random](const std::vector<std::string>& from) {
    return from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random)];
  };
  const std::vector<std::string> lexicon{"call", "Caller", "cold",   "budget", "Bud",  "again", "engaged",
                                         "re",   "no",     "answer", "ans",    "2026", "Q3",    "x"};
  const std::vector<std::string> categories{"Environment", "Engagement Management"};
  const std::vector<std::string> people{"ben", "tara", "kim"};
  const std::vector<std::string> tenants{"a", "b", "c", "d"};
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int words = 0; words < 6; ++words) text += pick(lexicon) + (random() % 4 == 0 ? "-" : " ");
    auto& note = add(pick(tenants), text);
    note.category = pick(categories);
    note.author = PersonId(pick(people));
    note.escalated = random() % 3 == 0;
  }
  apply();
  for (int round = 0; round < 400; ++round) {
    NoteQuery query;
    query.limit = 500;
    for (auto count = random() % 3; count > 0; --count) query.text += pick(lexicon).substr(0, 1 + random() % 4) + " ";
    if (random() % 3 == 0) query.category = pick(categories);
    if (random() % 3 == 0) query.author = PersonId(pick(people));
    if (random() % 3 == 0) query.tenant = TenantId(pick(tenants));
    query.escalated = random() % 4 == 0;
    std::vector<std::pair<Instant, std::string>> expected;
    for (const auto& [tenant, change] : changes_)
      for (const auto& note : change.notes) {
        const auto has = words_of(note.text);
        const auto wanted = words_of(query.text);
        const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
          return std::any_of(has.begin(), has.end(), [&](const std::string& one) { return one.starts_with(word); });
        });
        if (!fits || (!query.category.empty() && note.category != query.category)) continue;
        if (!query.author.empty() && note.author != query.author) continue;
        if (!query.tenant.empty() && note.tenant != query.tenant) continue;
        if (query.escalated && !note.escalated) continue;
        expected.emplace_back(note.at, note.note.text());
      }
    std::sort(expected.rbegin(), expected.rend());
    std::vector<std::string> ids;
    for (const auto& [at, id] : expected) ids.push_back(id);
    ASSERT_EQ(found(query), ids) << "seed " << seed << ", round " << round << ", words " << query.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Kind, NotesConformance, ::testing::ValuesIn(read_model_kinds()), name_of_kind);

} // namespace
} // namespace handrail::testing
