// What can be said of a table without running it: overlaps, gaps and rows that never fire.
//
// Each input's values are cut into classes that no test of its column tells apart: the literals themselves, what lies
// between two neighbours, what lies outside. A test is then a set of classes, a row a box, and the questions are about
// boxes. A column with a test that is more than literals cannot be cut; what would rest on it is not reported.
#include "feel/evaluation/expression.h"
#include "feel/evaluation/operator_nodes.h"
#include "feel/limits.h"
#include "feel/table/decision_table_state.h"
#include "feel/value/compare.h"
#include "feel/value/text_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace handrail::feel {

namespace {

constexpr std::size_t most_findings = 20; ///< of each kind: an author mends them one after the other

using Classes = std::vector<bool>; ///< one for each class of values of a column

/// The literals that a constant value is compared with.
void literals_of(const Value& value, std::vector<Value>& literals) {
  if (value.is_list()) {
    for (const auto& item : value.as_list()) literals_of(item, literals);
  } else if (value.is_range()) {
    if (value.as_range().has_start) literals.push_back(value.as_range().start);
    if (value.as_range().has_end) literals.push_back(value.as_range().end);
  } else if (!value.is_null()) {
    literals.push_back(value);
  }
}

/// A value strictly between two neighbours, or beyond one of them; nothing when there is none.
std::optional<Value> between(const Value* low, const Value* high) {
  const Value& known = low != nullptr ? *low : *high;
  const int direction = low != nullptr ? 1 : -1;
  std::optional<Value> middle;
  switch (known.kind()) {
    case Value::Kind::number: {
      if (low == nullptr || high == nullptr) {
        const auto next = Decimal::add(known.as_number(), Decimal(direction));
        if (next) middle = Value::number(*next);
        break;
      }
      // A whole number, where there is one, is the better example.
      const auto next = Decimal::add(low->as_number(), Decimal(1));
      const auto whole = next ? next->rounded(0, Rounding::floor) : next;
      const auto sum = Decimal::add(low->as_number(), high->as_number());
      const auto half = sum ? Decimal::divide(*sum, Decimal(2)) : sum;
      if (whole && *whole > low->as_number() && *whole < high->as_number())
        middle = Value::number(*whole);
      else if (half)
        middle = Value::number(*half);
      break;
    }
    case Value::Kind::date: {
      const auto next = date_of_days(days_since_epoch(known.as_calendar_date()) + direction);
      if (next) middle = Value::date(*next);
      break;
    }
    case Value::Kind::date_and_time: {
      const UtcMoment moment = to_utc(known.as_date_and_time());
      const auto next = from_utc({moment.seconds + direction, 0}, known.as_date_and_time().time.zone);
      if (next) middle = Value::date_and_time(*next);
      break;
    }
    case Value::Kind::days_and_time_duration:
      middle = Value::duration(DayTimeDuration{known.as_day_time_duration().seconds + direction, 0});
      break;
    case Value::Kind::years_and_months_duration:
      middle = Value::duration(YearMonthDuration{known.as_year_month_duration().months + direction});
      break;
    case Value::Kind::string: middle = Value::string(low != nullptr ? low->as_string() + " (another)" : ""); break;
    default: return std::nullopt;
  }
  if (!middle) return std::nullopt;
  const auto above = low != nullptr ? order(*low, *middle) : std::nullopt;
  const auto below = high != nullptr ? order(*middle, *high) : std::nullopt;
  const bool inside = (low == nullptr || (above && *above < 0)) && (high == nullptr || (below && *below < 0));
  return inside ? middle : std::nullopt;
}

/// One input: its classes, each by a value of it, and the classes that each row's test takes.
struct Column {
  std::vector<Value> classes;
  std::vector<Classes> taken; ///< by row
  std::vector<bool> is_exact; ///< by row: false when the test is more than literals
};

class Analysis {
public:
  explicit Analysis(const DecisionTable& table) : table_(table) {
    for (std::size_t i = 0; i < table.inputs.size(); ++i) columns_.push_back(column(i));
  }

  std::vector<TableFinding> run() && {
    find_unreachable();
    find_overlaps();
    find_gaps();
    return std::move(findings_);
  }

private:
  static const InNode* tests_of(const DecisionTable::Cell& cell) {
    return cell ? dynamic_cast<const InNode*>(cell->root.get()) : nullptr;
  }

  static Value constant(const Node& node, const Expression& owner) {
    const Value none;
    const Surroundings nowhere;
    Run run(owner, none, nowhere, nullptr, nullptr);
    run.set_locals(owner.slots);
    return node.value(run);
  }

  /// Does a cell of the column test for null, which then is a class of its own?
  bool tests_null(std::size_t index) const {
    return std::any_of(table_.rows.begin(), table_.rows.end(), [&](const DecisionTable::Row& row) {
      const InNode* tests = tests_of(row.tests[index]);
      return tests != nullptr && tests->is_constant() &&
             std::any_of(tests->tests().begin(), tests->tests().end(), [&](const Test& test) {
               return !test.operation && constant(*test.value, *row.tests[index]).is_null();
             });
    });
  }

