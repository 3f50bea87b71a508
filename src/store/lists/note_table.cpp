#include "store/lists/note_table.h"

#include "store/chain.h"
#include "store/lists/tenant_search.h"
#include "store/lists/tenant_table.h"
#include "store/request_order.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace handrail::store {

// A note's number is the millisecond it was written in, and below it a count: so newest first is the numbers backward,
// which the index of words goes along without sorting, and a time is a range of numbers.
const char* const note_tables = R"(
CREATE TABLE note (
  number    INTEGER PRIMARY KEY,
  tenant    INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  note      TEXT    NOT NULL,
  author    TEXT    NOT NULL,
  at        INTEGER NOT NULL, -- microseconds since 1970
  category  TEXT    NOT NULL,
  task      TEXT    NOT NULL,
  escalated INTEGER NOT NULL,
  marks     TEXT    NOT NULL, -- every filter that it fits, a word each: see mark()
  text      TEXT    NOT NULL,
  UNIQUE (tenant, version)
) STRICT;
CREATE VIRTUAL TABLE note_words USING fts5 (
  text, marks, content='note', content_rowid='number', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
)";

const char* const note_tables_cleared = "DELETE FROM note; INSERT INTO note_words (note_words) VALUES ('delete-all');";

namespace {

constexpr unsigned count_bits = 20;
constexpr std::int64_t last_millisecond = std::numeric_limits<std::int64_t>::max() >> count_bits;
/// So many tenants a reader may see are named to the index; of more, what is found is looked at one by one.
constexpr std::size_t most_named = 1'000;
/// Words around what was found.
constexpr int excerpt_words = 40;

/// The first number that a note of this instant may have; one before 1970 is taken for its first.
std::int64_t first_number(Instant at) {
  return std::clamp<std::int64_t>(micros(at) / 1000, 0, last_millisecond) << count_bits;
}

/// A filter's value as one word of the index: "c5d41402abc4b2a76".
std::string mark(char kind, std::string_view value) {
  const auto hash = hash_of(value);
  std::string word(1, kind);
  for (std::size_t i = 0; i < 8; ++i) word += fmt::format("{:02x}", hash[i]);
  return word;
}
std::string tenant_mark(std::uint64_t tenant) { return fmt::format("t{}", tenant); }
constexpr const char* escalated_mark = "escalated";

std::string marks_of(std::uint64_t tenant, const NoteRow& note) {
  std::string marks = tenant_mark(tenant) + ' ' + mark('c', note.category) + ' ' + mark('a', note.author.text());
  if (!note.task.empty()) marks += ' ' + mark('k', note.task.text());
  if (note.escalated) marks += fmt::format(" {}", escalated_mark);
  return marks;
}

// ---- what is asked of the index ------------------------------------------------------------------------------------

bool has_letter(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z');
  });
}

/// Takes a filter's text apart: what stands between quotation marks, and single words from their beginning. § lists-9
std::vector<std::string> phrases_of(std::string_view text) {
  std::vector<std::string> phrases;
  const auto add = [&](std::string_view words, const char* end) {
    if (has_letter(words)) phrases.push_back(fmt::format("\"{}\"{}", words, end));
  };
  bool quoted = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('"'), text.size());
    auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (quoted) {
      add(part, "");
    } else {
      while (!part.empty()) {
        const auto blank = std::min(part.find_first_of(" \t\r\n"), part.size());
        add(part.substr(0, blank), "*");
        part.remove_prefix(std::min(blank + 1, part.size()));
      }
    }
    quoted = !quoted;
  }
  return phrases;
}

/// Which notes, as the index and the table are asked.
struct Asked {
  std::string match; ///< empty: all
  std::int64_t from = 0, before = std::numeric_limits<std::int64_t>::max();
  std::optional<NumberSet> seen; ///< what is found must be of one of these
  bool nothing = false;          ///< can be found
};

Result<void> ask_for_tenants(sqlite::Database& database, const NoteQuery& query, std::vector<std::string>& marks,
                             Asked& asked) {
  if (!query.tenant.empty()) {
    HANDRAIL_TRY(const auto tenant, tenant_of(database, query.tenant));
    asked.nothing = !tenant;
    if (tenant) marks.push_back(tenant_mark(tenant->number));
  }
  if (!query.seen || asked.nothing) return {};
  HANDRAIL_TRY(const auto last, last_number(database));
  HANDRAIL_TRY(auto seen, seen_tenants(database, *query.seen, last));
  const auto count = seen.count();
  asked.nothing = count == 0;
  if (count > most_named) {
    asked.seen = std::move(seen);
  } else if (count > 0) {
    std::vector<std::string> named;
    seen.each([&](std::uint64_t number) { named.push_back(tenant_mark(number)); });
    marks.push_back(fmt::format("({})", fmt::join(named, " OR ")));
  }
  return {};
}

