// What can be known to be wrong of types before anything is evaluated. Each gives the problem, or nothing.
#pragma once

#include "feel/evaluation/run.h"
#include "feel/feel.h"
#include "feel/value/arithmetic.h"
#include "feel/value/compare.h"

#include <optional>

namespace handrail::feel {

/// Two values that can never be equal, or never have an order.
std::optional<Problem> check_comparison(Span at, Comparison operation, const Type& left, const Type& right);
std::optional<Problem> check_arithmetic(Span at, Arithmetic operation, const Type& left, const Type& right);
/// `what` is "a condition", "and": it takes booleans only.
std::optional<Problem> check_boolean(Span at, const Type& type, std::string_view what);
/// A value against what a test names: a range or list of its type, or a value of it.
std::optional<Problem> check_match(Span at, const Type& tested, const Type& wanted);
/// An entry that the type is known not to have.
std::optional<Problem> check_entry(Span at, const Type& base, std::string_view name);
std::optional<Problem> check_call(Span at, const Type& function, std::string_view name,
                                  const std::vector<std::pair<std::string, Type>>& arguments);

/// One of two: what both have in common.
Type either(const Type& a, const Type& b);

} // namespace handrail::feel
