#include "conformance/plain_search.h"

#include "core/fold.h"
#include "core/text.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace handrail::testing {

namespace {

using namespace store;

/// One or two letters: at the beginning of a word; more: anywhere. § lists-2
bool has_text(const std::string& wanted, const std::string& value) {
  const auto text = text::folded(value);
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; };
  for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at) {
    if (text.compare(at, wanted.size(), wanted) != 0) continue;
    const bool begins = at == 0 || !letter(text[at]) || !letter(text[at - 1]);
    if (text::code_points(wanted) > 2 || begins) return true;
  }
  return false;
}

bool has_holder(const TenantRow& row, const std::string& holder, const FieldId& field) {
  for (const auto& one : row.holders)
    if (one.holder == holder && (field.empty() || one.field == field)) return true;
  return false;
}

std::set<std::string> fields_held(const TenantRow& row) {
  std::set<std::string> fields;
  for (const auto& one : row.holders) fields.insert(one.field.text());
  return fields;
}

bool may_be_seen(const Seen& seen, const TenantRow& row) {
  const std::set<std::string> people(seen.people.begin(), seen.people.end());
  const std::set<std::string> customers(seen.customers.begin(), seen.customers.end());
  bool held = false;
  for (const auto& one : row.holders) held = held || (!one.queue && people.count(one.holder) != 0);
  return held || customers.count(row.customer) != 0;
}

std::int64_t second(Instant at) { return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count(); }

bool has_end(const TenantRow& row, const PlaybookId& closed, const TaskId& outcome) {
  bool found_closed = closed.empty();
  bool found_outcome = outcome.empty();
  for (const auto& one : row.ends) {
    found_closed = found_closed || (one.closed && one.playbook == closed);
    found_outcome = found_outcome || one.outcome == outcome;
  }
  return found_closed && found_outcome;
}

bool has_service(const TenantRow& row, const ServiceId& service, const std::string& status) {
  if (service.empty() && status.empty()) return true;
  for (const auto& one : row.services)
    if ((service.empty() || one.service == service) && (status.empty() || one.status == status)) return true;
  return false;
}

bool has_dates(const TenantQuery& query, const TenantRow& row) {
  const auto& date = row.next_action_date;
  if (query.no_next_action_date && date) return false;
  if (query.next_action_from && !(date && *date >= *query.next_action_from)) return false;
  if (query.next_action_before && !(date && *date < *query.next_action_before)) return false;
  const auto& work = row.last_work;
  if (query.worked_since && !(work && second(*work) >= second(*query.worked_since))) return false;
  if (query.idle_since && work && second(*work) >= second(*query.idle_since)) return false;
  return true;
}

/// By what the list is sorted, as a text that compares as it must.
std::string sorted_by(const TenantRow& row, TenantOrder order) {
  switch (order) {
    case TenantOrder::name: return "";
    case TenantOrder::customer: return text::folded(row.customer);
    case TenantOrder::region: return row.region;
    case TenantOrder::status: return row.status;
    case TenantOrder::next_action_date: return row.next_action_date ? to_iso(*row.next_action_date) : "after all dates";
    case TenantOrder::changed: {
      auto digits = std::to_string(second(row.changed));
      return std::string(20 - digits.size(), '0') + digits;
    }
  }
  return "";
}

} // namespace

bool stands_in(const TenantQuery& query, const TenantRow& row) {
  if (!query.region.empty() && row.region != query.region) return false;
  if (!query.status.empty() && row.status != query.status) return false;
  if (!query.customer.empty() && row.customer != query.customer) return false;
  if (!query.holder.empty() && !has_holder(row, query.holder, query.field)) return false;
  if (!query.queue.empty()) {
    bool found = false;
    for (const auto& one : row.holders) found = found || (one.queue && one.holder == query.queue);
    if (!found) return false;
  }
  if (!query.unassigned.empty() && fields_held(row).count(query.unassigned.text()) != 0) return false;
  if (!query.playbook.empty()) {
    bool found = false;
    for (const auto& one : row.running) found = found || one.playbook == query.playbook;
    if (!found) return false;
  }
  if (query.under_way && *query.under_way != (row.open_engagements != 0)) return false;
  if (query.seen && !may_be_seen(*query.seen, row)) return false;
  const auto text = text::folded(text::trimmed(query.text));
  if (!text.empty() && !has_text(text, row.id.text()) && !has_text(text, row.name) && !has_text(text, row.customer))
    return false;
  return has_end(row, query.closed, query.outcome) && has_service(row, query.service, query.service_status) &&
         has_dates(query, row);
}

std::vector<std::string> plain_search(const std::vector<TenantRow>& rows, const TenantQuery& query) {
  std::vector<std::tuple<std::string, std::string, std::string>> found;
  for (const auto& row : rows)
    if (stands_in(query, row)) found.emplace_back(sorted_by(row, query.order), text::folded(row.name), row.id.text());
  std::sort(found.begin(), found.end());
  if (query.descending) std::reverse(found.begin(), found.end());
  std::vector<std::string> ids;
  for (auto& [major, name, id] : found) ids.push_back(std::move(id));
  return ids;
}

} // namespace handrail::testing
