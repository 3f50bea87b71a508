#include "feel/table/row_index.h"

#include "feel/evaluation/expression.h"
#include "feel/evaluation/operator_nodes.h"
#include "feel/limits.h"
#include "feel/table/decision_table_state.h"
#include "feel/value/compare.h"

#include <algorithm>

namespace handrail::feel {

namespace {

constexpr std::size_t fewest_rows = 16;       ///< below, trying them all is as quick
constexpr std::size_t most_rows_a_class = 16; ///< on average; beyond, the index would be large and help little

/// From one literal to another, both included; null for no end. A test is taken for at least all that it matches.
struct Interval {
  Value low, high;
};

/// What a test with a literal matches; nothing when it is no test of the index.
std::optional<Interval> interval(std::optional<Comparison> operation, const Value& literal, Value::Kind kind) {
  if (literal.is_range() && !operation) {
    const auto& range = literal.as_range();
    if ((range.has_start && range.start.kind() != kind) || (range.has_end && range.end.kind() != kind))
      return std::nullopt;
    return Interval{range.has_start ? range.start : Value(), range.has_end ? range.end : Value()};
  }
  if (literal.kind() != kind) return std::nullopt;
  switch (operation.value_or(Comparison::equal)) {
    case Comparison::equal: return Interval{literal, literal};
    case Comparison::less:
    case Comparison::at_most: return Interval{Value(), literal};
    case Comparison::greater:
    case Comparison::at_least: return Interval{literal, Value()};
    case Comparison::not_equal: break;
  }
  return std::nullopt;
}

/// The intervals of a cell; nothing when it may match anything.
std::optional<std::vector<Interval>> intervals_of(const DecisionTable::Cell& cell, Value::Kind kind) {
  const auto* tests = cell ? dynamic_cast<const InNode*>(cell->root.get()) : nullptr;
  if (tests == nullptr || !tests->is_plain_cell() || !tests->is_constant() || tests->tests().empty())
    return std::nullopt;
  std::vector<Interval> found;
  for (const auto& test : tests->tests()) {
    const Value none;
    const Surroundings nowhere;
    Run run(*cell, none, nowhere, nullptr, nullptr);
    run.set_locals(cell->slots);
    auto one = interval(test.operation, test.value->value(run), kind);
    if (!one) return std::nullopt;
    found.push_back(std::move(*one));
  }
  return found;
}

bool is_less(const Value& a, const Value& b) {
  const auto compared = order(a, b);
  return compared && *compared < 0;
}

} // namespace

std::optional<RowIndex> RowIndex::of_column(const DecisionTable& table, std::size_t column, Value::Kind kind) {
  RowIndex index;
  index.column_ = column;
  index.kind_ = kind;
  std::vector<std::optional<std::vector<Interval>>> tests;
  for (const auto& row : table.rows) {
    tests.push_back(intervals_of(row.tests[column], kind));
    if (!tests.back()) continue;
    for (const auto& one : *tests.back()) {
      if (!one.low.is_null()) index.literals_.push_back(one.low);
      if (!one.high.is_null()) index.literals_.push_back(one.high);
    }
  }
  auto& literals = index.literals_;
  if (literals.empty()) return std::nullopt;
  std::sort(literals.begin(), literals.end(), is_less);
  const auto is_same_place = [](const Value& a, const Value& b) { return !is_less(a, b); }; // of sorted neighbours
  literals.erase(std::unique(literals.begin(), literals.end(), is_same_place), literals.end());

  index.rows_.resize(literals.size() * 2 + 1);
  const auto class_of = [&](const Value& literal) {
    const auto at = std::lower_bound(literals.begin(), literals.end(), literal, is_less) - literals.begin();
    return static_cast<std::size_t>(at) * 2 + 1;
  };
  for (std::size_t row = 0; row < tests.size(); ++row) {
    const auto add = [&](std::size_t first, std::size_t last) {
      for (auto at = first; at <= last; ++at) {
        auto& rows = index.rows_[at];
        if (!rows.empty() && rows.back() == row) continue; // two tests of one cell overlap
        rows.push_back(static_cast<std::uint32_t>(row));
        ++index.listed_;
      }
    };
    const auto last_class = index.rows_.size() - 1;
    if (!tests[row])
      add(0, last_class);
    else
      for (const auto& one : *tests[row])
        if (one.low.is_null() || one.high.is_null() || !is_less(one.high, one.low))
          add(one.low.is_null() ? 0 : class_of(one.low), one.high.is_null() ? last_class : class_of(one.high));
    if (index.listed_ > index.rows_.size() * most_rows_a_class) return std::nullopt;
  }
  return index;
}

std::optional<RowIndex> RowIndex::of(const DecisionTable& table) {
  if (table.rows.size() < fewest_rows) return std::nullopt;
  std::optional<RowIndex> best;
  for (std::size_t column = 0; column < table.inputs.size(); ++column)
    for (const auto kind : {Value::Kind::string, Value::Kind::number, Value::Kind::date}) {
      auto one = of_column(table, column, kind);
      const auto rows_a_class = [](const RowIndex& index) { return index.listed_ / index.rows_.size(); };
      if (one && (!best || rows_a_class(*one) < rows_a_class(*best))) best = std::move(one);
    }
  return best;
}

std::optional<std::span<const std::uint32_t>> RowIndex::candidates(std::span<const Value> inputs) const {
  const auto& value = inputs[column_];
  if (value.kind() != kind_) return std::nullopt;
  const auto found = std::lower_bound(literals_.begin(), literals_.end(), value, is_less);
  const auto before = static_cast<std::size_t>(found - literals_.begin()) * 2;
  const bool is_literal = found != literals_.end() && !is_less(value, *found);
  return rows_[is_literal ? before + 1 : before];
}

} // namespace handrail::feel
