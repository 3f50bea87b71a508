// A compiled table's inside, shared by its evaluation (decision_table.cpp) and its check (decision_table_check.cpp).
#pragma once

#include "feel/decision_table.h"
#include "feel/table/row_index.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace handrail::feel {

class DecisionTable {
public:
  using Cell = std::shared_ptr<const Expression>;
  struct Row {
    std::vector<Cell> tests; ///< null where everything matches
    std::vector<Cell> results;
  };

  TableSource source; ///< with the parameters filled in
  std::vector<Cell> inputs;
  std::vector<Row> rows;
  std::vector<std::vector<Value>> priorities; ///< of each output, from the highest down
  std::vector<Cell> otherwise;                ///< of each output; null where there is none
  std::optional<RowIndex> index;              ///< made when all the rows are there
};

} // namespace handrail::feel
