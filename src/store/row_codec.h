// A tenant's row as one value: packed, so that a page of a list is as many reads as it has lines. Inside the store room
// only; a change of it is a change of the read models' format.
#pragma once

#include "core/result.h"
#include "store/read_models.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace handrail::store {

/// Everything but the id and the version.
std::vector<std::uint8_t> packed(const TenantRow& row);

/// Errors: unavailable (the bytes are no row: the file is damaged).
Result<void> unpack(std::span<const std::uint8_t> bytes, TenantRow& row);
/// The same without the lists that hang on a row: enough to sort it and to look for text in it.
Result<void> unpack_head(std::span<const std::uint8_t> bytes, TenantRow& row);

} // namespace handrail::store
