#include "feel/value/compare.h"

#include <algorithm>

namespace handrail::feel {

namespace {

/// A time of day on the time line of one day; equality and order look at whole seconds.
std::int64_t seconds_of(const TimeOfDay& time) { return time.nanoseconds / nanoseconds_a_second - offset_of(time); }

std::optional<std::strong_ordering> order_of_times(const TimeOfDay& a, const TimeOfDay& b) {
  if (a.zone.is_local() != b.zone.is_local()) return std::nullopt;
  return seconds_of(a) <=> seconds_of(b);
}

std::optional<std::strong_ordering> order_of_moments(const DateTime& a, const DateTime& b) {
  if (a.time.zone.is_local() != b.time.zone.is_local()) return std::nullopt;
  return to_utc(a).seconds <=> to_utc(b).seconds;
}

Equality as_equality(bool equal) { return equal ? Equality::equal : Equality::different; }

/// Times that have no order, one local and one with a zone, are different.
Equality as_equality(std::optional<std::strong_ordering> order) { return as_equality(order && *order == 0); }

Equality equality_of_lists(const Value& a, const Value& b, Run& run, Span at) {
  const auto& left = a.as_list();
  const auto& right = b.as_list();
  if (left.size() != right.size()) return Equality::different;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const Equality items = equality(left[i], right[i], run, at);
    if (items != Equality::equal) return items;
  }
  return Equality::equal;
}

Equality equality_of_contexts(const Context& a, const Context& b, Run& run, Span at) {
  if (a.entries().size() != b.entries().size()) return Equality::different;
  for (std::size_t i = 0; i < a.entries().size(); ++i) {
    const auto& [name, value] = a.entries()[i];
    const Value* other = b.find(name, i);
    if (other == nullptr) return Equality::different;
    const Equality entries = equality(value, *other, run, at);
    if (entries != Equality::equal) return entries;
  }
  return Equality::equal;
}

Equality equality_of_ranges(const Range& a, const Range& b, Run& run, Span at) {
  if (a.has_start != b.has_start || a.has_end != b.has_end || a.start_included != b.start_included ||
      a.end_included != b.end_included)
    return Equality::different;
  const Equality starts = equality(a.start, b.start, run, at);
  return starts == Equality::equal ? equality(a.end, b.end, run, at) : starts;
}

bool is_same_range(const Range& a, const Range& b, Run& run, Span at) {
  return a.has_start == b.has_start && a.has_end == b.has_end && a.start_included == b.start_included &&
         a.end_included == b.end_included && is_same(a.start, b.start, run, at) && is_same(a.end, b.end, run, at);
}

bool is_same_list(const std::vector<Value>& a, const std::vector<Value>& b, Run& run, Span at) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const Value& left, const Value& right) { return is_same(left, right, run, at); });
}

bool is_same_context(const Context& a, const Context& b, Run& run, Span at) {
  return a.entries().size() == b.entries().size() &&
         std::all_of(a.entries().begin(), a.entries().end(), [&](const Context::Entry& entry) {
           const Value* other = b.find(entry.first);
           return other != nullptr && is_same(entry.second, *other, run, at);
         });
}

bool is_context_instance(const Context& context, const Type& type) {
  return std::all_of(type.entries().begin(), type.entries().end(), [&](const Type::Entry& wanted) {
    const Value* entry = context.find(wanted.name);
    return entry != nullptr && (entry->is_null() || is_instance(*entry, wanted.type));
  });
}

bool is_range_instance(const Range& range, const Type& type) {
  const Type element = type.element();
  return element.is_any() || ((!range.has_start || is_instance(range.start, element)) &&
                              (!range.has_end || is_instance(range.end, element)));
}

} // namespace

Equality equality(const Value& a, const Value& b, Run& run, Span at) {
  if (a.is_null() || b.is_null()) return as_equality(a.is_null() && b.is_null());
  if (a.kind() != b.kind()) return Equality::incomparable;
  switch (a.kind()) {
    case Value::Kind::boolean: return as_equality(a.as_boolean() == b.as_boolean());
    case Value::Kind::number: return as_equality(a.as_number() == b.as_number());
    case Value::Kind::string: return as_equality(a.as_string() == b.as_string());
    case Value::Kind::date: return as_equality(a.as_calendar_date() == b.as_calendar_date());
    case Value::Kind::time: return as_equality(order_of_times(a.as_time(), b.as_time()));
    case Value::Kind::date_and_time: return as_equality(order_of_moments(a.as_date_and_time(), b.as_date_and_time()));
    case Value::Kind::days_and_time_duration: return as_equality(a.as_day_time_duration() == b.as_day_time_duration());
    case Value::Kind::years_and_months_duration:
      return as_equality(a.as_year_month_duration() == b.as_year_month_duration());
    case Value::Kind::function: return as_equality(&a.as_function() == &b.as_function());
    case Value::Kind::null: return Equality::equal;
    default: break;
  }
  if (!run.enter(at)) return Equality::incomparable; // the rest goes deeper
  Equality result = Equality::incomparable;
  if (a.is_list())
    result = equality_of_lists(a, b, run, at);
  else if (a.is_context())
    result = equality_of_contexts(a.as_context(), b.as_context(), run, at);
  else if (a.is_range())
    result = equality_of_ranges(a.as_range(), b.as_range(), run, at);
  run.leave();
  return result;
}