  std::vector<Value> classes_of(std::size_t index) const {
    auto classes = known_classes_of(index);
    if (!tests_null(index)) return classes;
    if (classes.front().is_null()) // nothing else is tested for: any other value is one class
      classes.front() =
          table_.source.inputs[index].type.kind() == Type::Kind::number ? Value::number(0) : Value::string("");
    classes.emplace_back();
    return classes;
  }

  std::vector<Value> known_classes_of(std::size_t index) const {
    const Type& type = table_.source.inputs[index].type;
    if (type.kind() == Type::Kind::boolean) return {Value::boolean(true), Value::boolean(false)};
    std::vector<Value> classes;
    if (!type.texts().empty()) {
      for (const auto& text : type.texts()) classes.push_back(Value::string(text));
      return classes;
    }
    std::vector<Value> literals;
    for (const auto& row : table_.rows) {
      const InNode* tests = tests_of(row.tests[index]);
      if (tests == nullptr || !tests->is_constant()) continue;
      for (const auto& test : tests->tests()) literals_of(constant(*test.value, *row.tests[index]), literals);
    }
    std::sort(literals.begin(), literals.end(), [](const Value& a, const Value& b) {
      const auto compared = order(a, b);
      return compared ? *compared < 0 : a.kind() < b.kind();
    });
    const auto same = [](const Value& a, const Value& b) {
      const auto compared = order(a, b);
      return compared && *compared == 0;
    };
    literals.erase(std::unique(literals.begin(), literals.end(), same), literals.end());
    for (std::size_t i = 0; i <= literals.size() && !literals.empty(); ++i) {
      const auto gap = between(i > 0 ? &literals[i - 1] : nullptr, i < literals.size() ? &literals[i] : nullptr);
      if (gap) classes.push_back(*gap);
      if (i < literals.size()) classes.push_back(literals[i]);
    }
    if (classes.empty()) classes.emplace_back(); // no test looks at it
    return classes;
  }

  Column column(std::size_t index) const {
    Column column;
    column.classes = classes_of(index);
    const Surroundings nowhere;
    for (const auto& row : table_.rows) {
      const auto& cell = row.tests[index];
      const InNode* tests = tests_of(cell);
      column.is_exact.push_back(cell == nullptr || (tests != nullptr && tests->is_constant()));
      Classes taken(column.classes.size(), cell == nullptr);
      for (std::size_t i = 0; i < taken.size() && cell != nullptr && column.is_exact.back(); ++i)
        taken[i] = evaluate(*cell, Value(), nowhere, &column.classes[i]).value.is_true();
      column.taken.push_back(std::move(taken));
    }
    return column;
  }

  bool is_exact(std::size_t row) const {
    return std::all_of(columns_.begin(), columns_.end(), [&](const Column& column) { return column.is_exact[row]; });
  }

  std::string example(const std::vector<std::size_t>& classes) const {
    std::string text;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const Value& value = columns_[i].classes[classes[i]];
      if (value.is_null() && columns_[i].classes.size() == 1) continue; // any value will do
      text +=
          fmt::format("{}{} = {}", text.empty() ? "" : ", ", table_.source.inputs[i].expression, literal_form(value));
    }
    return text;
  }

  void add(TableFinding::Kind kind, std::vector<std::size_t> rows, std::string message, std::string shown) {
    findings_.push_back({kind, std::move(rows), std::move(message), std::move(shown)});
  }

  bool spend() { return steps_ < limits::table_check_steps && ++steps_ != 0; }

  // ---- overlaps --------------------------------------------------------------------------------------------------

  /// A point in both rows; nothing when there is none.
  std::optional<std::vector<std::size_t>> common_point(std::size_t a, std::size_t b) const {
    std::vector<std::size_t> point;
    for (const auto& column : columns_) {
      std::size_t i = 0;
      while (i < column.classes.size() && !(column.taken[a][i] && column.taken[b][i])) ++i;
      if (i == column.classes.size()) return std::nullopt;
      point.push_back(i);
    }
    return point;
  }

  bool have_same_results(std::size_t a, std::size_t b) const {
    return table_.source.rows[a].results == table_.source.rows[b].results;
  }

  void find_overlaps() {
    const auto policy = table_.source.policy;
    if (policy != HitPolicy::unique && policy != HitPolicy::any) return;
    std::size_t found = 0;
    for (std::size_t b = 1; b < table_.rows.size(); ++b) {
      for (std::size_t a = 0; a < b && found < most_findings && spend(); ++a) {
        if (!is_exact(a) || !is_exact(b) || (policy == HitPolicy::any && have_same_results(a, b))) continue;
        const auto point = common_point(a, b);
        if (!point) continue;
        ++found;
        add(TableFinding::Kind::overlap, {a, b},
            fmt::format("rows {} and {} both fire{}", a + 1, b + 1,
                        policy == HitPolicy::any ? ", with different results" : ""),
            example(*point));
      }
    }
  }

  // ---- gaps ------------------------------------------------------------------------------------------------------

