#include "store/postgres_rows.h"

#include <algorithm>

namespace handrail::store::postgres {

Hash hash_at(const Rows& rows, std::size_t row, int column) {
  const auto bytes = rows.blob(row, column);
  Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

std::vector<StoredEvent> events_in(const Rows& rows) {
  std::vector<StoredEvent> events;
  events.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    events.push_back({rows.natural(row, 0), TenantId(rows.text(row, 1)), rows.natural(row, 2),
                      CommandId(rows.text(row, 3)), hash_at(rows, row, 4), PersonId(rows.text(row, 5)),
                      Instant(std::chrono::microseconds(rows.integer(row, 6))), std::string(rows.text(row, 7)),
                      std::string(rows.text(row, 8)), rows.flag(row, 9), hash_at(rows, row, 10)});
  return events;
}

Result<Head> head_in(const Rows& rows) {
  if (rows.size() == 1) return Head{rows.natural(0, 0), hash_at(rows, 0, 1)};
  return Error{ErrorCode::unavailable, "The row that says where the log ends is gone", "the table head",
               "Run `handrail verify` to see what is there, and restore a backup."};
}

} // namespace handrail::store::postgres
