// What can be said of a table without running it: overlaps, gaps and rows that never fire. Rows are boxes of classes
// (table/column_classes.h), and the questions are about boxes. A column with a test that is more than literals cannot
// be cut; what would rest on it is not reported, and that is.
#include "feel/limits.h"
#include "feel/table/column_classes.h"
#include "feel/table/stretch_index.h"
#include "feel/value/text_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace handrail::feel {

namespace {

constexpr std::size_t most_findings = 20; ///< of each kind: an author mends them one after the other

using Box = std::vector<Stretches>; ///< for each column
using Rows = std::vector<std::size_t>;

/// Goes through a box in one column, from one place where some row begins or ends to the next: between them the same
/// rows take it.
class Sweep {
public:
  Sweep(const std::vector<Stretches>& taken, const Rows& rows, const Stretches& box) {
    for (const auto& stretch : box) {
      turns_.push_back({stretch.from, Turn::box_begins, 0});
      turns_.push_back({stretch.to, Turn::box_ends, 0});
    }
    for (const auto row : rows)
      for (const auto& stretch : common(taken[row], box)) {
        turns_.push_back({stretch.from, Turn::row_begins, row});
        turns_.push_back({stretch.to, Turn::row_ends, row});
      }
    std::sort(turns_.begin(), turns_.end(), [](const Turn& a, const Turn& b) { return a.at < b.at; });
  }

  /// On to the next part of the box. False at the end.
  bool next() {
    do {
      if (turn_ == turns_.size()) return false;
      at_ = turns_[turn_].at;
      for (; turn_ < turns_.size() && turns_[turn_].at == at_; ++turn_) take(turns_[turn_]);
    } while (open_ == 0);
    return true;
  }
  std::size_t at() const { return at_; }
  const Rows& rows() const { return rows_; } ///< in their order

private:
  struct Turn {
    std::size_t at = 0;
    enum { row_begins, row_ends, box_begins, box_ends } what = row_begins;
    std::size_t row = 0;
  };
  void take(const Turn& turn) {
    const auto place = std::lower_bound(rows_.begin(), rows_.end(), turn.row);
    switch (turn.what) {
      case Turn::row_begins: rows_.insert(place, turn.row); break;
      case Turn::row_ends: rows_.erase(place); break;
      case Turn::box_begins: ++open_; break;
      case Turn::box_ends: --open_; break;
    }
  }

  std::vector<Turn> turns_;
  std::size_t turn_ = 0, at_ = 0;
  int open_ = 0;
  Rows rows_;
};

/// Classes that the same rows take need one look. It forgets when there are too many to keep.
class Seen {
public:
  /// False when it was seen.
  bool insert(const Rows& rows) {
    constexpr std::size_t most_kept = 100'000;
    if ((kept_ += rows.size()) > most_kept) {
      all_.clear();
      kept_ = rows.size();
    }
    return all_.insert(rows).second;
  }

private:
  std::set<Rows> all_;
  std::size_t kept_ = 0;
};

class Analysis {
public:
  explicit Analysis(const DecisionTable& table) : table_(table) {
    for (std::size_t i = 0; i < table.inputs.size(); ++i) columns_.push_back(column_of(table, i));
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      if (!is_exact(row)) inexact_.push_back(row);
    choose_index();
  }

  std::vector<TableFinding> run() && {
    find_unreachable();
    find_overlaps();
    find_gaps();
    if (!inexact_.empty()) tell_inexact();
    return std::move(findings_);
  }

private:
  bool is_exact(std::size_t row) const {
    return std::all_of(columns_.begin(), columns_.end(), [&](const Column& column) { return column.is_exact[row]; });
  }

  std::string example(const std::vector<std::size_t>& point) const {
    std::string text;
    for (std::size_t i = 0; i < point.size(); ++i) {
      const Value& value = columns_[i].classes[point[i]];
      if (value.is_null() && columns_[i].classes.size() == 1) continue; // any value will do
      text +=
          fmt::format("{}{} = {}", text.empty() ? "" : ", ", table_.source.inputs[i].expression, literal_form(value));
    }
    return text;
  }

  void add(TableFinding::Kind kind, Rows rows, std::string message, std::string shown = {}) {
    findings_.push_back({kind, std::move(rows), std::move(message), std::move(shown)});
  }

