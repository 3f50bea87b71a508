// Does a tenant stand in a list? § lists-1, read plainly.
#pragma once

#include "store/read_models.h"

namespace handrail::store {

bool matches(const TenantQuery& query, const TenantRow& row);

} // namespace handrail::store
