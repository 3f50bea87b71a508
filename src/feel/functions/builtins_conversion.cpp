// Conversions, not() and is() (DMN 1.5, 10.3.4.1, 10.3.4.2 and 10.3.4.9).
#include "feel/functions/builtin.h"
#include "feel/value/compare.h"
#include "feel/value/text_form.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::feel {

namespace {

Value string_of(const Call& call) {
  if (call[0].is_null()) return {};
  return call.run().string(call.at(), text_form(call[0]));
}

bool is_grouping(const std::string& text) { return text == " " || text == "," || text == "."; }
bool is_point(const std::string& text) { return text == "." || text == ","; }

Value number_of(const Call& call) {
  const Value& grouping = call[1];
  const Value& point = call[2];
  if (!grouping.is_null() && !is_grouping(grouping.as_string()))
    return call.fail("the grouping separator must be a space, a comma or a point");
  if (!point.is_null() && !is_point(point.as_string()))
    return call.fail("the decimal separator must be a point or a comma");
  if (!grouping.is_null() && !point.is_null() && grouping.as_string() == point.as_string())
    return call.fail("the grouping separator and the decimal separator must differ");
  std::string digits = call[0].as_string();
  if (!grouping.is_null())
    digits.erase(std::remove(digits.begin(), digits.end(), grouping.as_string().front()), digits.end());
  if (!point.is_null() && point.as_string() == ",") {
    if (digits.find('.') != std::string::npos) digits.clear();
    std::replace(digits.begin(), digits.end(), ',', '.');
  }
  const auto number = Decimal::parse(digits);
  return number ? Value::number(*number) : call.fail(fmt::format("“{}” is not a number", call[0].as_string()));
}

Value number_itself(const Call& call) { return call[0]; }

Value negation(const Call& call) {
  if (call[0].is_null()) return {};
  return Value::boolean(!call[0].as_boolean());
}

Value is(const Call& call) { return Value::boolean(is_same(call[0], call[1], call.run(), call.at())); }

} // namespace

std::vector<Builtin> conversion_builtins() {
  const BuiltinParameter text{"from", Takes::string, false};
  return {
      {"string", Type::string(), {{{{"from", Takes::anything, false}}, string_of}}},
      {"number",
       Type::number(),
       {{{text, {"grouping separator", Takes::string, true}, {"decimal separator", Takes::string, true}}, number_of},
        {{{"from", Takes::number, false}}, number_itself}}},
      {"not", Type::boolean(), {{{{"negand", Takes::boolean, true}}, negation}}},
      {"is", Type::boolean(), {{{{"value1", Takes::anything, true}, {"value2", Takes::anything, true}}, is}}},
  };
}

} // namespace handrail::feel
