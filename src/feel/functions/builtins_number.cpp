// Numeric functions (DMN 1.5, 10.3.4.5).
#include "feel/functions/builtin.h"
#include "feel/value/arithmetic.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

Value number_or_fail(const Call& call, std::optional<Decimal> number) {
  if (number) return Value::number(*number);
  return call.fail("the result is too large to be held");
}

/// The digits after the point to keep; a fraction of a digit is dropped.
std::optional<int> scale_of(const Call& call) {
  constexpr std::int64_t smallest = -6111, largest = 6176; // what the exponent of the type allows
  if (call.count() < 2 || call[1].is_null()) return 0;
  const auto whole = call[1].as_number().rounded(0, Rounding::down);
  const auto scale = whole ? whole->to_integer() : std::nullopt;
  if (scale && *scale >= smallest && *scale <= largest) return static_cast<int>(*scale);
  call.fail(fmt::format("a scale is a number from {} to {}", smallest, largest));
  return std::nullopt;
}

template <Rounding rounding>
Value rounded(const Call& call) {
  const auto scale = scale_of(call);
  return scale ? number_or_fail(call, call[0].as_number().rounded(*scale, rounding)) : Value();
}

Value absolute(const Call& call) {
  const Value& value = call[0];
  if (value.is_number()) return Value::number(value.as_number().absolute());
  const bool negative = value.kind() == Value::Kind::days_and_time_duration
                            ? value.as_day_time_duration() < DayTimeDuration{}
                            : value.as_year_month_duration() < YearMonthDuration{};
  if (!negative) return value;
  auto positive = negate(value);
  return positive ? *positive : call.fail(positive.error().message);
}

Value modulo(const Call& call) {
  if (call[1].as_number().is_zero()) return call.fail("nothing can be divided by zero");
  return number_or_fail(call, Decimal::modulo(call[0].as_number(), call[1].as_number()));
}

Value square_root(const Call& call) {
  if (call[0].as_number().is_negative()) return call.fail("a negative number has no square root");
  return number_or_fail(call, call[0].as_number().square_root());
}

Value logarithm(const Call& call) {
  const auto result = call[0].as_number().logarithm();
  return result ? Value::number(*result) : call.fail("only numbers above 0 have a logarithm");
}

Value exponential(const Call& call) { return number_or_fail(call, call[0].as_number().exponential()); }

std::optional<bool> is_even(const Call& call) {
  const Decimal number = call[0].as_number();
  if (!number.is_integer()) return std::nullopt;
  const auto rest = Decimal::modulo(number, Decimal(2));
  return rest && rest->is_zero();
}

Value even(const Call& call) { return Value::boolean(is_even(call).value_or(false)); }
Value odd(const Call& call) { return Value::boolean(!is_even(call).value_or(true)); }

} // namespace

std::vector<Builtin> number_builtins() {
  const BuiltinParameter n{"n", Takes::number, false}, scale{"scale", Takes::number, false};
  const BuiltinParameter number{"number", Takes::number, false};
  const auto one = [](Value (*body)(const Call&), std::vector<BuiltinParameter> parameters) {
    return std::vector<BuiltinSignature>{{std::move(parameters), body}};
  };
  const Type result = Type::number();
  return {
      {"decimal", result, one(rounded<Rounding::half_even>, {n, scale})},
      {"floor", result, {{{n}, rounded<Rounding::floor>}, {{n, scale}, rounded<Rounding::floor>}}},
      {"ceiling", result, {{{n}, rounded<Rounding::ceiling>}, {{n, scale}, rounded<Rounding::ceiling>}}},
      {"round up", result, one(rounded<Rounding::up>, {n, scale})},
      {"round down", result, one(rounded<Rounding::down>, {n, scale})},
      {"round half up", result, one(rounded<Rounding::half_up>, {n, scale})},
      {"round half down", result, one(rounded<Rounding::half_down>, {n, scale})},
      {"abs", Type::any(), one(absolute, {{"n", Takes::number_or_duration, false}})},
      {"modulo", result, one(modulo, {{"dividend", Takes::number, false}, {"divisor", Takes::number, false}})},
      {"sqrt", result, one(square_root, {number})},
      {"log", result, one(logarithm, {number})},
      {"exp", result, one(exponential, {number})},
      {"even", Type::boolean(), one(even, {number})},
      {"odd", Type::boolean(), one(odd, {number})},
  };
}

} // namespace handrail::feel
