// A tenant's state as bytes, for caches that spare a replay, and what it takes in memory.
#pragma once

#include "core/result.h"
#include "engagement/state.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace handrail::engagement {

/// Names the bytes that `to_bytes` writes and what they mean: it is another one as soon as a field of the state is, or
/// `evolve` makes another state of the same events. Bytes of another format are not to be read.
const std::string& state_format();

std::string to_bytes(const TenantState& state);
/// Errors: invalid (not what `to_bytes` wrote).
Result<TenantState> state_from_bytes(std::string_view bytes);

/// What the state takes in memory as a whole, in bytes, also what it shares with others.
std::size_t size_bytes(const TenantState& state);

} // namespace handrail::engagement
