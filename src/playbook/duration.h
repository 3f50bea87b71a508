// How long: "2 business days", "60 days", "4 hours", as rules write it. docs/spec/rules.md, § rules-28
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>

namespace handrail::playbook {

/// Hours are counted by the clock, the others by dates.
struct Duration {
  enum class Unit { hours, days, weeks, business_days };
  Unit unit = Unit::days;
  int count = 0;

  bool operator==(const Duration&) const = default;
};

/// Nothing lasts longer than ten years.
inline constexpr int max_duration_years = 10;

enum class Zero { allowed, refused };

/// Reads "2 business days". Errors: invalid (what is wrong with it; the remedy is what was probably meant).
Result<Duration> duration_from_text(std::string_view text, Zero zero = Zero::refused);

/// "1 business day", "60 days": as it is read.
std::string to_text(const Duration& duration);

} // namespace handrail::playbook
