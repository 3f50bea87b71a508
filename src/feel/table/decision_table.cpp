#include "feel/decision_table.h"

#include "core/text.h"
#include "feel/evaluation/expression.h"
#include "feel/limits.h"
#include "feel/table/decision_table_state.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace handrail::feel {

bool read_hit_policy(std::string_view text, HitPolicy& policy, Aggregation& aggregation) {
  constexpr std::pair<std::string_view, std::pair<HitPolicy, Aggregation>> known[] = {
      {"U", {HitPolicy::unique, Aggregation::none}},       {"A", {HitPolicy::any, Aggregation::none}},
      {"F", {HitPolicy::first, Aggregation::none}},        {"P", {HitPolicy::priority, Aggregation::none}},
      {"R", {HitPolicy::rule_order, Aggregation::none}},   {"O", {HitPolicy::output_order, Aggregation::none}},
      {"C", {HitPolicy::collect, Aggregation::none}},      {"C+", {HitPolicy::collect, Aggregation::sum}},
      {"C<", {HitPolicy::collect, Aggregation::smallest}}, {"C>", {HitPolicy::collect, Aggregation::largest}},
      {"C#", {HitPolicy::collect, Aggregation::count}}};
  for (const auto& [letter, meaning] : known) {
    if (letter != text) continue;
    policy = meaning.first;
    aggregation = meaning.second;
    return true;
  }
  return false;
}

namespace {

// ---- compiling ---------------------------------------------------------------------------------------------------

bool is_blank_test(std::string_view text) {
  const auto trimmed = text::trimmed(text);
  return trimmed.empty() || trimmed == "-";
}

class TableCompiler {
public:
  TableCompiler(const TableSource& source, const Names& names) : table_(std::make_shared<DecisionTable>()) {
    table_->source = source;
    if (table_->source.parameters.empty())
      for (const auto& input : source.inputs)
        table_->source.parameters.push_back({std::string(text::trimmed(input.expression)), input.type});
    // The parameters come first, in the order in which the arguments do: that is where evaluation looks for them.
    for (const auto& parameter : table_->source.parameters) names_.add(parameter.name, parameter.type);
    for (const auto& name : names.all())
      if (names_.find(name.name) == nullptr) names_.add(name.name, name.type);
  }

  CompiledTable run() && {
    check_shape();
    if (problems_.empty()) {
      head();
      for (std::size_t i = 0; i < table_->source.rows.size(); ++i) row(i);
    }
    if (!problems_.empty()) return {nullptr, std::move(problems_)};
    table_->index = RowIndex::of(*table_);
    return {std::move(table_), {}};
  }

private:
  const TableSource& source() const { return table_->source; }

  void problem(std::size_t row, std::size_t column, std::string message, std::string hint = "") {
    problems_.push_back({row, column, {0, 0, std::move(message), std::move(hint)}});
  }

  void check_shape() {
    if (source().outputs.empty())
      problem(TableProblem::header_row, 0, "the table has no output", "add a column with results");
    if (source().rows.size() > limits::table_rows)
      problem(TableProblem::header_row, 0, fmt::format("a table can have {} rows at most", limits::table_rows));
    if (source().aggregation != Aggregation::none && source().outputs.size() > 1)
      problem(TableProblem::header_row, source().inputs.size(), "only one output can be added up, counted or compared",
              "use C, or drop the other outputs");
    for (std::size_t i = 0; i < source().rows.size(); ++i) {
      const auto& row = source().rows[i];
      if (row.tests.size() != source().inputs.size() || row.results.size() != source().outputs.size())
        problem(i, 0,
                fmt::format("this row has {} cells, and the table {} columns", row.tests.size() + row.results.size(),
                            source().inputs.size() + source().outputs.size()));
    }
  }

