// What can be read of a value with a point: the parts of dates, times, durations and ranges.
#pragma once

#include "feel/value.h"

#include <optional>
#include <string_view>

namespace handrail::feel {

/// Nothing when values of this kind have no such property. A zone that is not there is null.
std::optional<Value> property(const Value& value, std::string_view name);
/// The properties of a kind with their types, for names with spaces and for checks.
const std::vector<Type::Entry>& properties_of(Type::Kind kind);

} // namespace handrail::feel
