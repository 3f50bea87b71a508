// The names in scope when an expression is compiled, with what is known of their types.
#pragma once

#include "feel/type.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

class Value;

/// Names may contain spaces and the characters . / - ' + *: the longest name that fits is taken.
class Names {
public:
  /// Adds a name, or replaces its type. Evaluation is fastest when the values come in the order of the names.
  Names& add(std::string name, Type type = Type::any());
  /// The names of a context's entries with the types that the values have.
  static Names of(const Value& context);

  const std::vector<Type::Entry>& all() const { return names_; }
  const Type* find(std::string_view name) const;

private:
  std::vector<Type::Entry> names_;
};

/// The type a value has, to the bottom.
Type type_of(const Value& value);

} // namespace handrail::feel
