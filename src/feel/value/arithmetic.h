// What + - * / ** do to two values: numbers, strings, dates, times and durations.
#pragma once

#include "feel/value.h"

#include <optional>

namespace handrail::feel {

enum class Arithmetic { add, subtract, multiply, divide, power };

/// Errors: invalid, when the operation has no meaning for these values, or its result none (a division by zero).
Result<Value> calculate(Arithmetic operation, const Value& a, const Value& b);
Result<Value> negate(const Value& value);
/// The kind of the result; nothing when there never is one. `any` when that depends on what is not known.
std::optional<Type> type_of_result(Arithmetic operation, const Type& a, const Type& b);

/// "+", "-" …
std::string_view sign_of(Arithmetic operation);

/// The months later; a day that the month does not have becomes its last. Nothing past the last year.
std::optional<CalendarDate> plus_months(CalendarDate date, std::int64_t months);
/// Whole seconds with their fraction.
Decimal total_seconds(DayTimeDuration duration);
std::optional<DayTimeDuration> duration_of_seconds(Decimal seconds);

} // namespace handrail::feel
