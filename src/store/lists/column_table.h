// Columns: what lists are sorted or narrowed by where it has an order and too many values for sets, as arrays over the
// numbers of the tenants (docs/decisions/0115-saved-views-by-sets-and-columns.md).
#pragma once

#include "core/result.h"
#include "store/lists/number_set.h"
#include "store/read_models.h"
#include "store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace handrail::store {

/// The statement that makes the table.
extern const char* const column_table;

/// In a cell stands, as a number of so many bytes:
enum class Column : std::uint8_t {
  times,    ///< 8: the second of the last change, and that of the last work
  date,     ///< 4: of the next action
  name,     ///< 8: the label in the order of names
  customer, ///< 8: the label in the order of customers
};

using Cell = std::uint64_t;

Cell times_cell(Instant changed, const std::optional<Instant>& last_work);
Cell changed_in(Cell times);
Cell work_in(Cell times);
/// The cell of a last work at that instant; 0: never.
Cell work_cell(const std::optional<Instant>& last_work);
Cell changed_cell(Instant changed);
/// The later the higher; no date is highest of all.
Cell date_cell(const std::optional<Date>& date);
Cell no_date_cell();
std::optional<Date> date_in(Cell date);
/// How a column is stored: so many cells of so many bytes are a row that fills a page.
struct ColumnChunks {
  std::size_t cell_bytes, cells;
};
constexpr ColumnChunks chunks_of(Column column) {
  constexpr std::size_t bytes = 4000;
  const std::size_t cell_bytes = column == Column::date ? 4 : 8;
  return {cell_bytes, bytes / cell_bytes};
}

/// Rows of two columns: the number of the chunk, and its cells.
Result<sqlite::Query> column_chunks(sqlite::Database& database, Column column);

/// The lowest byte comes first.
inline Cell cell_at(std::span<const std::uint8_t> cells, std::size_t index, std::size_t cell_bytes) {
  const auto* bytes = cells.data() + index * cell_bytes;
  Cell low = bytes[0] | Cell{bytes[1]} << 8U | Cell{bytes[2]} << 16U | Cell{bytes[3]} << 24U;
  if (cell_bytes == 4) return low;
  return low | Cell{bytes[4]} << 32U | Cell{bytes[5]} << 40U | Cell{bytes[6]} << 48U | Cell{bytes[7]} << 56U;
}

/// Calls `visit(number, cell)` for each tenant of the set, by number.
template <class Visit>
Result<void> read_column(sqlite::Database& database, Column column, const NumberSet& set, Visit visit) {
  const auto [cell_bytes, cells] = chunks_of(column);
  HANDRAIL_TRY(auto rows, column_chunks(database, column));
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return {};
    const auto first = rows.natural(0) * cells;
    const auto bytes = rows.blob(1);
    const auto size = bytes.size() / cell_bytes;
    const auto width = cell_bytes;
    set.each_in(first, first + size, [&](std::uint64_t number) {
      visit(number, cell_at(bytes, static_cast<std::size_t>(number - first), width));
    });
  }
}

/// Gathers the changes of a transaction and writes each chunk once.
class ColumnWriter {
public:
  explicit ColumnWriter(sqlite::Database& database) : database_(database) {}

  void set(std::uint64_t tenant, Column column, Cell cell);
  Result<void> write();
  void forget() { waiting_.clear(); }

private:
  struct Waiting {
    std::uint64_t place = 0;
    std::size_t index = 0;
    Cell cell = 0;
  };
  Result<void> write_chunk(std::span<const Waiting> cells);

  sqlite::Database& database_;
  std::vector<Waiting> waiting_;
};

} // namespace handrail::store
