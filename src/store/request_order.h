// Where a page of requests that wait begins: the same for every store.
#pragma once

#include "core/result.h"
#include "store/read_models.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace handrail::store {

/// "1788…/contoso/r-1": after this one. No tenant's id has a slash in it.
struct RequestCursor {
  std::int64_t asked_at = 0; ///< microseconds since 1970
  std::string tenant, request;
};
std::string to_text(const RequestPage::Entry& entry);
/// Errors: invalid.
Result<RequestCursor> request_cursor(std::string_view text);

/// An instant as tables have it: microseconds since 1970.
std::int64_t micros(Instant at);

} // namespace handrail::store
