#include "store/request_order.h"

#include "core/text.h"

#include <fmt/format.h>

#include <charconv>

namespace handrail::store {

std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

std::string to_text(const RequestPage::Entry& entry) {
  return fmt::format("{}/{}/{}", micros(entry.request.asked_at), entry.tenant.text(), entry.request.request.text());
}

Result<RequestCursor> request_cursor(std::string_view text) {
  RequestCursor cursor;
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor.asked_at);
  if (second == std::string_view::npos || error != std::errc() || end != text.data() + first || !text::is_utf8(text))
    return Error{ErrorCode::invalid, "This is not where a page of requests begins", "cursor",
                 "Take the cursor from the page before, or leave it out."};
  cursor.tenant = text.substr(first + 1, second - first - 1);
  cursor.request = text.substr(second + 1);
  return cursor;
}

} // namespace handrail::store