  DecisionTable::Cell cell(std::size_t row, std::size_t column, const std::string& text, Mode mode, const Type& type) {
    auto compiled = compile(text, names_, mode, Checking::strict, mode == Mode::unary_tests ? type : Type());
    for (auto& found : compiled.problems) problems_.push_back({row, column, std::move(found)});
    const bool is_result = mode == Mode::expression && row != TableProblem::header_row;
    if (compiled.expression && is_result && !overlap(compiled.type, type) && compiled.type.kind() != Type::Kind::null)
      problem(
          row, column,
          fmt::format("this is {}, and the column holds {}", kind_text(compiled.type.kind()), kind_text(type.kind())),
          type.texts().empty() ? "" : fmt::format("it holds one of {}", fmt::join(type.texts(), ", ")));
    return compiled.expression;
  }

  void head() {
    constexpr auto row = TableProblem::header_row;
    for (std::size_t i = 0; i < source().inputs.size(); ++i)
      table_->inputs.push_back(cell(row, i, source().inputs[i].expression, Mode::expression, source().inputs[i].type));
    for (std::size_t i = 0; i < source().outputs.size(); ++i) {
      const auto& output = source().outputs[i];
      const std::size_t column = source().inputs.size() + i;
      table_->otherwise.push_back(
          output.otherwise.empty() ? nullptr : cell(row, column, output.otherwise, Mode::expression, output.type));
      auto& priorities = table_->priorities.emplace_back();
      for (const auto& value : output.values) {
        const auto literal = cell(row, column, value, Mode::expression, output.type);
        if (literal) priorities.push_back(evaluate(*literal, Value(), {}).value);
      }
    }
    const bool is_ordered = source().policy == HitPolicy::priority || source().policy == HitPolicy::output_order;
    const bool has_order =
        std::any_of(table_->priorities.begin(), table_->priorities.end(), [](const auto& p) { return !p.empty(); });
    if (is_ordered && !has_order)
      problem(row, source().inputs.size(),
              "this hit policy needs the values of an output, from the highest priority down",
              "list them, or use another policy");
  }

  void row(std::size_t index) {
    const auto& texts = source().rows[index];
    DecisionTable::Row row;
    for (std::size_t i = 0; i < texts.tests.size(); ++i)
      row.tests.push_back(is_blank_test(texts.tests[i])
                              ? nullptr
                              : cell(index, i, texts.tests[i], Mode::unary_tests, source().inputs[i].type));
    for (std::size_t i = 0; i < texts.results.size(); ++i) {
      const std::string result(text::trimmed(texts.results[i]));
      row.results.push_back(cell(index, texts.tests.size() + i, result.empty() || result == "-" ? "null" : result,
                                 Mode::expression, source().outputs[i].type));
    }
    table_->rows.push_back(std::move(row));
  }

  std::shared_ptr<DecisionTable> table_;
  Names names_;
  std::vector<TableProblem> problems_;
};

// ---- evaluating --------------------------------------------------------------------------------------------------

class TableDecider {
public:
  TableDecider(const DecisionTable& table, std::span<const Value> arguments, const Value& variables,
               const Surroundings& surroundings)
      : table_(table), surroundings_(surroundings) {
    std::vector<Context::Entry> entries;
    const auto& parameters = table.source.parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i)
      entries.emplace_back(parameters[i].name, i < arguments.size() ? arguments[i] : Value());
    if (variables.is_context())
      for (const auto& [name, value] : variables.as_context().entries()) {
        const bool hidden = std::any_of(parameters.begin(), parameters.end(),
                                        [&entry = name](const auto& p) { return p.name == entry; });
        if (!hidden) entries.emplace_back(name, value);
      }
    variables_ = Value::context(std::move(entries));
  }

  TableDecision run() && {
    std::vector<Value> inputs;
    for (const auto& input : table_.inputs) inputs.push_back(value_of(*input, nullptr));
    const auto candidates = table_.index ? table_.index->candidates(inputs) : std::nullopt;
    const auto count = candidates ? candidates->size() : table_.rows.size();
    const bool is_first_enough = table_.source.policy == HitPolicy::first;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t row = candidates ? (*candidates)[i] : i;
      if (!fires(table_.rows[row], inputs)) continue;
      decision_.rows.push_back(row);
      if (is_first_enough) break;
    }
    decision_.value = decision_.rows.empty() ? without_rows() : with_rows();
    return std::move(decision_);
  }

