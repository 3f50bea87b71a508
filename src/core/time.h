// Instants, dates, and the clock that is passed in wherever time matters.
#pragma once

#include "core/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace handrail {

/// A point in time, UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Date = std::chrono::year_month_day;

/// The only source of "now". The domain never has one: it is handed an Instant.
class Clock {
public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
  Instant now() const override;
};

/// A clock that stands still until it is moved: for tests, scenarios and the sandbox.
class ManualClock final : public Clock {
public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }
  void advance(std::chrono::microseconds by) { now_ += by; }

private:
  Instant now_;
};

/// "2026-03-27"
std::string to_iso(Date date);
/// "2026-03-27T09:05:00.000000Z"; always microseconds, so that texts sort as times do.
std::string to_iso(Instant instant);

/// Reads "2026-03-27". Errors: invalid.
Result<Date> date_from_iso(std::string_view text);
/// Reads "2026-03-27T09:05:00[.ffffff]Z" and "+hh:mm" offsets. Errors: invalid.
Result<Instant> instant_from_iso(std::string_view text);

/// The calendar date at `instant` in an IANA time zone ("Europe/Berlin"). Errors: invalid (unknown zone).
Result<Date> local_date(Instant instant, std::string_view zone);

} // namespace handrail
