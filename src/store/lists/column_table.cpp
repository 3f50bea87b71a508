#include "store/lists/column_table.h"

#include "store/tenant_order.h"

#include <algorithm>

namespace handrail::store {

const char* const column_table = R"(
-- The place is the column times 4,294,967,296 and the chunk's number.
CREATE TABLE column_chunk (
  place INTEGER PRIMARY KEY,
  cells BLOB NOT NULL
) STRICT;
)";

namespace {

constexpr std::uint64_t chunks_of_a_column = std::uint64_t{1} << 32U;
constexpr unsigned half = 32;                                 ///< bits of a cell
constexpr std::int64_t day_0 = std::int64_t{1} << (half - 1); ///< 1970 began; dates before it are numbers too

std::uint64_t place_of(Column column, std::uint64_t chunk) {
  return static_cast<std::uint64_t>(column) * chunks_of_a_column + chunk;
}

} // namespace

// ---- cells ---------------------------------------------------------------------------------------------------------

Cell changed_cell(Instant changed) { return static_cast<Cell>(second_of(changed)); }

Cell work_cell(const std::optional<Instant>& last_work) {
  return last_work ? static_cast<Cell>(second_of(*last_work)) + 1 : 0;
}

Cell times_cell(Instant changed, const std::optional<Instant>& last_work) {
  return changed_cell(changed) << half | work_cell(last_work);
}

Cell changed_in(Cell times) { return times >> half; }
Cell work_in(Cell times) { return times & ((Cell{1} << half) - 1); }

Cell no_date_cell() { return (Cell{1} << half) - 1; }

Cell date_cell(const std::optional<Date>& date) {
  if (!date) return no_date_cell();
  return static_cast<Cell>(std::chrono::sys_days(*date).time_since_epoch().count() + day_0);
}

std::optional<Date> date_in(Cell date) {
  if (date == no_date_cell()) return std::nullopt;
  return Date(std::chrono::sys_days(std::chrono::days(static_cast<int>(static_cast<std::int64_t>(date) - day_0))));
}

// ---- reading -------------------------------------------------------------------------------------------------------

Result<sqlite::Query> column_chunks(sqlite::Database& database, Column column) {
  HANDRAIL_TRY(auto rows, database.query("SELECT place - ?1, cells FROM column_chunk WHERE place BETWEEN ?1 AND ?2 "
                                         "ORDER BY place"));
  rows.bind(place_of(column, 0)).bind(place_of(column, chunks_of_a_column - 1));
  return rows;
}

// ---- writing -------------------------------------------------------------------------------------------------------

void ColumnWriter::set(std::uint64_t tenant, Column column, Cell cell) {
  const auto cells = chunks_of(column).cells;
  waiting_.push_back({place_of(column, tenant / cells), static_cast<std::size_t>(tenant % cells), cell});
}

Result<void> ColumnWriter::write_chunk(std::span<const Waiting> cells) {
  const auto place = cells.front().place;
  const auto [cell_bytes, count] = chunks_of(static_cast<Column>(place / chunks_of_a_column));
  std::vector<std::uint8_t> bytes(cell_bytes * count);
  {
    HANDRAIL_TRY(auto before, database_.query("SELECT cells FROM column_chunk WHERE place = ?"));
    before.bind(place);
    HANDRAIL_TRY(const bool found, before.next());
    if (found) std::copy_n(before.blob(0).begin(), std::min(bytes.size(), before.blob(0).size()), bytes.begin());
  }
  for (const auto& one : cells)
    for (std::size_t i = 0; i < cell_bytes; ++i)
      bytes[one.index * cell_bytes + i] = static_cast<std::uint8_t>(one.cell >> (8 * i));
  HANDRAIL_TRY(auto put, database_.query("INSERT OR REPLACE INTO column_chunk VALUES (?, ?)"));
  return put.bind(place).bind(bytes).run();
}

Result<void> ColumnWriter::write() {
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const Waiting& a, const Waiting& b) { return a.place < b.place; });
  for (std::size_t first = 0, end = 0; first < waiting_.size(); first = end) {
    while (end < waiting_.size() && waiting_[end].place == waiting_[first].place) ++end;
    HANDRAIL_CHECK(write_chunk(std::span(waiting_).subspan(first, end - first)));
  }
  waiting_.clear();
  return {};
}

} // namespace handrail::store
