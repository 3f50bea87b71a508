// How fast guards are: parsed once, evaluated over and over.
#include "feel/decision_table.h"
#include "feel/feel.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace {

using namespace handrail;
using feel::Value;

Value facts() {
  return Value::context(
      {{"tenant", Value::context({{"id", Value::string("contoso")},
                                  {"name", Value::string("Contoso Ltd")},
                                  {"region", Value::string("EMEA")},
                                  {"seats", Value::number(1240)},
                                  {"managed", Value::boolean(false)},
                                  {"services", Value::list({Value::string("Exchange"), Value::string("Teams")})}})},
       {"me", Value::context({{"id", Value::string("tara")}})}});
}

void evaluate(benchmark::State& state, const char* text) {
  const Value values = facts();
  const auto compiled = feel::compile(text, feel::Names::of(values), feel::Mode::expression);
  if (!compiled.expression) {
    state.SkipWithError(compiled.problems.front().message.c_str());
    return;
  }
  const feel::Surroundings surroundings;
  for (auto _ : state) benchmark::DoNotOptimize(feel::evaluate(*compiled.expression, values, surroundings));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void guard(benchmark::State& state) { evaluate(state, "tenant.seats >= 150 and tenant.managed = false"); }
void membership(benchmark::State& state) {
  evaluate(state, R"(tenant.region in ("APJ", "EMEA") and "Teams" in tenant.services)");
}
void quantifier(benchmark::State& state) {
  evaluate(state, R"(some s in tenant.services satisfies starts with(s, "T"))");
}
void arithmetic(benchmark::State& state) { evaluate(state, "(tenant.seats * 1.19 - 3) / 12 > 100"); }

void compile(benchmark::State& state) {
  const auto names = feel::Names::of(facts());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        feel::compile("tenant.seats >= 150 and tenant.managed = false", names, feel::Mode::expression));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

/// A lookup in a table of ten thousand rows, the row in the middle.
void look_up(benchmark::State& state, const feel::TableSource& source, const std::vector<Value>& arguments) {
  const auto compiled = feel::compile_table(source, feel::Names());
  const feel::Surroundings surroundings;
  for (auto _ : state) benchmark::DoNotOptimize(feel::decide(*compiled.table, arguments, Value(), surroundings));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

feel::TableSource routing(std::string (*customer)(int)) {
  feel::TableSource source;
  source.name = "routing";
  source.policy = feel::HitPolicy::unique;
  source.inputs = {{"customer", feel::Type()}, {"seats", feel::Type::number()}};
  source.outputs = {{"queue", feel::Type::string(), {}, ""}};
  for (int i = 0; i < 10'000; ++i) source.rows.push_back({{customer(i), ">= 150"}, {fmt::format("\"queue {}\"", i)}});
  return source;
}

void table_of_texts(benchmark::State& state) {
  look_up(state, routing([](int i) { return fmt::format("\"customer {}\"", i); }),
          {Value::string("customer 5000"), Value::number(200)});
}
void table_of_intervals(benchmark::State& state) {
  look_up(state, routing([](int i) { return fmt::format("[{}..{})", 10 * i, 10 * i + 10); }),
          {Value::number(50'005), Value::number(200)});
}
/// With tests that no index can be made of, every row is tried.
void table_of_conditions(benchmark::State& state) {
  look_up(state, routing([](int i) { return fmt::format("? = \"customer {}\"", i); }),
          {Value::string("customer 5000"), Value::number(200)});
}

BENCHMARK(guard);
BENCHMARK(membership);
BENCHMARK(quantifier);
BENCHMARK(arithmetic);
BENCHMARK(compile);
BENCHMARK(table_of_texts);
BENCHMARK(table_of_intervals);
BENCHMARK(table_of_conditions);

} // namespace

BENCHMARK_MAIN();
