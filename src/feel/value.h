// A FEEL value: null, boolean, number, string, date, time, date and time, two durations, list, context, range, function.
#pragma once

#include "core/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::feel {

/// Immutable and cheap to copy.
class Value {
public:
  Value(); ///< null
  static Value boolean(bool value);
  static Value number(std::int64_t value);
  static Value string(std::string text);
  static Value date(Date date);
  static Value instant(Instant instant); ///< a date and time in UTC
  static Value list(std::vector<Value> items);
  static Value context(std::vector<std::pair<std::string, Value>> entries);

  bool is_null() const;
  bool is_true() const;  ///< the boolean true, and nothing else
  bool is_string() const;
  bool is_list() const;
  const std::string& as_string() const;        ///< only of a string
  const std::vector<Value>& as_list() const;   ///< only of a list
  Result<Date> as_date() const;                ///< Errors: invalid, when it is no date
  /// The entry of a context; null when it is no context or has no such entry.
  const Value& entry(std::string_view name) const;

  /// As FEEL's string() writes it; strings nested in lists and contexts are quoted.
  std::string to_text() const;

private:
  struct Content;
  std::shared_ptr<const Content> content_;
};

} // namespace handrail::feel
