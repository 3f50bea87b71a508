// Dates as authors write them. § playbook-20
#pragma once

#include "core/time.h"
#include "playbook/languages.h"

#include <optional>
#include <string_view>

namespace handrail::playbook {

/// "12/5/2019" (month first, unless it cannot be one), "9/9/20", "27 Mar 2020", "March 27, 2020", "2020-03-27",
/// "27.03.2020" (day first), "2020年3月27日". Nothing for anything else, and for days that do not exist.
std::optional<Date> read_date(std::string_view text, const Languages& languages);

} // namespace handrail::playbook
