#include "store/query_check.h"

#include "core/text.h"
#include "store/limits.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace handrail::store {

namespace {

Result<void> check_text(const char* name, std::string_view value) {
  if (text::is_utf8(value) && text::code_points(value) <= limits::query_text) return {};
  return Error{ErrorCode::invalid,
               fmt::format("A filter is text in UTF-8 of at most {} characters", limits::query_text), name,
               "Make it shorter."};
}

Result<void> check_page(const std::optional<Seen>& seen, std::size_t limit) {
  if (seen && (seen->people.size() > limits::readers || seen->customers.size() > limits::readers))
    return Error{ErrorCode::invalid,
                 fmt::format("A list is narrowed to at most {} people and as many customers", limits::readers), "seen",
                 ""};
  if (limit == 0 || limit > limits::page_rows)
    return Error{ErrorCode::invalid, fmt::format("A page holds 1 to {} rows, not {}", limits::page_rows, limit),
                 "limit", "Ask for fewer, and follow the cursor."};
  return {};
}

} // namespace

Result<void> check(const TenantQuery& query) {
  const std::pair<const char*, std::string_view> texts[] = {{"text", query.text},
                                                            {"region", query.region},
                                                            {"status", query.status},
                                                            {"customer", query.customer},
                                                            {"holder", query.holder},
                                                            {"field", query.field.text()},
                                                            {"queue", query.queue},
                                                            {"unassigned", query.unassigned.text()},
                                                            {"playbook", query.playbook.text()},
                                                            {"closed", query.closed.text()},
                                                            {"outcome", query.outcome.text()},
                                                            {"service", query.service.text()},
                                                            {"service_status", query.service_status}};
  for (const auto& [name, value] : texts) HANDRAIL_CHECK(check_text(name, value));
  return check_page(query.seen, query.limit);
}

Result<void> check(const RequestQuery& query) { return check_page(query.seen, query.limit); }

Result<void> check(const NoteQuery& query) {
  const std::pair<const char*, std::string_view> texts[] = {{"text", query.text},
                                                            {"tenant", query.tenant.text()},
                                                            {"category", query.category},
                                                            {"author", query.author.text()},
                                                            {"task", query.task.text()}};
  for (const auto& [name, value] : texts) HANDRAIL_CHECK(check_text(name, value));
  return check_page(query.seen, query.limit);
}

} // namespace handrail::store
