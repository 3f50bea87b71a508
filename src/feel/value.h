// A FEEL value: null, boolean, number, string, date, time, date and time, two durations, list, context, range,
// function.
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "feel/type.h"
#include "feel/value/decimal.h"
#include "feel/value/temporal.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace handrail::feel {

class Context;
struct Function;
struct List;
struct Range;
struct Surroundings; // feel.h: what now() reads

/// What the host puts behind a function it offers: one value per parameter, already of the parameter's type.
using NativeBody = std::function<Result<class Value>(std::span<const class Value>, const Surroundings&)>;

/// Immutable and cheap to copy.
class Value {
public:
  enum class Kind {
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_and_time,
    days_and_time_duration,
    years_and_months_duration,
    list,
    context,
    range,
    function,
  };

  Value() = default; ///< null
  static Value boolean(bool value) { return Value(Content(value)); }
  static Value number(std::int64_t value) { return Value(Content(Decimal(value))); }
  static Value number(Decimal value) { return Value(Content(value)); }
  static Value string(std::string text);
  static Value date(Date date);
  static Value date(CalendarDate date) { return Value(Content(date)); }
  static Value time(TimeOfDay time);
  static Value date_and_time(DateTime moment);
  static Value instant(Instant instant); ///< a date and time in UTC
  static Value duration(DayTimeDuration duration) { return Value(Content(duration)); }
  static Value duration(YearMonthDuration duration) { return Value(Content(duration)); }
  static Value list(std::vector<Value> items);
  /// Of two entries with one name the later wins.
  static Value context(std::vector<std::pair<std::string, Value>> entries);
  static Value range(Range range);
  static Value function(Function function);
  /// A function that the host offers to expressions, e.g. a decision table. An error becomes null and a Problem.
  static Value native(std::string name, std::vector<Type::Parameter> parameters, Type result, NativeBody body);

  Kind kind() const { return static_cast<Kind>(content_.index()); }
  bool is_null() const { return kind() == Kind::null; }
  bool is_boolean() const { return kind() == Kind::boolean; }
  bool is_true() const;  ///< the boolean true, and nothing else
  bool is_false() const; ///< the boolean false, and nothing else
  bool is_number() const { return kind() == Kind::number; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_list() const { return kind() == Kind::list; }
  bool is_context() const { return kind() == Kind::context; }
  bool is_range() const { return kind() == Kind::range; }
  bool is_function() const { return kind() == Kind::function; }

  bool as_boolean() const { return get<bool>(); } ///< only of a boolean, and so on
  Decimal as_number() const { return get<Decimal>(); }
  const std::string& as_string() const { return *get<std::shared_ptr<const std::string>>(); }
  CalendarDate as_calendar_date() const { return get<CalendarDate>(); }
  const TimeOfDay& as_time() const { return *get<std::shared_ptr<const TimeOfDay>>(); }
  const DateTime& as_date_and_time() const { return *get<std::shared_ptr<const DateTime>>(); }
  DayTimeDuration as_day_time_duration() const { return get<DayTimeDuration>(); }
  YearMonthDuration as_year_month_duration() const { return get<YearMonthDuration>(); }
  const std::vector<Value>& as_list() const;
  const Context& as_context() const { return *get<std::shared_ptr<const Context>>(); }
  const Range& as_range() const { return *get<std::shared_ptr<const Range>>(); }
  const Function& as_function() const { return *get<std::shared_ptr<const Function>>(); }
  Result<Date> as_date() const; ///< Errors: invalid, when it is no date or past the year 32767

  /// How deep lists, contexts and functions stand within each other: 0 for a number. Limits are held against it.
  std::uint32_t depth() const;

  /// The entry of a context; null when it is no context or has no such entry.
  const Value& entry(std::string_view name) const;

  /// As FEEL's string() writes it; strings nested in lists and contexts are quoted.
  std::string to_text() const;

private:
  using Content = std::variant<std::monostate, bool, Decimal, std::shared_ptr<const std::string>, CalendarDate,
                               std::shared_ptr<const TimeOfDay>, std::shared_ptr<const DateTime>, DayTimeDuration,
                               YearMonthDuration, std::shared_ptr<const List>, std::shared_ptr<const Context>,
                               std::shared_ptr<const Range>, std::shared_ptr<const Function>>;
  explicit Value(Content content) : content_(std::move(content)) {}
  template <class T>
  const T& get() const {
    const T* content = std::get_if<T>(&content_);
    assert(content != nullptr && "a value read as what it is not");
    return *content;
  }

  Content content_;
};

struct List {
  std::vector<Value> items;
  std::uint32_t depth = 1;
};

/// The entries of a context in the order they were written.
class Context {
public:
  using Entry = std::pair<std::string, Value>;
  explicit Context(std::vector<Entry> entries);

  const std::vector<Entry>& entries() const { return entries_; }
  /// Null when there is none. `expected_at` is where it was last time: a guess that saves the search.
  const Value* find(std::string_view name, std::size_t expected_at = 0) const;
  std::uint32_t depth() const { return depth_; }

private:
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_name_; ///< the order of the names, when there are many
  std::uint32_t depth_ = 1;
};

/// `[1..10)`, `< 5`. An end that is left open has a null value; `has_start` tells it from a written null.
struct Range {
  Value start;
  Value end;
  bool start_included = false;
  bool end_included = false;
  bool has_start = true;
  bool has_end = true;
};

/// Something that can be called; exactly one of the last three is there.
struct Function {
  std::string name; ///< empty for a function literal
  std::vector<Type::Parameter> parameters;
  Type result;
  NativeBody body;                               ///< of the host's functions
  std::shared_ptr<const struct Closure> closure; ///< of a function literal
  const struct Builtin* builtin = nullptr;       ///< of a function of the language
  std::uint32_t depth = 1;                       ///< of the values that the closure remembers, and one more
};

inline const std::vector<Value>& Value::as_list() const { return get<std::shared_ptr<const List>>()->items; }

} // namespace handrail::feel