private:
  Value value_of(const Expression& expression, const Value* input) {
    auto evaluation = evaluate(expression, variables_, surroundings_, input);
    std::move(evaluation.problems.begin(), evaluation.problems.end(), std::back_inserter(decision_.problems));
    return std::move(evaluation.value);
  }

  bool fires(const DecisionTable::Row& row, const std::vector<Value>& inputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (row.tests[i] == nullptr) continue;
      // A test that cannot be made, e.g. of null against a range, does not hold; that is no mistake of the table.
      if (!evaluate(*row.tests[i], variables_, surroundings_, &inputs[i]).value.is_true()) return false;
    }
    return true;
  }

  Value failed(std::string message) {
    decision_.problems.push_back({0, 0, std::move(message), ""});
    return {};
  }

  std::string row_numbers() const {
    std::string text;
    for (const auto row : decision_.rows) text += fmt::format("{}{}", text.empty() ? "" : ", ", row + 1);
    return text;
  }

  bool gives_list() const {
    const auto policy = table_.source.policy;
    return policy == HitPolicy::rule_order || policy == HitPolicy::output_order || policy == HitPolicy::collect;
  }

  Value without_rows() {
    const bool has_default =
        std::any_of(table_.otherwise.begin(), table_.otherwise.end(), [](const auto& cell) { return cell != nullptr; });
    if (!has_default) {
      if (table_.source.aggregation == Aggregation::count) return Value::number(0);
      return gives_list() && table_.source.aggregation == Aggregation::none ? Value::list({}) : Value();
    }
    return assembled(
        [&](std::size_t i) { return table_.otherwise[i] ? value_of(*table_.otherwise[i], nullptr) : Value(); });
  }

  /// The value of one output, or a context of all.
  template <class OutputAt>
  Value assembled(OutputAt output_at) {
    const auto& outputs = table_.source.outputs;
    if (outputs.size() == 1) return output_at(0);
    std::vector<Context::Entry> entries;
    for (std::size_t i = 0; i < outputs.size(); ++i) entries.emplace_back(outputs[i].name, output_at(i));
    return Value::context(std::move(entries));
  }

  std::vector<Value> outputs_of(std::size_t row) {
    std::vector<Value> outputs;
    for (const auto& result : table_.rows[row].results) outputs.push_back(value_of(*result, nullptr));
    return outputs;
  }

  static Value result_of(TableDecider& self, const std::vector<Value>& outputs) {
    return self.assembled([&](std::size_t i) { return outputs[i]; });
  }

  bool is_equal(const Value& a, const Value& b) { return a.to_text() == b.to_text() && a.kind() == b.kind(); }

  /// The place of each output among the values by priority; those that are not listed come last.
  std::vector<std::size_t> rank_of(const std::vector<Value>& outputs) {
    std::vector<std::size_t> rank;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const auto& priorities = table_.priorities[i];
      const auto found = std::find_if(priorities.begin(), priorities.end(),
                                      [&](const Value& value) { return is_equal(value, outputs[i]); });
      if (!priorities.empty()) rank.push_back(static_cast<std::size_t>(found - priorities.begin()));
    }
    return rank;
  }

  Value with_rows() {
    struct Hit {
      std::size_t row;
      std::vector<Value> outputs;
      std::vector<std::size_t> rank;
    };
    const auto policy = table_.source.policy;
    if (policy == HitPolicy::unique && decision_.rows.size() > 1)
      return failed(fmt::format("rows {} of {} fire at once, and only one may", row_numbers(), table_.source.name));
    std::vector<Hit> hits;
    for (const auto row : decision_.rows) {
      auto outputs = outputs_of(row);
      auto rank = rank_of(outputs);
      hits.push_back({row, std::move(outputs), std::move(rank)});
    }
    if (policy == HitPolicy::any)
      for (const auto& hit : hits)
        if (!is_equal(result_of(*this, hit.outputs), result_of(*this, hits.front().outputs)))
          return failed(
              fmt::format("rows {} of {} fire at once with different results", row_numbers(), table_.source.name));
    if (policy == HitPolicy::priority || policy == HitPolicy::output_order) {
      std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.rank < b.rank; });
      for (std::size_t i = 0; i < hits.size(); ++i) decision_.rows[i] = hits[i].row;
    }
    if (!gives_list()) {
      decision_.rows.resize(1);
      return result_of(*this, hits.front().outputs);
    }
    std::vector<Value> results;
    results.reserve(hits.size());
    for (const auto& hit : hits) results.push_back(result_of(*this, hit.outputs));
    return aggregated(std::move(results));
  }

  Value aggregated(std::vector<Value> results) {
    switch (table_.source.aggregation) {
      case Aggregation::none: return Value::list(std::move(results));
      case Aggregation::count: return Value::number(static_cast<std::int64_t>(results.size()));
      case Aggregation::sum: return sum(results);
      case Aggregation::smallest:
      case Aggregation::largest: break;
    }
    const bool largest = table_.source.aggregation == Aggregation::largest;
    Value best = results.front();
    for (const auto& result : results) {
      const auto compared = order(result, best);
      if (!compared) return failed(fmt::format("{} and {} cannot be compared", kind_text(result), kind_text(best)));
      if (largest ? *compared > 0 : *compared < 0) best = result;
    }
    return best;
  }

  Value sum(const std::vector<Value>& results) {
    std::optional<Decimal> total = Decimal();
    for (const auto& result : results) {
      if (!result.is_number())
        return failed(fmt::format("only numbers can be added up, and this is {}", kind_text(result)));
      total = Decimal::add(*total, result.as_number());
      if (!total) return failed("the sum is too large to be held");
    }
    return Value::number(*total);
  }

  const DecisionTable& table_;
  const Surroundings& surroundings_;
  Value variables_;
  TableDecision decision_;
};

