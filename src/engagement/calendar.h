// The workspace's calendar: business days, and the dates of instants in its zone. docs/spec/facts.md, § facts-9
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "feel/value.h"
#include "playbook/duration.h"
#include "playbook/workspace.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace handrail::engagement {

/// A value; it keeps what it needs of the workspace. Dates of the years 1 to 9999 are right, whatever the zone.
class Calendar {
public:
  explicit Calendar(const playbook::Workspace& workspace);

  bool is_business_day(Date day) const;
  /// The first one after the date.
  Result<Date> next_business_day(Date day) const { return add_business_days(day, 1); }
  /// The n-th one after the date; before it where n is negative; the date itself where n is 0.
  /// Errors: invalid (outside the years 1 to 9999, or the workspace has no working day).
  Result<Date> add_business_days(Date day, std::int64_t n) const;
  /// How many lie after `from` and not after `to`; where `to` is earlier, how many lie from `to` to before `from`, as a
  /// negative number. So business_days_between(d, add_business_days(d, n)) is n.
  std::int64_t business_days_between(Date from, Date to) const;

  /// The date at an instant, and the first instant of a date.
  Date date_of(Instant instant) const;
  Instant start_of(Date day) const;

  /// The date so many days, weeks or business days after another, or before it where `sign` is -1. Not for hours.
  /// Errors: invalid.
  Result<Date> moved(Date day, const playbook::Duration& by, int sign = 1) const;
  /// Is `at` so long after `from`? Hours by the clock, all else from the beginning of the day.
  bool has_passed(Instant from, const playbook::Duration& length, Instant at) const;
  /// The first moment at which so long has passed. Errors: invalid.
  Result<Instant> after(Instant from, const playbook::Duration& length) const;

  /// "Wed 4 Mar 2026"
  static std::string in_words(Date day);
  /// The same with the time of day: "Wed 4 Mar 2026, 15:00".
  std::string in_words(Instant instant) const;

private:
  /// How many business days there are up to this one, counted from some day before all.
  std::int64_t count_to(std::int64_t day) const;

  bool working_[7] = {};           ///< by weekday, Monday first
  std::int64_t a_week_ = 0;        ///< working days
  std::vector<std::int64_t> free_; ///< holidays that are working days, sorted, as days since 1970
  feel::Zone zone_;
};

/// The functions that conditions call, by their names in playbook::calendar_functions() and in that order.
std::vector<std::pair<std::string, feel::Value>> calendar_values(const std::shared_ptr<const Calendar>& calendar);

} // namespace handrail::engagement
