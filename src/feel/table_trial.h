// A decision table tried with values: which rows fire, which of them count under the hit policy, and cell by cell why.
#pragma once

#include "feel/decision_table.h"

#include <span>
#include <vector>

namespace handrail::feel {

struct TableTrial {
  struct Row {
    std::vector<bool> holds; ///< of each input cell, in order
    bool fires = false;      ///< all of them hold
    bool counts = false;     ///< the hit policy makes the result from it
  };
  std::vector<Value> inputs; ///< what the cells of each column test
  std::vector<Row> rows;
  TableDecision decision;
};

/// `arguments`: one for each parameter; every row is tried, also those behind the first that fires.
TableTrial try_table(const DecisionTable& table, std::span<const Value> arguments, const Surroundings& surroundings);

/// What the table was compiled from, with its parameters filled in.
const TableSource& source_of(const DecisionTable& table);

} // namespace handrail::feel
