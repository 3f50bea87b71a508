#include "store/lists/tenant_table.h"

#include "store/row_codec.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace handrail::store {

const char* const tenant_tables = R"(
CREATE TABLE tenant (
  number  INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  row     BLOB    NOT NULL
) STRICT;

-- Which tenants have three letters in a row; where in them, and what they are, their rows say.
CREATE VIRTUAL TABLE tenant_text USING fts5 (
  text, content='', detail='none', columnsize=0, tokenize='trigram case_sensitive 1'
);
)";

namespace {

/// More letters narrow little, and cost a list each.
constexpr std::size_t most_trigrams = 12;

Error contradiction(std::uint64_t number) {
  return {ErrorCode::unavailable, "The lists contradict each other: a tenant's row is missing", std::to_string(number),
          "Stop the server and run `handrail rebuild`: the lists are made anew from the log."};
}

/// "\"con\" AND \"ont\"": what has all of them may have the text.
std::string trigrams_of(std::string_view text) {
  std::vector<std::size_t> letters; // where each begins
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) letters.push_back(i);
  letters.push_back(text.size());
  std::string query;
  std::size_t count = 0;
  for (std::size_t i = 0; i + 3 < letters.size() && count < most_trigrams; ++i) {
    const auto three = text.substr(letters[i], letters[i + 3] - letters[i]);
    if (three.find('\0') != std::string_view::npos) continue; // ends a query; nobody's name has one
    query += count++ == 0 ? "\"" : " AND \"";
    for (const char c : three) query += c == '"' ? std::string("\"\"") : std::string(1, c);
    query += '"';
  }
  return query;
}

} // namespace

// ---- reading -------------------------------------------------------------------------------------------------------

Result<std::uint64_t> last_number(sqlite::Database& database) {
  HANDRAIL_TRY(const auto last, database.number("SELECT max(number) FROM tenant"));
  return static_cast<std::uint64_t>(last);
}

Result<std::optional<NumberedTenant>> tenant_of(sqlite::Database& database, const TenantId& id) {
  HANDRAIL_TRY(auto rows, database.query("SELECT number, version, row FROM tenant WHERE id = ?"));
  rows.bind(id.text());
  HANDRAIL_TRY(const bool found, rows.next());
  if (!found) return std::optional<NumberedTenant>();
  NumberedTenant tenant{rows.natural(0), {}};
  tenant.row.id = id;
  tenant.row.version = rows.natural(1);
  HANDRAIL_CHECK(unpack(rows.blob(2), tenant.row));
  return std::optional(std::move(tenant));
}

namespace {

using Unpack = Result<void>(std::span<const std::uint8_t>, TenantRow&);

Result<TenantRow> read_tenant(sqlite::Database& database, std::uint64_t number, Unpack* how) {
  HANDRAIL_TRY(auto rows, database.query("SELECT id, version, row FROM tenant WHERE number = ?"));
  rows.bind(number);
  HANDRAIL_TRY(const bool found, rows.next());
  if (!found) return contradiction(number);
  TenantRow row;
  row.id = TenantId(rows.text(0));
  row.version = rows.natural(1);
  HANDRAIL_CHECK(how(rows.blob(2), row));
  return row;
}

} // namespace

Result<TenantRow> tenant_at(sqlite::Database& database, std::uint64_t number) {
  return read_tenant(database, number, unpack);
}

Result<TenantRow> tenant_head_at(sqlite::Database& database, std::uint64_t number) {
  return read_tenant(database, number, unpack_head);
}

Result<bool> add_by_text(sqlite::Database& database, const SearchedFor& text, std::size_t limit, NumberSet& set) {
  const auto query = trigrams_of(text.text());
  if (query.empty()) return true; // nothing has such letters
  HANDRAIL_TRY(auto rows, database.query("SELECT rowid FROM tenant_text WHERE tenant_text MATCH ?"));
  rows.bind(std::string_view(query));
  for (std::size_t count = 0;; ++count) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return true;
    if (count == limit) return false;
    set.add(rows.natural(0));
  }
}

// ---- writing -------------------------------------------------------------------------------------------------------

namespace {

Result<void> put_text(sqlite::Database& database, std::uint64_t number, const TenantRow* before, const TenantRow& now) {
  if (before != nullptr) {
    const auto text = searched_text(*before);
    HANDRAIL_TRY(auto remove,
                 database.query("INSERT INTO tenant_text (tenant_text, rowid, text) VALUES ('delete', ?, ?)"));
    HANDRAIL_CHECK(remove.bind(number).bind(std::string_view(text)).run());
  }
  const auto text = searched_text(now);
  HANDRAIL_TRY(auto insert, database.query("INSERT INTO tenant_text (rowid, text) VALUES (?, ?)"));
  return insert.bind(number).bind(std::string_view(text)).run();
}

} // namespace

Result<void> put_tenant(sqlite::Database& database, std::uint64_t number, const TenantRow* before,
                        const TenantRow& now) {
  const auto bytes = packed(now);
  if (before == nullptr) {
    HANDRAIL_TRY(auto insert, database.query("INSERT INTO tenant VALUES (?, ?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(number).bind(now.id.text()).bind(now.version).bind(bytes).run());
  } else {
    HANDRAIL_TRY(auto update, database.query("UPDATE tenant SET version = ?, row = ? WHERE number = ?"));
    HANDRAIL_CHECK(update.bind(now.version).bind(bytes).bind(number).run());
  }
  if (before != nullptr && before->name == now.name && before->customer == now.customer) return {};
  return put_text(database, number, before, now);
}

} // namespace handrail::store
