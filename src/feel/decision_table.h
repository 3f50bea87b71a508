// Decision tables (DMN 1.5): rows of unary tests, a hit policy, and one or more outputs. Where a table is written down
// is the caller's affair: it comes in as texts, and problems name the row and column.
//
//   CompiledTable c = compile_table(source, names);
//   values.push_back({"inactive_queue", function_of(c.table)});   // callable in any expression: inactive_queue(region)
#pragma once

#include "feel/feel.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace handrail::feel {

enum class HitPolicy { unique, any, first, priority, rule_order, output_order, collect };
enum class Aggregation { none, sum, smallest, largest, count };

struct TableInput {
  std::string expression; ///< over the parameters, mostly just one of their names
  Type type;              ///< what it gives; Type::one_of makes gaps between texts visible
};

struct TableOutput {
  std::string name;
  Type type;
  std::vector<std::string> values; ///< literals from the highest priority down; may be empty
  std::string otherwise;           ///< an expression for when no row fires; empty for null
};

struct TableRow {
  std::vector<std::string> tests;   ///< one per input; "-" or blank matches everything
  std::vector<std::string> results; ///< one expression per output
};

struct TableSource {
  std::string name;                        ///< "inactive_queue"
  std::vector<Type::Parameter> parameters; ///< empty: one for each input, named and typed like it
  HitPolicy policy = HitPolicy::unique;
  Aggregation aggregation = Aggregation::none;
  std::vector<TableInput> inputs;
  std::vector<TableOutput> outputs;
  std::vector<TableRow> rows;
};

/// Reads "U", "A", "F", "P", "R", "O", "C", "C+", "C<", "C>", "C#". False for anything else.
bool read_hit_policy(std::string_view text, HitPolicy& policy, Aggregation& aggregation);

/// Rows and columns count from 0, inputs first and outputs after them. `row` is `header_row` for a column's head.
struct TableProblem {
  static constexpr std::size_t header_row = static_cast<std::size_t>(-1);
  std::size_t row = header_row;
  std::size_t column = 0;
  Problem problem; ///< its offset counts in the text of the cell
};

class DecisionTable; // compiled, immutable; shared freely between threads

struct CompiledTable {
  std::shared_ptr<const DecisionTable> table; ///< null when there are `problems`
  std::vector<TableProblem> problems;
};

/// `names` are in scope of every cell, besides the parameters. A cell's names get their values from `variables` below.
CompiledTable compile_table(const TableSource& source, const Names& names);

struct TableDecision {
  Value value;                   ///< one output: its value; several: a context; a list under R, O and C
  std::vector<std::size_t> rows; ///< those that fired and count, in the order of the policy
  std::vector<Problem> problems; ///< e.g. two rows fired under U; then the value is null
};

/// `arguments`: one for each parameter. `variables`: a context with the `names` of the compilation, or null.
TableDecision decide(const DecisionTable& table, std::span<const Value> arguments, const Value& variables,
                     const Surroundings& surroundings);

/// The table as a function of its parameters, for the values and the names of other expressions.
Value function_of(std::shared_ptr<const DecisionTable> table, Value variables = {});
Type type_of(const DecisionTable& table);

/// A weakness of a table. All of them are exact where the tests are intervals, lists and negations of literals; what
/// was not looked at is said: rows with other tests (`left_out`), and what would be more work than the limit
/// (`unfinished`).
struct TableFinding {
  enum class Kind { overlap, gap, unreachable, left_out, unfinished };
  Kind kind = Kind::gap;
  std::vector<std::size_t> rows; ///< the rows that overlap, or the one that can never fire
  std::string message;
  std::string example; ///< `region = "EMEA", seats = 150`: inputs that show it
};

/// Overlaps under U (and under A where results differ), inputs that no row covers, rows that can never fire.
std::vector<TableFinding> check_table(const DecisionTable& table);

} // namespace handrail::feel
