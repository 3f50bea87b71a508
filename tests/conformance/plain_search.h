// What a list of tenants must be, worked out from all rows in the plainest way: docs/spec/lists.md, sentence by
// sentence. Stores are held to it.
#pragma once

#include "store/read_models.h"

#include <string>
#include <vector>

namespace handrail::testing {

/// Does the tenant stand in the list? § lists-1 to § lists-4
bool stands_in(const store::TenantQuery& query, const store::TenantRow& row);

/// The ids of all tenants of the list, in its order. § lists-5
std::vector<std::string> plain_search(const std::vector<store::TenantRow>& rows, const store::TenantQuery& query);

} // namespace handrail::testing
