#include "feel/table_trial.h"

#include "feel/table/decision_table_state.h"

#include <algorithm>

namespace handrail::feel {

TableTrial try_table(const DecisionTable& table, std::span<const Value> arguments, const Surroundings& surroundings) {
  TableTrial trial;
  std::vector<Context::Entry> entries;
  const auto& parameters = table.source.parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    entries.emplace_back(parameters[i].name, i < arguments.size() ? arguments[i] : Value());
  const Value variables = Value::context(std::move(entries));
  for (const auto& input : table.inputs) trial.inputs.push_back(evaluate(*input, variables, surroundings).value);
  for (const auto& row : table.rows) {
    TableTrial::Row tried;
    for (std::size_t i = 0; i < row.tests.size(); ++i)
      tried.holds.push_back(row.tests[i] == nullptr ||
                            evaluate(*row.tests[i], variables, surroundings, &trial.inputs[i]).value.is_true());
    tried.fires = std::all_of(tried.holds.begin(), tried.holds.end(), [](bool holds) { return holds; });
    trial.rows.push_back(std::move(tried));
  }
  trial.decision = decide(table, arguments, {}, surroundings);
  for (const auto counted : trial.decision.rows) trial.rows[counted].counts = true;
  return trial;
}

const TableSource& source_of(const DecisionTable& table) { return table.source; }

} // namespace handrail::feel
