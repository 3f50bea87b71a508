// A table with an index decides as one without: each row is compared with a table of that row alone, which has none.
#include "feel/table/row_index.h"

#include "feel/decision_table.h"
#include "feel/table/decision_table_state.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace handrail::feel {
namespace {

/// Random tables over a text, a number and a date, and random inputs for them, kept to few literals so that they meet.
class Lottery {
public:
  explicit Lottery(unsigned seed) : random_(seed) {}

  TableSource table() {
    auto source = frame();
    const auto rows = 16 + below(40);
    for (unsigned i = 0; i < rows; ++i)
      source.rows.push_back(
          {{test(&Lottery::text), test(&Lottery::number), test(&Lottery::date)}, {std::to_string(i)}});
    return source;
  }
  static TableSource frame() {
    TableSource source;
    source.name = "lottery";
    source.policy = HitPolicy::rule_order;
    source.inputs = {{"word", Type()}, {"size", Type()}, {"day", Type()}};
    source.outputs = {{"row", Type::number(), {}, ""}};
    return source;
  }
  std::vector<Value> inputs() {
    std::vector<Value> values{value(text()), value(number()), value(date())};
    if (below(8) == 0) values[below(3)] = below(2) == 0 ? Value() : values[below(3)]; // null, or of another kind
    if (below(16) == 0) values[below(3)] = Value::list({values[0], values[1]});
    return values;
  }

private:
  using Literal = std::string (Lottery::*)();

  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  std::string text() { return fmt::format("\"{}\"", static_cast<char>('a' + below(12))); }
  std::string number() { return fmt::format("{}{}", below(20), below(4) == 0 ? ".50" : ""); }
  std::string date() { return fmt::format("@\"2020-03-{:02}\"", 1 + below(20)); }
  static Value value(const std::string& literal) {
    return evaluate(*compile(literal, Names(), Mode::expression).expression, Value(), {}).value;
  }

  std::string test(Literal literal) {
    const auto one = [&] { return (this->*literal)(); };
    switch (below(9)) {
      case 0: return "-";
      case 1: return fmt::format("not({})", one());
      case 2: return fmt::format("{}, {}, {}", one(), one(), one());
      case 3: return fmt::format("{} {}", below(2) == 0 ? "<" : ">=", one());
      case 4: return fmt::format("[{}..{})", one(), one());
      case 5: return fmt::format("{}, > {}", one(), one());
      case 6: return below(3) == 0 ? "? != null and ? = " + one() : one();
      default: return one();
    }
  }

  std::mt19937 random_;
};

std::shared_ptr<const DecisionTable> compiled(const TableSource& source) {
  auto result = compile_table(source, Names());
  for (const auto& problem : result.problems)
    ADD_FAILURE() << problem.row << ":" << problem.column << " " << problem.problem.message;
  return result.table;
}

TEST(RowIndex, FiresTheRowsThatTryingEachOneFires) {
  std::size_t indexed = 0;
  std::size_t fired = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Lottery lottery(seed);
    const auto source = lottery.table();
    const auto table = compiled(source);
    ASSERT_NE(table, nullptr);
    indexed += table->index.has_value() ? 1 : 0;
    std::vector<std::shared_ptr<const DecisionTable>> single;
    for (const auto& row : source.rows) {
      auto alone = Lottery::frame();
      alone.rows = {row};
      single.push_back(compiled(alone));
    }
    for (int round = 0; round < 40; ++round) {
      const auto inputs = lottery.inputs();
      std::vector<std::size_t> expected;
      for (std::size_t row = 0; row < single.size(); ++row)
        if (!decide(*single[row], inputs, Value(), {}).rows.empty()) expected.push_back(row);
      ASSERT_EQ(decide(*table, inputs, Value(), {}).rows, expected)
          << inputs[0].to_text() << ", " << inputs[1].to_text() << ", " << inputs[2].to_text();
      fired += expected.size();
    }
  }
  EXPECT_GT(indexed, 12U) << "the tables should be such that an index helps";
  EXPECT_GT(fired, 500U);
}

TEST(RowIndex, GivesOneOfTenThousandRowsForATextAndForAnInterval) {
  auto source = Lottery::frame();
  for (int i = 0; i < 10'000; ++i)
    source.rows.push_back({{"-", fmt::format("[{}..{})", 10 * i, 10 * i + 10), "-"}, {std::to_string(i)}});
  const auto table = compiled(source);
  ASSERT_TRUE(table->index.has_value());
  const std::vector<Value> inputs{Value(), Value::number(50'005), Value()};
  ASSERT_TRUE(table->index->candidates(inputs).has_value());
  EXPECT_EQ(table->index->candidates(inputs)->size(), 1U);
  EXPECT_EQ(decide(*table, inputs, Value(), {}).rows, std::vector<std::size_t>{5'000});
}

} // namespace
} // namespace handrail::feel