Result<Asked> asked_for(sqlite::Database& database, const NoteQuery& query) {
  Asked asked;
  std::vector<std::string> marks, terms;
  HANDRAIL_CHECK(ask_for_tenants(database, query, marks, asked));
  if (!query.category.empty()) marks.push_back(mark('c', query.category));
  if (!query.author.empty()) marks.push_back(mark('a', query.author.text()));
  if (!query.task.empty()) marks.push_back(mark('k', query.task.text()));
  if (query.escalated) marks.emplace_back(escalated_mark);
  const auto phrases = phrases_of(query.text);
  if (phrases.empty() && query.text.find_first_not_of(" \t\r\n") != std::string::npos) asked.nothing = true;
  if (!phrases.empty()) terms.push_back(fmt::format("text : ({})", fmt::join(phrases, " AND ")));
  if (!marks.empty()) terms.push_back(fmt::format("marks : ({})", fmt::join(marks, " AND ")));
  asked.match = fmt::format("{}", fmt::join(terms, " AND "));
  if (query.from) asked.from = first_number(*query.from);
  if (query.before) asked.before = first_number(*query.before);
  if (!query.cursor.empty()) {
    std::int64_t cursor = 0;
    const auto* end = query.cursor.data() + query.cursor.size();
    if (const auto read = std::from_chars(query.cursor.data(), end, cursor); read.ec != std::errc() || read.ptr != end)
      return Error{ErrorCode::invalid, "This is not where a page of notes begins", "cursor",
                   "Take the cursor from the page before, or leave it out."};
    asked.before = std::min(asked.before, cursor);
  }
  return asked;
}

// ---- reading -------------------------------------------------------------------------------------------------------

constexpr const char* columns = "version, note, author, at, category, task, escalated, text";

NoteRow note_in(const sqlite::Query& rows, TenantId tenant) {
  return {std::move(tenant),
          NoteId(rows.text(1)),
          rows.natural(0),
          PersonId(rows.text(2)),
          Instant(std::chrono::microseconds(rows.integer(3))),
          std::string(rows.text(4)),
          TaskId(rows.text(5)),
          rows.integer(6) != 0,
          std::string(rows.text(7))};
}

/// The beginning of a text, where nothing was looked for in it.
std::string beginning(std::string_view text) {
  constexpr std::size_t most = 280;
  if (text.size() <= most) return std::string(text);
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

class Reading {
public:
  Reading(sqlite::Database& database, const NoteQuery& query, const Asked& asked)
      : database_(database), query_(query), asked_(asked) {}

  Result<NotePage> read() {
    HANDRAIL_TRY(auto numbers, found());
    std::int64_t last = 0;
    for (;;) {
      HANDRAIL_TRY(const bool more, numbers.next());
      if (!more) return std::move(page_);
      if (asked_.seen && !asked_.seen->has(numbers.natural(1))) continue;
      if (page_.notes.size() == query_.limit) {
        page_.next = std::to_string(last);
        return std::move(page_);
      }
      last = numbers.integer(0);
      HANDRAIL_CHECK(take(last, numbers.natural(1), numbers.text(2)));
    }
  }

private:
  Result<sqlite::Query> found() {
    static const std::string words =
        fmt::format("SELECT w.rowid, n.tenant, {} FROM note_words w JOIN note n ON n.number = w.rowid "
                    "WHERE note_words MATCH ?3 AND w.rowid >= ?1 AND w.rowid < ?2 ORDER BY w.rowid DESC",
                    fmt::format("snippet(note_words, 0, char({}), char({}), '…', {})", int{NotePage::found_begin},
                                int{NotePage::found_end}, excerpt_words));
    HANDRAIL_TRY(auto rows,
                 database_.query(asked_.match.empty() ? "SELECT number, tenant, '' FROM note WHERE number >= ?1 AND "
                                                        "number < ?2 ORDER BY number DESC"
                                                      : std::string_view(words)));
    rows.bind(asked_.from).bind(asked_.before);
    if (!asked_.match.empty()) rows.bind(std::string_view(asked_.match));
    return rows;
  }

  Result<void> take(std::int64_t number, std::uint64_t tenant, std::string_view snippet) {
    HANDRAIL_TRY(auto head, tenant_head_at(database_, tenant));
    static const std::string one = fmt::format("SELECT {} FROM note WHERE number = ?", columns);
    HANDRAIL_TRY(auto rows, database_.query(one));
    rows.bind(number);
    HANDRAIL_TRY(const bool there, rows.next());
    if (!there)
      return Error{ErrorCode::unavailable, "The lists contradict each other: a note is missing", std::to_string(number),
                   "Stop the server and run `handrail rebuild`: the lists are made anew from the log."};
    auto note = note_in(rows, std::move(head.id));
    const bool looked_for = snippet.find(NotePage::found_begin) != std::string_view::npos;
    auto excerpt = looked_for ? std::string(snippet) : beginning(note.text);
    page_.notes.push_back({std::move(note), std::move(head.name), std::move(excerpt)});
    return {};
  }

  sqlite::Database& database_;
  const NoteQuery& query_;
  const Asked& asked_;
  NotePage page_;
};

} // namespace

