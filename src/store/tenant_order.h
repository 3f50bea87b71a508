// Where a tenant stands in a list, and how a cursor says it: the same for every store. § lists-5, § lists-6
#pragma once

#include "core/result.h"
#include "store/read_models.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace handrail::store {

/// Compared byte by byte, in this order of the members.
struct TenantPlace {
  std::string major; ///< by what the list is sorted: empty where that is the name; see the functions below
  std::string name;  ///< folded
  std::string id;

  auto operator<=>(const TenantPlace&) const = default;
};

TenantPlace place_of(const TenantRow& row, TenantOrder order);

/// "2026-03-27", so that dates are in order byte by byte; what has none comes after all of them.
std::string date_major(const std::optional<Date>& date);
/// Seconds since 1970 in twelve digits.
std::string second_major(Instant at);
/// Seconds since 1970; an instant before that is taken for its first second, one after February 2106 for `last_second`.
std::int64_t second_of(Instant at);
inline constexpr std::int64_t last_second = (std::int64_t{1} << 32) - 2;

/// "name", "customer" …: an order's name in cursors, addresses and flags.
std::string_view name_of(TenantOrder order);
/// Errors: invalid (names the orders there are).
Result<TenantOrder> order_named(std::string_view name);

std::string to_cursor(const TenantPlace& place, TenantOrder order);
/// Errors: invalid (no cursor, or one of another order).
Result<TenantPlace> place_from(std::string_view cursor, TenantOrder order);

} // namespace handrail::store
