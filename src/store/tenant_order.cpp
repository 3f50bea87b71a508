#include "store/tenant_order.h"

#include "core/fold.h"
#include "core/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace handrail::store {

namespace {

struct NamedOrder {
  TenantOrder order;
  std::string_view name;
};
constexpr std::array orders{NamedOrder{TenantOrder::name, "name"},
                            NamedOrder{TenantOrder::customer, "customer"},
                            NamedOrder{TenantOrder::region, "region"},
                            NamedOrder{TenantOrder::status, "status"},
                            NamedOrder{TenantOrder::next_action_date, "next_action_date"},
                            NamedOrder{TenantOrder::changed, "changed"}};

std::string major_of(const TenantRow& row, TenantOrder order) {
  switch (order) {
    case TenantOrder::name: return {};
    case TenantOrder::customer: return text::folded(row.customer);
    case TenantOrder::region: return row.region;
    case TenantOrder::status: return row.status;
    case TenantOrder::next_action_date: return date_major(row.next_action_date);
    case TenantOrder::changed: return second_major(row.changed);
  }
  return {};
}

/// What stands before the next slash; the rest goes on behind it.
std::optional<std::string_view> taken(std::string_view& rest) {
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto part = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  return part;
}

/// "contoso/6/Activecontoso ltd": the id, the length of the major, major and name.
std::optional<TenantPlace> place_in(std::string_view text) {
  const auto id = taken(text);
  const auto size = id ? taken(text) : std::nullopt;
  if (!size || size->empty()) return std::nullopt;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(size->data(), size->data() + size->size(), length);
  if (error != std::errc() || end != size->data() + size->size() || length > text.size()) return std::nullopt;
  return TenantPlace{std::string(text.substr(0, length)), std::string(text.substr(length)), std::string(*id)};
}

} // namespace

TenantPlace place_of(const TenantRow& row, TenantOrder order) {
  return {major_of(row, order), text::folded(row.name), row.id.text()};
}

std::string date_major(const std::optional<Date>& date) { return date ? to_iso(*date) : "~"; }

std::int64_t second_of(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return std::clamp<std::int64_t>(seconds, 0, last_second);
}

std::string second_major(Instant at) { return fmt::format("{:012}", second_of(at)); }

std::string_view name_of(TenantOrder order) {
  const auto found =
      std::find_if(orders.begin(), orders.end(), [&](const NamedOrder& one) { return one.order == order; });
  return found->name;
}

Result<TenantOrder> order_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& one : orders) {
    if (one.name == name) return one.order;
    names.push_back(one.name);
  }
  return Error{ErrorCode::invalid, fmt::format("Tenants are not sorted by \"{}\"", text::shortened(name, 40)), "order",
               fmt::format("Sort by one of these: {}.", fmt::join(names, ", "))};
}

std::string to_cursor(const TenantPlace& place, TenantOrder order) {
  return fmt::format("{}/{}/{}/{}{}", name_of(order), place.id, place.major.size(), place.major, place.name);
}

Result<TenantPlace> place_from(std::string_view cursor, TenantOrder order) {
  auto rest = cursor;
  const auto name = taken(rest);
  const auto place = name == name_of(order) && text::is_utf8(cursor) ? place_in(rest) : std::nullopt;
  if (place) return *place;
  return Error{ErrorCode::invalid, fmt::format("This is not where a page of tenants by {} begins", name_of(order)),
               "cursor", "Take the cursor from the page before, in the same order, or leave it out."};
}

} // namespace handrail::store