Type result_type(const TableSource& source) {
  if (source.aggregation == Aggregation::sum || source.aggregation == Aggregation::count) return Type::number();
  std::vector<Type::Entry> entries;
  for (const auto& output : source.outputs) entries.push_back({output.name, output.type});
  Type one = entries.size() == 1 ? entries.front().type : Type::context(std::move(entries));
  const bool is_list = source.policy == HitPolicy::rule_order || source.policy == HitPolicy::output_order ||
                       (source.policy == HitPolicy::collect && source.aggregation == Aggregation::none);
  return is_list ? Type::list(std::move(one)) : one;
}

} // namespace

CompiledTable compile_table(const TableSource& source, const Names& names) {
  return TableCompiler(source, names).run();
}

TableDecision decide(const DecisionTable& table, std::span<const Value> arguments, const Value& variables,
                     const Surroundings& surroundings) {
  return TableDecider(table, arguments, variables, surroundings).run();
}

Value function_of(std::shared_ptr<const DecisionTable> table, Value variables) {
  const TableSource& source = table->source;
  auto parameters = source.parameters;
  return Value::native(
      source.name, std::move(parameters), result_type(source),
      [table = std::move(table), variables = std::move(variables)](std::span<const Value> arguments,
                                                                   const Surroundings& surroundings) -> Result<Value> {
        auto decision = decide(*table, arguments, variables, surroundings);
        if (decision.problems.empty()) return std::move(decision.value);
        const Problem& first = decision.problems.front();
        return Error{ErrorCode::invalid, fmt::format("{}: {}", table->source.name, first.message), "", first.hint};
      });
}

Type type_of(const DecisionTable& table) { return Type::function(table.source.parameters, result_type(table.source)); }

} // namespace handrail::feel
