#include "store/lists/text_index.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace handrail::store {

const char* const text_index_tables = R"(
-- Folded names and customers, in the order of lists. A label is higher than that of the entry before.
CREATE TABLE tenant_by_name (
  name   TEXT    NOT NULL,
  id     TEXT    NOT NULL,
  tenant INTEGER NOT NULL,
  label  INTEGER NOT NULL,
  PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tenant_by_customer (
  customer TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  tenant   INTEGER NOT NULL,
  label    INTEGER NOT NULL,
  PRIMARY KEY (customer, name, id)
) STRICT, WITHOUT ROWID;
)";

namespace {

constexpr Cell end_of_labels = Cell{1} << 62U;
/// Between the last label and a new one behind it: room for millions that come in order.
constexpr Cell step_at_end = Cell{1} << 38U;
/// Where entries are labelled anew, each gets at least so much room: then it is long until the next time.
constexpr Cell roomy = 1'024;

/// What is said to SQLite of an order.
struct Statements {
  const char *forward, *forward_after, *backward, *backward_before, *up_to;
  const char *insert, *remove, *label;
};
constexpr Statements by_name{
    "SELECT tenant, label, id, name FROM tenant_by_name ORDER BY name, id",
    "SELECT tenant, label, id, name FROM tenant_by_name WHERE (name, id) > (?, ?) ORDER BY name, id",
    "SELECT tenant, label, id, name FROM tenant_by_name ORDER BY name DESC, id DESC",
    "SELECT tenant, label, id, name FROM tenant_by_name WHERE (name, id) < (?, ?) ORDER BY name DESC, id DESC",
    "SELECT label FROM tenant_by_name WHERE (name, id) <= (?, ?) ORDER BY name DESC, id DESC LIMIT 1",
    "INSERT INTO tenant_by_name (name, id, tenant, label) VALUES (?, ?, ?, ?)",
    "DELETE FROM tenant_by_name WHERE name = ? AND id = ?",
    "UPDATE tenant_by_name SET label = ?3 WHERE name = ?1 AND id = ?2"};
constexpr Statements by_customer{
    "SELECT tenant, label, id, name, customer FROM tenant_by_customer ORDER BY customer, name, id",
    "SELECT tenant, label, id, name, customer FROM tenant_by_customer WHERE (customer, name, id) > (?, ?, ?) "
    "ORDER BY customer, name, id",
    "SELECT tenant, label, id, name, customer FROM tenant_by_customer ORDER BY customer DESC, name DESC, id DESC",
    "SELECT tenant, label, id, name, customer FROM tenant_by_customer WHERE (customer, name, id) < (?, ?, ?) "
    "ORDER BY customer DESC, name DESC, id DESC",
    "SELECT label FROM tenant_by_customer WHERE (customer, name, id) <= (?, ?, ?) "
    "ORDER BY customer DESC, name DESC, id DESC LIMIT 1",
    "INSERT INTO tenant_by_customer (customer, name, id, tenant, label) VALUES (?, ?, ?, ?, ?)",
    "DELETE FROM tenant_by_customer WHERE customer = ? AND name = ? AND id = ?",
    "UPDATE tenant_by_customer SET label = ?4 WHERE customer = ?1 AND name = ?2 AND id = ?3"};

const Statements& statements_of(TenantOrder order) { return order == TenantOrder::customer ? by_customer : by_name; }

sqlite::Query& bind(sqlite::Query& query, TenantOrder order, const TenantPlace& place) {
  if (order == TenantOrder::customer) query.bind(std::string_view(place.major));
  return query.bind(std::string_view(place.name)).bind(std::string_view(place.id));
}

} // namespace

// ---- reading -------------------------------------------------------------------------------------------------------

Result<TextWalk> TextWalk::begin(sqlite::Database& database, TenantOrder order, bool descending,
                                 const TenantPlace* after) {
  const auto& statements = statements_of(order);
  const char* from_there = descending ? statements.backward_before : statements.forward_after;
  const char* from_the_first = descending ? statements.backward : statements.forward;
  HANDRAIL_TRY(auto rows, database.query(after != nullptr ? from_there : from_the_first));
  if (after != nullptr) bind(rows, order, *after);
  return TextWalk(std::move(rows), order);
}