  // Each of the questions has as much work as the limit says; one that takes more is said not to be answered.
  void begin() { steps_ = 0; }
  bool is_spent() const { return steps_ >= limits::table_check_steps; }
  bool spend(std::size_t steps) { return (steps_ += steps) < limits::table_check_steps; }
  void tell_unfinished(std::string what) {
    add(TableFinding::Kind::unfinished, {},
        fmt::format("this table is too much work to check whole: {}", std::move(what)));
  }

  // ---- which rows may meet ---------------------------------------------------------------------------------------

  /// Rows are looked up by the column that tells most of them apart.
  void choose_index() {
    std::optional<std::uint64_t> fewest;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      StretchIndex index(columns_[i].taken);
      if (fewest && index.pairs() >= *fewest) continue;
      fewest = index.pairs();
      index_ = std::move(index);
      indexed_ = i;
    }
  }

  /// The rows before `row` that meet it in every column, in their order.
  Rows earlier_that_meet(std::size_t row) {
    Rows rows;
    if (!columns_.empty())
      index_.for_each_meeting(columns_[indexed_].taken[row], [&](std::size_t other) {
        if (other < row && spend(1) && is_exact(other) && common_point(row, other)) rows.push_back(other);
        return !is_spent();
      });
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  /// A point in both rows; nothing when there is none.
  std::optional<std::vector<std::size_t>> common_point(std::size_t a, std::size_t b) const {
    std::vector<std::size_t> point;
    for (const auto& column : columns_) {
      const auto both = first_common(column.taken[a], column.taken[b]);
      if (!both) return std::nullopt;
      point.push_back(*both);
    }
    return point;
  }

  // ---- overlaps --------------------------------------------------------------------------------------------------

  bool have_same_results(std::size_t a, std::size_t b) const {
    return table_.source.rows[a].results == table_.source.rows[b].results;
  }

  void find_overlaps() {
    const auto policy = table_.source.policy;
    if (policy != HitPolicy::unique && policy != HitPolicy::any) return;
    begin();
    std::size_t found = 0;
    for (std::size_t b = 1; b < table_.rows.size() && found < most_findings; ++b) {
      if (!is_exact(b)) continue;
      for (const auto a : earlier_that_meet(b)) {
        if (found == most_findings || (policy == HitPolicy::any && have_same_results(a, b))) continue;
        ++found;
        add(TableFinding::Kind::overlap, {a, b},
            fmt::format("rows {} and {} both fire{}", a + 1, b + 1,
                        policy == HitPolicy::any ? ", with different results" : ""),
            example(*common_point(a, b)));
      }
      if (is_spent()) return tell_unfinished(fmt::format("no row after row {} was looked at for overlaps", b + 1));
    }
  }

  // ---- what rows leave of a box ----------------------------------------------------------------------------------

  /// A point of `box` that none of `rows` takes, from `column` on. When there is none, or the work is spent: false.
  bool uncovered(std::size_t column, const Rows& rows, const Box& box, std::vector<std::size_t>& point) {
    if (rows.empty()) {
      for (std::size_t i = column; i < columns_.size(); ++i) point[i] = box[i].front().from;
      return true;
    }
    if (column == columns_.size() || !spend(rows.size())) return false;
    if (std::any_of(rows.begin(), rows.end(), [&](std::size_t row) { return covers(row, column, box); })) return false;
    if (column + 1 == columns_.size()) return uncovered_in_last(rows, box, point);
    Seen seen;
    Sweep sweep(columns_[column].taken, rows, box[column]);
    while (sweep.next()) {
      if (!spend(1 + sweep.rows().size())) return false;
      if (!seen.insert(sweep.rows())) continue;
      point[column] = sweep.at();
      if (uncovered(column + 1, sweep.rows(), box, point)) return true;
    }
    return false;
  }

  /// Does the row alone take all of the box, from `column` on?
  bool covers(std::size_t row, std::size_t column, const Box& box) const {
    for (std::size_t i = column; i < columns_.size(); ++i)
      if (common(columns_[i].taken[row], box[i]) != box[i]) return false;
    return true;
  }

  bool uncovered_in_last(const Rows& rows, const Box& box, std::vector<std::size_t>& point) {
    const Column& last = columns_.back();
    Stretches taken;
    for (const auto row : rows) taken.insert(taken.end(), last.taken[row].begin(), last.taken[row].end());
    if (!spend(taken.size())) return false;
    const auto left = first_common(rest(std::move(taken), last.classes.size()), box.back());
    if (left) point.back() = *left;
    return left.has_value();
  }

  // ---- gaps ------------------------------------------------------------------------------------------------------

  /// Finds one point after the other, each time counting as covered what the last one stands for.
  void find_gaps() {
    const bool has_default =
        std::any_of(table_.otherwise.begin(), table_.otherwise.end(), [](const auto& cell) { return cell != nullptr; });
    const auto policy = table_.source.policy;
    const bool needs_cover = policy == HitPolicy::unique || policy == HitPolicy::any || policy == HitPolicy::first ||
                             policy == HitPolicy::priority;
    // A row that cannot be cut might cover anything.
    if (has_default || !needs_cover || !inexact_.empty() || columns_.empty()) return;
    begin();
    Box whole;
    for (const auto& column : columns_) whole.push_back({{0, column.classes.size()}});
    for (std::size_t found = 0; found < most_findings; ++found) {
      Rows rows(columns_.front().taken.size());
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
      std::vector<std::size_t> point(columns_.size());
      if (!uncovered(0, rows, whole, point)) {
        if (is_spent()) tell_unfinished("there may be inputs that no row covers");
        return;
      }
      add(TableFinding::Kind::gap, {}, "no row fires", example(point));
      cover_around(point);
    }
  }

  /// Grows the point to as large a box as no row takes, and counts that as covered: a gap is told once. Of numbers and
  /// the like it is the one stretch around the point, so that two holes are two gaps.
  void cover_around(const std::vector<std::size_t>& point) {
    const std::size_t rows = table_.rows.size(); // the gaps told before part nothing
    Box box;
    for (const auto at : point) box.push_back({{at, at + 1}});
    for (std::size_t grown = 0; grown < columns_.size(); ++grown) {
      Stretches taken; // by rows that meet the box in all other columns
      for (std::size_t row = 0; row < rows; ++row) {
        bool meets = spend(1);
        for (std::size_t c = 0; c < columns_.size() && meets; ++c)
          meets = c == grown || first_common(columns_[c].taken[row], box[c]);
        const auto& more = columns_[grown].taken[row];
        if (meets) taken.insert(taken.end(), more.begin(), more.end());
      }
      box[grown] = rest(std::move(taken), columns_[grown].classes.size());
      if (columns_[grown].is_measured)
        std::erase_if(box[grown], [&](const Stretch& stretch) {
          return point[grown] < stretch.from || point[grown] >= stretch.to;
        });
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].taken.push_back(std::move(box[c]));
  }

  // ---- rows that never fire --------------------------------------------------------------------------------------

  void find_unreachable() {
    begin();
    const bool earlier_win = table_.source.policy == HitPolicy::first;
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      const auto empty = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) {
        return column.is_exact[row] && column.taken[row].empty();
      });
      if (empty != columns_.end()) {
        const auto& input = table_.source.inputs[static_cast<std::size_t>(empty - columns_.begin())];
        add(TableFinding::Kind::unreachable, {row},
            fmt::format("row {} can never fire: no value of “{}” passes its test", row + 1, input.expression));
        continue;
      }
      if (!earlier_win || !is_exact(row) || is_spent()) continue;
      const Rows earlier = earlier_that_meet(row);
      Box box;
      for (const auto& column : columns_) box.push_back(column.taken[row]);
      std::vector<std::size_t> point(columns_.size());
      const bool is_covered = !earlier.empty() && !uncovered(0, earlier, box, point);
      if (is_spent())
        tell_unfinished(fmt::format("from row {} on, rows may be there that never fire", row + 1));
      else if (is_covered)
        add(TableFinding::Kind::unreachable, {row},
            fmt::format("row {} can never fire: the rows before it take all it would", row + 1));
    }
  }

  void tell_inexact() {
    const auto policy = table_.source.policy;
    if (policy == HitPolicy::rule_order || policy == HitPolicy::output_order || policy == HitPolicy::collect) return;
    add(TableFinding::Kind::left_out, {inexact_.front()},
        fmt::format(
            "the check leaves out row {}{}, whose test is more than a comparison with literals, and does not look "
            "for inputs without a row",
            inexact_.front() + 1, inexact_.size() == 1 ? "" : fmt::format(" and {} more", inexact_.size() - 1)));
  }

  const DecisionTable& table_;
  std::vector<Column> columns_;
  Rows inexact_; ///< with a test that is more than literals
  StretchIndex index_;
  std::size_t indexed_ = 0; ///< the column that `index_` is made of
  std::vector<TableFinding> findings_;
  std::uint64_t steps_ = 0;
};

} // namespace

std::vector<TableFinding> check_table(const DecisionTable& table) { return Analysis(table).run(); }

} // namespace handrail::feel
