// The tenants in the order of their names, or of their customers: an index to go along, in which each has a label.
// Labels are numbers in the same order, so that any tenants can be put in it without reading a text.
#pragma once

#include "core/result.h"
#include "store/lists/column_table.h"
#include "store/sqlite.h"
#include "store/tenant_order.h"

#include <cstdint>
#include <vector>

namespace handrail::store {

/// The statements that make the tables.
extern const char* const text_index_tables;

/// A place in an order, and who stands there.
struct NumberedPlace {
  TenantPlace place;
  std::uint64_t number = 0;
};

/// Goes along the index, entry by entry.
class TextWalk {
public:
  /// `order` is name or customer. Begins after the place, which must outlive the walk; at the first where it is null.
  static Result<TextWalk> begin(sqlite::Database& database, TenantOrder order, bool descending,
                                const TenantPlace* after);
  /// Is there another entry?
  Result<bool> next() { return rows_.next(); }
  std::uint64_t number() const { return rows_.natural(0); }
  Cell label() const { return rows_.natural(1); }
  TenantPlace place() const;

private:
  TextWalk(sqlite::Query rows, TenantOrder order) : rows_(std::move(rows)), order_(order) {}
  sqlite::Query rows_;
  TenantOrder order_;
};

/// The column with the labels of an order.
constexpr Column label_column(TenantOrder order) {
  return order == TenantOrder::customer ? Column::customer : Column::name;
}

/// The label behind which a list goes on: that of the last entry up to the place; 0 where there is none.
Result<Cell> label_up_to(sqlite::Database& database, TenantOrder order, const TenantPlace& place);

/// Writes the index, and the labels into their column.
class TextIndexWriter {
public:
  TextIndexWriter(sqlite::Database& database, ColumnWriter& columns, TenantOrder order)
      : database_(database), columns_(columns), order_(order) {}

  Result<void> add(std::uint64_t number, const TenantPlace& place);
  Result<void> remove(const TenantPlace& place);

private:
  /// Labels that nothing between them has: of the entry before a place and of the one behind it.
  struct Room {
    Cell before = 0, behind = 0;
    bool at_end = false;
  };
  Result<Room> room_at(const TenantPlace& place);
  Result<void> make_room(const TenantPlace& place);
  Result<std::vector<NumberedPlace>> neighbours(const TenantPlace& place, bool descending, std::size_t count,
                                                Cell& outside);
  Result<void> label(const NumberedPlace& entry, Cell label);

  sqlite::Database& database_;
  ColumnWriter& columns_;
  TenantOrder order_;
};

} // namespace handrail::store