TenantPlace TextWalk::place() const {
  return {order_ == TenantOrder::customer ? std::string(rows_.text(4)) : std::string(), std::string(rows_.text(3)),
          std::string(rows_.text(2))};
}

Result<Cell> label_up_to(sqlite::Database& database, TenantOrder order, const TenantPlace& place) {
  HANDRAIL_TRY(auto rows, database.query(statements_of(order).up_to));
  bind(rows, order, place);
  HANDRAIL_TRY(const bool found, rows.next());
  return found ? rows.natural(0) : Cell{0};
}

// ---- writing -------------------------------------------------------------------------------------------------------

Result<TextIndexWriter::Room> TextIndexWriter::room_at(const TenantPlace& place) {
  HANDRAIL_TRY(const Cell before, label_up_to(database_, order_, place));
  HANDRAIL_TRY(auto walk, TextWalk::begin(database_, order_, false, &place));
  HANDRAIL_TRY(const bool any, walk.next());
  return Room{before, any ? walk.label() : end_of_labels, !any};
}

Result<void> TextIndexWriter::add(std::uint64_t number, const TenantPlace& place) {
  HANDRAIL_TRY(auto room, room_at(place));
  if (room.behind - room.before < 2) {
    HANDRAIL_CHECK(make_room(place));
    HANDRAIL_TRY(room, room_at(place));
  }
  const Cell half = (room.behind - room.before) / 2;
  const Cell label = room.before + (room.at_end ? std::min(half, step_at_end) : half);
  columns_.set(number, label_column(order_), label);
  HANDRAIL_TRY(auto insert, database_.query(statements_of(order_).insert));
  return bind(insert, order_, place).bind(number).bind(label).run();
}

Result<void> TextIndexWriter::remove(const TenantPlace& place) {
  HANDRAIL_TRY(auto remove, database_.query(statements_of(order_).remove));
  return bind(remove, order_, place).run();
}

/// The entries on one side of a place, the nearest first, and the label of the one behind them.
Result<std::vector<NumberedPlace>> TextIndexWriter::neighbours(const TenantPlace& place, bool descending,
                                                               std::size_t count, Cell& outside) {
  std::vector<NumberedPlace> found;
  outside = descending ? 0 : end_of_labels;
  HANDRAIL_TRY(auto walk, TextWalk::begin(database_, order_, descending, &place));
  for (;;) {
    HANDRAIL_TRY(const bool more, walk.next());
    if (!more) return found;
    if (found.size() == count) {
      outside = walk.label();
      return found;
    }
    found.push_back({walk.place(), walk.number()});
  }
}

Result<void> TextIndexWriter::label(const NumberedPlace& entry, Cell label) {
  columns_.set(entry.number, label_column(order_), label);
  HANDRAIL_TRY(auto update, database_.query(statements_of(order_).label));
  return bind(update, order_, entry.place).bind(label).run();
}

/// Labels as many of the neighbours anew as it takes for each to have room on both sides; rarely many of them.
Result<void> TextIndexWriter::make_room(const TenantPlace& place) {
  for (std::size_t count = 16;; count *= 2) {
    Cell first = 0, last = 0;
    HANDRAIL_TRY(auto before, neighbours(place, true, count, first));
    HANDRAIL_TRY(auto behind, neighbours(place, false, count, last));
    const bool are_all = before.size() < count && behind.size() < count;
    const Cell step = (last - first) / (before.size() + behind.size() + 2);
    if (step < roomy && !are_all) continue;
    std::reverse(before.begin(), before.end());
    Cell at = first;
    for (const auto& entry : before) HANDRAIL_CHECK(label(entry, at += step));
    at += step; // the new one's
    for (const auto& entry : behind) HANDRAIL_CHECK(label(entry, at += step));
    return {};
  }
}

} // namespace handrail::store
