// An expression and a cell of unary tests, strict and lenient, evaluated with its trace.
#include "fuzz/targets.h"

#include "feel/feel.h"

namespace handrail::fuzz {

void feel(std::string_view input) {
  using feel::Value;
  const auto tenant = Value::context({{"seats", Value::number(1240)},
                                      {"managed", Value::boolean(false)},
                                      {"first name", Value::string("Ada")},
                                      {"services", Value::list({Value::string("Exchange"), Value::string("Teams")})}});
  const auto facts = Value::context({{"tenant", tenant}, {"x", Value::number(3)}});
  const auto names = feel::Names::of(facts);
  const Value tested = Value::number(7);
  feel::compile(input, names, feel::Mode::expression);
  for (const auto mode : {feel::Mode::expression, feel::Mode::unary_tests}) {
    const auto compiled = feel::compile(input, names, mode, feel::Checking::lenient);
    if (!compiled.expression) continue;
    feel::paths_read(*compiled.expression);
    std::vector<feel::TraceStep> trace;
    feel::evaluate(*compiled.expression, facts, {}, &tested, &trace).value.to_text();
  }
}

} // namespace handrail::fuzz
