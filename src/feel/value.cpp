#include "feel/value.h"

#include "feel/value/text_form.h"

#include <algorithm>
#include <numeric>

namespace handrail::feel {

Value Value::string(std::string text) { return Value(Content(std::make_shared<const std::string>(std::move(text)))); }

Value Value::date(Date date) {
  return Value::date(CalendarDate{static_cast<int>(date.year()), static_cast<std::uint8_t>(unsigned(date.month())),
                                  static_cast<std::uint8_t>(unsigned(date.day()))});
}

Value Value::time(TimeOfDay time) { return Value(Content(std::make_shared<const TimeOfDay>(std::move(time)))); }

Value Value::date_and_time(DateTime moment) {
  return Value(Content(std::make_shared<const DateTime>(std::move(moment))));
}

Value Value::instant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto since_midnight = std::chrono::duration_cast<std::chrono::nanoseconds>(instant - day);
  const std::chrono::year_month_day date{day};
  return date_and_time({Value::date(date).as_calendar_date(), {since_midnight.count(), {0, ""}}});
}

Value Value::list(std::vector<Value> items) {
  std::uint32_t depth = 0;
  for (const auto& item : items) depth = std::max(depth, item.depth());
  return Value(Content(std::make_shared<const List>(List{std::move(items), depth + 1})));
}

Value Value::context(std::vector<std::pair<std::string, Value>> entries) {
  return Value(Content(std::make_shared<const Context>(std::move(entries))));
}

Value Value::range(Range range) { return Value(Content(std::make_shared<const Range>(std::move(range)))); }

Value Value::function(Function function) {
  return Value(Content(std::make_shared<const Function>(std::move(function))));
}

Value Value::native(std::string name, std::vector<Type::Parameter> parameters, Type result, NativeBody body) {
  return function({std::move(name), std::move(parameters), std::move(result), std::move(body), nullptr, nullptr});
}

bool Value::is_true() const {
  const bool* truth = std::get_if<bool>(&content_);
  return truth != nullptr && *truth;
}

bool Value::is_false() const {
  const bool* truth = std::get_if<bool>(&content_);
  return truth != nullptr && !*truth;
}

Result<Date> Value::as_date() const {
  if (kind() != Kind::date) return Error{ErrorCode::invalid, to_text() + " is not a date", "", ""};
  const CalendarDate date = as_calendar_date();
  if (date.year > static_cast<int>(std::chrono::year::max()) || date.year < static_cast<int>(std::chrono::year::min()))
    return Error{ErrorCode::invalid, to_text() + " is too far away to work with", "", ""};
  return std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
}

std::uint32_t Value::depth() const {
  switch (kind()) {
    case Kind::list: return get<std::shared_ptr<const List>>()->depth;
    case Kind::context: return as_context().depth();
    case Kind::function: return as_function().depth;
    case Kind::range: return 1;
    default: return 0;
  }
}

const Value& Value::entry(std::string_view name) const {
  static const Value null;
  if (!is_context()) return null;
  const Value* found = as_context().find(name);
  return found != nullptr ? *found : null;
}

std::string Value::to_text() const { return text_form(*this); }

Context::Context(std::vector<Entry> entries) : entries_(std::move(entries)) {
  for (const auto& entry : entries_) depth_ = std::max(depth_, entry.second.depth() + 1);
  constexpr std::size_t searched_in_order = 8;
  if (entries_.size() <= searched_in_order) {
    for (std::size_t i = 0; i < entries_.size(); ++i)
      for (std::size_t j = entries_.size(); j-- > i + 1;)
        if (entries_[i].first == entries_[j].first) {
          entries_[i].second = std::move(entries_[j].second);
          entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(j));
          break;
        }
    return;
  }
  by_name_.resize(entries_.size());
  std::iota(by_name_.begin(), by_name_.end(), 0U);
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) { return entries_[a].first < entries_[b].first; };
  std::stable_sort(by_name_.begin(), by_name_.end(), by_name);
  const auto same = [&](std::uint32_t a, std::uint32_t b) { return entries_[a].first == entries_[b].first; };
  if (std::adjacent_find(by_name_.begin(), by_name_.end(), same) == by_name_.end()) return;

  std::vector<Entry> unique; // the place of the first, the value of the last
  std::vector<bool> dropped(entries_.size());
  for (std::size_t i = 0; i < by_name_.size();) {
    std::size_t last = i;
    while (last + 1 < by_name_.size() && same(by_name_[i], by_name_[last + 1])) dropped[by_name_[++last]] = true;
    if (last != i) entries_[by_name_[i]].second = entries_[by_name_[last]].second;
    i = last + 1;
  }
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (!dropped[i]) unique.push_back(std::move(entries_[i]));
  *this = Context(std::move(unique));
}

const Value* Context::find(std::string_view name, std::size_t expected_at) const {
  if (expected_at < entries_.size() && entries_[expected_at].first == name) return &entries_[expected_at].second;
  if (by_name_.empty()) {
    for (const auto& entry : entries_)
      if (entry.first == name) return &entry.second;
    return nullptr;
  }
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [&](std::uint32_t at, std::string_view wanted) { return entries_[at].first < wanted; });
  return found != by_name_.end() && entries_[*found].first == name ? &entries_[*found].second : nullptr;
}

} // namespace handrail::feel
