#include "feel/names.h"

#include "feel/limits.h"
#include "feel/value.h"

#include <algorithm>

namespace handrail::feel {

namespace {

/// What two types have in common: the entries both know, or nothing.
Type common(const Type& a, const Type& b, int depth) {
  if (a == b || b.kind() == Type::Kind::null) return a;
  if (a.kind() == Type::Kind::null) return b;
  if (a.kind() != b.kind() || depth > limits::value_depth) return {};
  if (a.kind() == Type::Kind::list) return Type::list(common(a.element(), b.element(), depth + 1));
  if (a.kind() != Type::Kind::context) return {};
  // A name that one item has and another lacks is still a name an expression may use.
  std::vector<Type::Entry> entries = a.entries();
  for (const auto& entry : b.entries()) {
    const auto known =
        std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == entry.name; });
    if (known == entries.end())
      entries.push_back(entry);
    else
      known->type = common(known->type, entry.type, depth + 1);
  }
  return Type::context(std::move(entries));
}

Type type_to_depth(const Value& value, int depth) {
  if (depth > limits::value_depth) return {};
  switch (value.kind()) {
    case Value::Kind::null: return Type::null();
    case Value::Kind::boolean: return Type::boolean();
    case Value::Kind::number: return Type::number();
    case Value::Kind::string: return Type::string();
    case Value::Kind::date: return Type::date();
    case Value::Kind::time: return Type::time();
    case Value::Kind::date_and_time: return Type::date_and_time();
    case Value::Kind::days_and_time_duration: return Type::days_and_time_duration();
    case Value::Kind::years_and_months_duration: return Type::years_and_months_duration();
    case Value::Kind::list: {
      const auto& items = value.as_list();
      if (items.empty()) return Type::list();
      Type element = type_to_depth(items.front(), depth + 1);
      for (std::size_t i = 1; i < items.size() && !element.is_any(); ++i)
        element = common(element, type_to_depth(items[i], depth + 1), depth + 1);
      return Type::list(std::move(element));
    }
    case Value::Kind::context: {
      std::vector<Type::Entry> entries;
      for (const auto& [name, entry] : value.as_context().entries())
        entries.push_back({name, type_to_depth(entry, depth + 1)});
      return Type::context(std::move(entries));
    }
    case Value::Kind::range: {
      const auto& range = value.as_range();
      return Type::range(type_to_depth(range.has_start ? range.start : range.end, depth + 1));
    }
    case Value::Kind::function: return Type::function(value.as_function().parameters, value.as_function().result);
  }
  return {};
}

} // namespace

Names& Names::add(std::string name, Type type) {
  const auto known = std::find_if(names_.begin(), names_.end(), [&](const auto& entry) { return entry.name == name; });
  if (known == names_.end())
    names_.push_back({std::move(name), std::move(type)});
  else
    known->type = std::move(type);
  return *this;
}

Names Names::of(const Value& context) {
  Names names;
  if (context.is_context())
    for (const auto& [name, value] : context.as_context().entries()) {
      const Type type = type_of(value);
      names.add(name, type.kind() == Type::Kind::null ? Type::any() : type);
    }
  return names;
}

const Type* Names::find(std::string_view name) const {
  const auto found = std::find_if(names_.begin(), names_.end(), [&](const auto& entry) { return entry.name == name; });
  return found == names_.end() ? nullptr : &found->type;
}

Type type_of(const Value& value) { return type_to_depth(value, 0); }

} // namespace handrail::feel
