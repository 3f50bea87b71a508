// The check of a table sees each input as a row of classes that no test of its column tells apart: the literals
// themselves, what lies between two neighbours, what lies outside. A test is then some stretches of classes, a row a
// box.
#pragma once

#include "feel/table/decision_table_state.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace handrail::feel {

/// The classes from `from` to before `to`.
struct Stretch {
  std::size_t from = 0, to = 0;

  bool operator==(const Stretch&) const = default;
};

/// Stretches in their order, none empty, with something between each two.
using Stretches = std::vector<Stretch>;

/// The first class that is in both; nothing when there is none.
std::optional<std::size_t> first_common(const Stretches& a, const Stretches& b);
Stretches common(const Stretches& a, const Stretches& b);
/// All of the classes before `end` that are in none of `taken`, which may be in any order and overlap.
Stretches rest(Stretches taken, std::size_t end);

/// One input: its classes, each by a value of it, and the classes that each row's test takes.
struct Column {
  bool is_measured = false; ///< numbers, dates, times, durations: what lies side by side belongs together
  std::vector<Value> classes;
  std::vector<Stretches> taken; ///< by row
  std::vector<bool> is_exact;   ///< by row: false when the test is more than literals; it then takes none
};

Column column_of(const DecisionTable& table, std::size_t input);

} // namespace handrail::feel
