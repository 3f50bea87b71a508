#include "feel/syntax/check.h"

#include "core/text.h"
#include "feel/value/compare.h"
#include "feel/value/properties.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

Problem problem(Span at, std::string message, std::string hint = "") {
  return {at.offset, at.length, std::move(message), std::move(hint)};
}

bool is_unknown(const Type& type) { return type.is_any() || type.kind() == Type::Kind::null; }

std::string listed(const std::vector<std::string>& texts) {
  constexpr std::size_t shown = 8;
  std::string all;
  for (std::size_t i = 0; i < texts.size() && i < shown; ++i)
    all += fmt::format("{}“{}”", i == 0 ? "" : ", ", texts[i]);
  return texts.size() > shown ? all + " …" : all;
}

/// A text compared with a name that has only certain texts.
std::optional<Problem> check_texts(Span at, const Type& left, const Type& right) {
  if (overlap(left, right)) return std::nullopt;
  const bool literal_right = right.texts().size() == 1;
  const auto& literal = literal_right ? right.texts() : left.texts();
  const auto& allowed = literal_right ? left.texts() : right.texts();
  const auto meant = text::did_you_mean(literal.front(), allowed);
  return problem(at, fmt::format("this is never “{}”", literal.front()),
                 meant.empty() ? fmt::format("it is one of {}", listed(allowed))
                               : fmt::format("did you mean “{}”?", meant));
}

bool has_order(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::boolean:
    case Type::Kind::list:
    case Type::Kind::context:
    case Type::Kind::range:
    case Type::Kind::function: return false;
    default: return true;
  }
}

} // namespace

std::optional<Problem> check_comparison(Span at, Comparison operation, const Type& left, const Type& right) {
  const bool is_equality = operation == Comparison::equal || operation == Comparison::not_equal;
  if (!is_equality) {
    for (const Type& type : {left, right})
      if (!has_order(type))
        return problem(at, fmt::format("{} is neither smaller nor larger than anything", kind_text(type.kind())));
  }
  if (is_unknown(left) || is_unknown(right)) return std::nullopt;
  if (left.kind() != right.kind())
    return problem(at, fmt::format("{} and {} can never be compared", kind_text(left.kind()), kind_text(right.kind())));
  return is_equality ? check_texts(at, left, right) : std::nullopt;
}

std::optional<Problem> check_arithmetic(Span at, Arithmetic operation, const Type& left, const Type& right) {
  if (left.kind() == Type::Kind::null || right.kind() == Type::Kind::null)
    return problem(at, fmt::format("null has no “{}”", sign_of(operation)));
  if (type_of_result(operation, left, right)) return std::nullopt;
  return problem(at, fmt::format("“{}” has no meaning between {} and {}", sign_of(operation), kind_text(left.kind()),
                                 kind_text(right.kind())));
}

std::optional<Problem> check_boolean(Span at, const Type& type, std::string_view what) {
  if (is_unknown(type) || type.kind() == Type::Kind::boolean) return std::nullopt;
  return problem(at, fmt::format("{} must be true or false, and this is {}", what, kind_text(type.kind())));
}

std::optional<Problem> check_match(Span at, const Type& tested, const Type& wanted) {
  if (is_unknown(tested) || is_unknown(wanted)) return std::nullopt;
  if (wanted.kind() == Type::Kind::range) {
    const Type element = wanted.element();
    return is_unknown(element) ? std::nullopt : check_comparison(at, Comparison::less, tested, element);
  }
  if (wanted.kind() == Type::Kind::list && tested.kind() != Type::Kind::list) {
    const Type element = wanted.element();
    if (element.kind() == Type::Kind::range) return check_match(at, tested, element);
    return check_comparison(at, Comparison::equal, tested, element);
  }
  return wanted.kind() == Type::Kind::list ? std::nullopt : check_comparison(at, Comparison::equal, tested, wanted);
}

std::optional<Problem> check_entry(Span at, const Type& base, std::string_view name) {
  if (is_unknown(base)) return std::nullopt;
  if (base.kind() == Type::Kind::list) return check_entry(at, base.element(), name);
  if (base.kind() == Type::Kind::context && !base.is_detailed()) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& entry : base.kind() == Type::Kind::context ? base.entries() : properties_of(base.kind())) {
    if (entry.name == name) return std::nullopt;
    known.push_back(entry.name);
  }
  const auto meant = text::did_you_mean(name, known);
  std::string hint = known.empty() ? "" : fmt::format("it has {}", listed(known));
  if (!meant.empty()) hint = fmt::format("did you mean “{}”?", meant);
  return problem(
      at, fmt::format("{} has no “{}”", base.kind() == Type::Kind::context ? "this" : kind_text(base.kind()), name),
      std::move(hint));
}

std::optional<Problem> check_call(Span at, const Type& function, std::string_view name,
                                  const std::vector<std::pair<std::string, Type>>& arguments) {
  if (is_unknown(function)) return std::nullopt;
  if (function.kind() != Type::Kind::function)
    return problem(at, fmt::format("{} cannot be called", kind_text(function.kind())));
  if (!function.is_detailed()) return std::nullopt;
  const auto& parameters = function.parameters();
  const std::string_view who = name.empty() ? "this function" : name;
  if (arguments.size() != parameters.size())
    return problem(at, fmt::format("{} takes {} argument{}, and here are {}", who, parameters.size(),
                                   parameters.size() == 1 ? "" : "s", arguments.size()));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& [given_name, type] = arguments[i];
    const Type::Parameter* parameter = &parameters[i];
    if (!given_name.empty()) {
      const auto found = std::find_if(parameters.begin(), parameters.end(),
                                      [&wanted = given_name](const auto& p) { return p.name == wanted; });
      if (found == parameters.end()) return problem(at, fmt::format("{} has no parameter “{}”", who, given_name));
      parameter = &*found;
    }
    const Type element = type.element();
    const bool fits = is_unknown(type) || overlap(type, parameter->type) ||
                      parameter->type.kind() == Type::Kind::list ||
                      (type.kind() == Type::Kind::list && overlap(element, parameter->type));
    if (fits) continue;
    if (type.kind() == Type::Kind::string && parameter->type.kind() == Type::Kind::string)
      return check_texts(at, type, parameter->type);
    return problem(at, fmt::format("{} needs {} as “{}”, and this is {}", who, kind_text(parameter->type.kind()),
                                   parameter->name, kind_text(type.kind())));
  }
  return std::nullopt;
}

Type either(const Type& a, const Type& b) {
  if (a == b || b.kind() == Type::Kind::null) return a;
  if (a.kind() == Type::Kind::null) return b;
  if (a.kind() != b.kind()) return {};
  switch (a.kind()) {
    case Type::Kind::string: {
      if (a.texts().empty() || b.texts().empty()) return Type::string();
      auto texts = a.texts();
      texts.insert(texts.end(), b.texts().begin(), b.texts().end());
      return Type::one_of(std::move(texts));
    }
    case Type::Kind::list: return Type::list(either(a.element(), b.element()));
    case Type::Kind::range: return Type::range(either(a.element(), b.element()));
    case Type::Kind::context: return Type::context();
    case Type::Kind::function: return Type::function();
    default: return a;
  }
}

} // namespace handrail::feel