  /// A point of `box` that no one of `rows` takes, from `column` on; nothing when they cover it all.
  bool uncovered(std::size_t column, const std::vector<std::size_t>& rows, const std::vector<Classes>& box,
                 std::vector<std::size_t>& point) {
    if (rows.empty()) {
      for (std::size_t i = column; i < columns_.size(); ++i)
        point[i] = static_cast<std::size_t>(std::find(box[i].begin(), box[i].end(), true) - box[i].begin());
      return true;
    }
    if (column == columns_.size() || !spend()) return false;
    std::vector<std::vector<std::size_t>> seen; // classes that the same rows take need one look
    for (std::size_t i = 0; i < columns_[column].classes.size(); ++i) {
      if (!box[column][i]) continue;
      std::vector<std::size_t> remaining;
      for (const auto row : rows)
        if (columns_[column].taken[row][i]) remaining.push_back(row);
      if (std::find(seen.begin(), seen.end(), remaining) != seen.end()) continue;
      point[column] = i;
      if (uncovered(column + 1, remaining, box, point)) return true;
      seen.push_back(std::move(remaining));
    }
    return false;
  }

  std::vector<Classes> whole_box() const {
    std::vector<Classes> box;
    for (const auto& column : columns_) box.emplace_back(column.classes.size(), true);
    return box;
  }

  /// Finds one point after the other, each time counting as covered what the last one stands for.
  void find_gaps() {
    const bool has_default =
        std::any_of(table_.otherwise.begin(), table_.otherwise.end(), [](const auto& cell) { return cell != nullptr; });
    const auto policy = table_.source.policy;
    const bool needs_cover = policy == HitPolicy::unique || policy == HitPolicy::any || policy == HitPolicy::first ||
                             policy == HitPolicy::priority;
    if (has_default || !needs_cover) return;
    // A row that cannot be cut might cover anything.
    for (std::size_t row = 0; row < table_.rows.size(); ++row)
      if (!is_exact(row)) return;
    for (std::size_t found = 0; found < most_findings; ++found) {
      std::vector<std::size_t> rows(columns_.empty() ? 0 : columns_.front().taken.size());
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
      std::vector<std::size_t> point(columns_.size());
      if (columns_.empty() || !uncovered(0, rows, whole_box(), point)) break;
      add(TableFinding::Kind::gap, {}, "no row fires", example(point));
      cover_around(point);
    }
    for (auto& column : columns_) {
      column.taken.resize(table_.rows.size());
      column.is_exact.resize(table_.rows.size());
    }
  }

  bool is_taken_by_any_row(const std::vector<Classes>& box, std::size_t rows) const {
    for (std::size_t row = 0; row < rows; ++row) {
      bool meets = true;
      for (std::size_t c = 0; c < columns_.size() && meets; ++c) {
        const auto& taken = columns_[c].taken[row];
        meets = false;
        for (std::size_t i = 0; i < taken.size() && !meets; ++i) meets = taken[i] && box[c][i];
      }
      if (meets) return true;
    }
    return false;
  }

  /// Grows the point to as large a box as no row takes, and counts that as covered: a gap is told once.
  void cover_around(const std::vector<std::size_t>& point) {
    const std::size_t rows = columns_.front().taken.size();
    std::vector<Classes> box;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      box.emplace_back(columns_[c].classes.size());
      box.back()[point[c]] = true;
    }
    for (auto& classes : box) {
      for (auto&& is_covered : classes) {
        if (is_covered || !spend()) continue;
        is_covered = true;
        is_covered = !is_taken_by_any_row(box, rows);
      }
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      columns_[c].taken.push_back(std::move(box[c]));
      columns_[c].is_exact.push_back(true);
    }
  }

  // ---- rows that never fire --------------------------------------------------------------------------------------

  void find_unreachable() {
    const bool earlier_win = table_.source.policy == HitPolicy::first;
    std::vector<std::size_t> earlier;
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      const auto empty = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) {
        return column.is_exact[row] &&
               std::find(column.taken[row].begin(), column.taken[row].end(), true) == column.taken[row].end();
      });
      if (empty != columns_.end()) {
        const auto& input = table_.source.inputs[static_cast<std::size_t>(empty - columns_.begin())];
        add(TableFinding::Kind::unreachable, {row},
            fmt::format("row {} can never fire: no value of “{}” passes its test", row + 1, input.expression), "");
        continue;
      }
      if (!is_exact(row)) continue;
      std::vector<Classes> box;
      for (const auto& column : columns_) box.push_back(column.taken[row]);
      std::vector<std::size_t> point(columns_.size());
      const std::uint64_t before = steps_;
      const bool is_covered = earlier_win && !earlier.empty() && !uncovered(0, earlier, box, point);
      if (is_covered && steps_ < limits::table_check_steps)
        add(TableFinding::Kind::unreachable, {row},
            fmt::format("row {} can never fire: the rows before it take all it would", row + 1), "");
      if (steps_ >= limits::table_check_steps) steps_ = before;
      earlier.push_back(row);
    }
  }

  const DecisionTable& table_;
  std::vector<Column> columns_;
  std::vector<TableFinding> findings_;
  std::uint64_t steps_ = 0;
};

} // namespace

std::vector<TableFinding> check_table(const DecisionTable& table) { return Analysis(table).run(); }

} // namespace handrail::feel