Result<NotePage> found_notes(sqlite::Database& database, const NoteQuery& query) {
  HANDRAIL_TRY(const auto asked, asked_for(database, query));
  if (asked.nothing) return NotePage();
  return Reading(database, query, asked).read();
}

Result<std::vector<NoteRow>> notes_of(sqlite::Database& database, std::uint64_t tenant, Version after,
                                      std::size_t limit) {
  HANDRAIL_TRY(const auto head, tenant_head_at(database, tenant));
  static const std::string sql =
      fmt::format("SELECT {} FROM note WHERE tenant = ? AND version > ? ORDER BY version LIMIT ?", columns);
  HANDRAIL_TRY(auto rows, database.query(sql));
  rows.bind(tenant).bind(after).bind(limit);
  std::vector<NoteRow> notes;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return notes;
    notes.push_back(note_in(rows, head.id));
  }
}

// ---- writing -------------------------------------------------------------------------------------------------------

namespace {

Result<std::int64_t> free_number(sqlite::Database& database, Instant at) {
  const auto first = first_number(at);
  const auto end = first + (std::int64_t{1} << count_bits);
  HANDRAIL_TRY(auto rows, database.query("SELECT max(number) FROM note WHERE number >= ? AND number < ?"));
  rows.bind(first).bind(end);
  HANDRAIL_TRY(const bool any, rows.next());
  const auto number = any && !rows.is_null(0) ? rows.integer(0) + 1 : first;
  if (number == end)
    return Error{ErrorCode::unavailable, fmt::format("More than {} notes were written in one millisecond", end - first),
                 to_iso(at), ""};
  return number;
}

} // namespace

Result<void> put_notes(sqlite::Database& database, std::uint64_t tenant, std::span<const NoteRow> notes) {
  for (const auto& note : notes) {
    {
      HANDRAIL_TRY(auto there, database.query("SELECT 1 FROM note WHERE tenant = ? AND version = ?"));
      there.bind(tenant).bind(note.version);
      HANDRAIL_TRY(const bool any, there.next());
      if (any) continue;
    }
    HANDRAIL_TRY(const auto number, free_number(database, note.at));
    const auto marks = marks_of(tenant, note);
    HANDRAIL_TRY(auto insert, database.query("INSERT INTO note (number, tenant, version, note, author, at, category, "
                                             "task, escalated, marks, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(number)
                       .bind(tenant)
                       .bind(note.version)
                       .bind(note.note.text())
                       .bind(note.author.text())
                       .bind(micros(note.at))
                       .bind(std::string_view(note.category))
                       .bind(note.task.text())
                       .bind(note.escalated ? 1 : 0)
                       .bind(std::string_view(marks))
                       .bind(std::string_view(note.text))
                       .run());
    HANDRAIL_TRY(auto words, database.query("INSERT INTO note_words (rowid, text, marks) VALUES (?, ?, ?)"));
    HANDRAIL_CHECK(words.bind(number).bind(std::string_view(note.text)).bind(std::string_view(marks)).run());
  }
  return {};
}

} // namespace handrail::store
