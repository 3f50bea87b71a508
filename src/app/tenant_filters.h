// The filters and orders of a list of tenants by name: the same in addresses, flags and saved views. § lists-11
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "playbook/workspace.h"
#include "store/read_models.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace handrail::app {

struct TenantFilter {
  const char* name;  ///< "next-before"
  const char* value; ///< "DAY": what it takes
  const char* about; ///< a line for --help
};

/// All of them; those that narrow first, the order last.
std::span<const TenantFilter> tenant_filters();

/// A list's filters as somebody wrote them, by name.
using FilterValues = std::map<std::string, std::string, std::less<>>;

/// What they ask for. Days may be relative ("today", "today-60", "today+7"), to `today`; they begin and end in the
/// workspace's zone. An empty value asks for nothing, and a name that is none of the filters' is passed over.
/// Errors: invalid, where: the filter's name.
Result<store::TenantQuery> tenant_query(const FilterValues& values, const playbook::Workspace& workspace, Date today);

} // namespace handrail::app
