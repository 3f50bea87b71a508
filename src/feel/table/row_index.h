// Which rows of a large table can fire at all for a value of one of its columns, without trying each. § tables-8
#pragma once

#include "feel/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace handrail::feel {

class DecisionTable;

/// One column's values cut into classes at the literals of its tests, and for each class the rows it may fire. Never
/// leaves out a row that fires; the rows it gives are still tried. Immutable.
class RowIndex {
public:
  /// Of the column that tells the rows apart best; none when the table is small, or none of its columns would help.
  static std::optional<RowIndex> of(const DecisionTable& table);

  /// The rows that may fire for these inputs, in order. Nothing when the value is of another kind than the column's
  /// literals: then every row has to be tried.
  std::optional<std::span<const std::uint32_t>> candidates(std::span<const Value> inputs) const;

private:
  static std::optional<RowIndex> of_column(const DecisionTable& table, std::size_t column, Value::Kind kind);

  std::size_t column_ = 0;
  Value::Kind kind_ = Value::Kind::string;
  std::vector<Value> literals_;                  ///< sorted, each once
  std::vector<std::vector<std::uint32_t>> rows_; ///< of what lies before literal 0, is it, lies behind it, …
  std::size_t listed_ = 0;                       ///< rows in all of them: how little it helps
};

} // namespace handrail::feel
