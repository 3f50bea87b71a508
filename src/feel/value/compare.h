// Equality and order of values, and whether a value is in a range or of a type.
#pragma once

#include "feel/evaluation/run.h"
#include "feel/value.h"

#include <compare>
#include <optional>

namespace handrail::feel {

enum class Comparison { equal, not_equal, less, at_most, greater, at_least };

/// Two values of different kinds are neither equal nor different: they cannot be compared. Null is comparable with all.
enum class Equality { equal, different, incomparable };

/// Deep. Times are equal when they are so to the second, as the standard defines them.
Equality equality(const Value& a, const Value& b, Run& run, Span at);
/// Whether every part is the same, zones included: is().
bool is_same(const Value& a, const Value& b, Run& run, Span at);
/// Nothing when they have no order: different kinds, booleans, lists, a zoned time against a local one.
std::optional<std::strong_ordering> order(const Value& a, const Value& b);

/// Nothing when the value cannot be compared with an end of the range.
std::optional<bool> contains(const Range& range, const Value& value);
/// As `instance of` has it: null is of no type.
bool is_instance(const Value& value, const Type& type);

/// "a number", "a list": for messages.
std::string_view kind_text(const Value& value);
std::string_view kind_text(Type::Kind kind);

} // namespace handrail::feel