bool is_same(const Value& a, const Value& b, Run& run, Span at) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::time:
      return a.as_time().nanoseconds == b.as_time().nanoseconds && a.as_time().zone == b.as_time().zone;
    case Value::Kind::date_and_time: {
      const auto& left = a.as_date_and_time();
      const auto& right = b.as_date_and_time();
      return left.date == right.date && left.time.nanoseconds == right.time.nanoseconds &&
             left.time.zone == right.time.zone;
    }
    case Value::Kind::list:
    case Value::Kind::context:
    case Value::Kind::range: break;
    default: return equality(a, b, run, at) == Equality::equal;
  }
  if (!run.enter(at)) return false;
  const bool result = a.is_list()      ? is_same_list(a.as_list(), b.as_list(), run, at)
                      : a.is_context() ? is_same_context(a.as_context(), b.as_context(), run, at)
                                       : is_same_range(a.as_range(), b.as_range(), run, at);
  run.leave();
  return result;
}

std::optional<std::strong_ordering> order(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Value::Kind::number: return a.as_number() <=> b.as_number();
    case Value::Kind::string: return a.as_string() <=> b.as_string();
    case Value::Kind::date: return a.as_calendar_date() <=> b.as_calendar_date();
    case Value::Kind::time: return order_of_times(a.as_time(), b.as_time());
    case Value::Kind::date_and_time: return order_of_moments(a.as_date_and_time(), b.as_date_and_time());
    case Value::Kind::days_and_time_duration: return a.as_day_time_duration() <=> b.as_day_time_duration();
    case Value::Kind::years_and_months_duration: return a.as_year_month_duration() <=> b.as_year_month_duration();
    default: return std::nullopt;
  }
}

std::optional<bool> contains(const Range& range, const Value& value) {
  bool inside = true;
  if (range.has_start) {
    const auto from_start = order(value, range.start);
    if (!from_start) return std::nullopt;
    inside = *from_start > 0 || (range.start_included && *from_start == 0);
  }
  if (range.has_end) {
    const auto from_end = order(value, range.end);
    if (!from_end) return std::nullopt;
    inside = inside && (*from_end < 0 || (range.end_included && *from_end == 0));
  }
  return inside;
}

bool is_instance(const Value& value, const Type& type) {
  if (value.is_null()) return type.kind() == Type::Kind::null;
  if (type.is_any()) return true;
  // The kinds of values stand in the order of the kinds of types, after `any`.
  if (static_cast<int>(type.kind()) != static_cast<int>(value.kind()) + 1) return false;
  switch (value.kind()) {
    case Value::Kind::list: {
      const Type element = type.element();
      const auto& items = value.as_list();
      return element.is_any() || std::all_of(items.begin(), items.end(), [&](const Value& item) {
               return item.is_null() || is_instance(item, element);
             });
    }
    case Value::Kind::context: return is_context_instance(value.as_context(), type);
    case Value::Kind::range: return is_range_instance(value.as_range(), type);
    case Value::Kind::function: {
      const auto& function = value.as_function();
      return !type.is_detailed() || conforms(Type::function(function.parameters, function.result), type);
    }
    case Value::Kind::string:
      return type.texts().empty() ||
             std::find(type.texts().begin(), type.texts().end(), value.as_string()) != type.texts().end();
    default: return true;
  }
}

std::string_view kind_text(Type::Kind kind) {
  switch (kind) {
    case Type::Kind::any: return "anything";
    case Type::Kind::null: return "null";
    case Type::Kind::boolean: return "a boolean";
    case Type::Kind::number: return "a number";
    case Type::Kind::string: return "a string";
    case Type::Kind::date: return "a date";
    case Type::Kind::time: return "a time";
    case Type::Kind::date_and_time: return "a date and time";
    case Type::Kind::days_and_time_duration: return "a days and time duration";
    case Type::Kind::years_and_months_duration: return "a years and months duration";
    case Type::Kind::list: return "a list";
    case Type::Kind::context: return "a context";
    case Type::Kind::range: return "a range";
    case Type::Kind::function: return "a function";
  }
  return "anything";
}

std::string_view kind_text(const Value& value) {
  return kind_text(static_cast<Type::Kind>(static_cast<int>(value.kind()) + 1));
}

} // namespace handrail::feel
