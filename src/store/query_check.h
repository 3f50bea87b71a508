// What a list can be asked for: the limits of § storage-9, held to by every store.
#pragma once

#include "core/result.h"
#include "store/read_models.h"

namespace handrail::store {

/// Errors: invalid (a text too long or no UTF-8, a page too large; `where` names it).
Result<void> check(const TenantQuery& query);
Result<void> check(const RequestQuery& query);
Result<void> check(const NoteQuery& query);

} // namespace handrail::store
