#include "feel/functions/builtin.h"

#include "feel/value/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace handrail::feel {

namespace {

std::string_view takes_text(Takes takes) {
  switch (takes) {
    case Takes::anything:
    case Takes::value: return "a value";
    case Takes::boolean: return "a boolean";
    case Takes::number: return "a number";
    case Takes::string: return "a string";
    case Takes::date: return "a date";
    case Takes::time: return "a time";
    case Takes::date_and_time: return "a date and time";
    case Takes::duration: return "a duration";
    case Takes::number_or_duration: return "a number or a duration";
    case Takes::list: return "a list";
    case Takes::context: return "a context";
    case Takes::range: return "a range";
    case Takes::function: return "a function";
    case Takes::date_or_date_and_time: return "a date, or a date and time";
  }
  return "a value";
}

bool is_duration(Type::Kind kind) {
  return kind == Type::Kind::days_and_time_duration || kind == Type::Kind::years_and_months_duration;
}

bool accepts(Takes takes, Type::Kind kind) {
  switch (takes) {
    case Takes::anything: return true;
    case Takes::value: return kind != Type::Kind::null;
    case Takes::boolean: return kind == Type::Kind::boolean;
    case Takes::number: return kind == Type::Kind::number;
    case Takes::string: return kind == Type::Kind::string;
    case Takes::date: return kind == Type::Kind::date;
    case Takes::time: return kind == Type::Kind::time;
    case Takes::date_and_time: return kind == Type::Kind::date_and_time;
    case Takes::duration: return is_duration(kind);
    case Takes::number_or_duration: return kind == Type::Kind::number || is_duration(kind);
    case Takes::list: return kind == Type::Kind::list;
    case Takes::context: return kind == Type::Kind::context;
    case Takes::range: return kind == Type::Kind::range;
    case Takes::function: return kind == Type::Kind::function;
    case Takes::date_or_date_and_time: return kind == Type::Kind::date || kind == Type::Kind::date_and_time;
  }
  return false;
}

Type::Kind kind_of(const Value& value) { return static_cast<Type::Kind>(static_cast<int>(value.kind()) + 1); }

/// The value as the parameter takes it; nothing when it does not.
std::optional<Value> coerced(const BuiltinParameter& parameter, const Value& value) {
  if (accepts(parameter.takes, kind_of(value)) || (value.is_null() && parameter.optional)) return value;
  if (value.is_null()) return std::nullopt;
  if (parameter.takes == Takes::list) return Value::list({value});
  if (value.is_list() && value.as_list().size() == 1 && accepts(parameter.takes, kind_of(value.as_list().front())))
    return value.as_list().front();
  return std::nullopt;
}

struct Binding {
  std::vector<Value> arguments; ///< empty with `problem`
  std::string problem;
};

Binding refuse(std::string problem) { return {{}, std::move(problem)}; }

Binding bind_many(const Builtin& builtin, const BuiltinSignature& signature, std::vector<GivenArgument>& given) {
  if (given.empty()) return refuse(fmt::format("{} needs at least one argument", builtin.name));
  const bool is_named = !given.front().name.empty();
  if (is_named && (given.size() > 1 || given.front().name != signature.parameters.front().name))
    return refuse(fmt::format("{} has no parameter “{}”", builtin.name, given.back().name));
  if (given.size() == 1) {
    if (given.front().value.is_null()) return refuse(fmt::format("{} needs a list, and this is null", builtin.name));
    return {{*coerced(signature.parameters.front(), given.front().value)}, ""};
  }
  std::vector<Value> items;
  items.reserve(given.size());
  for (auto& argument : given) items.push_back(std::move(argument.value));
  return {{Value::list(std::move(items))}, ""};
}

std::string wrong_kind(const Builtin& builtin, const BuiltinParameter& parameter, const Value& value) {
  return fmt::format("{} needs {} as “{}”, and this is {}", builtin.name, takes_text(parameter.takes), parameter.name,
                     kind_text(value));
}

/// Where each argument goes. Empty, with `problem`, when one has no place or a place none.
std::vector<std::optional<std::size_t>> places(const Builtin& builtin, const BuiltinSignature& signature,
                                               const std::vector<std::string_view>& names, std::string& problem) {
  const auto& parameters = signature.parameters;
  std::vector<std::optional<std::size_t>> place(parameters.size());
  if (names.size() > parameters.size())
    problem = fmt::format("{} takes {} argument{}, and here are {}", builtin.name, parameters.size(),
                          parameters.size() == 1 ? "" : "s", names.size());
  for (std::size_t i = 0; i < names.size() && problem.empty(); ++i) {
    std::size_t at = i;
    if (!names[i].empty()) {
      const auto found =
          std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.name == names[i]; });
      if (found == parameters.end())
        problem = fmt::format("{} has no parameter “{}”", builtin.name, names[i]);
      else
        at = static_cast<std::size_t>(found - parameters.begin());
    }
    if (problem.empty() && place[at]) problem = fmt::format("“{}” is given twice", names[i]);
    if (problem.empty()) place[at] = i;
  }
  for (std::size_t i = 0; i < parameters.size() && problem.empty(); ++i)
    if (!place[i] && !parameters[i].optional) problem = fmt::format("{} needs “{}”", builtin.name, parameters[i].name);
  return place;
}

std::vector<std::string_view> names_of(const std::vector<GivenArgument>& given) {
  std::vector<std::string_view> names;
  names.reserve(given.size());
  for (const auto& argument : given) names.push_back(argument.name);
  return names;
}

Binding bind_rest(const Builtin& builtin, const BuiltinSignature& signature, std::vector<GivenArgument>& given) {
  const auto& parameters = signature.parameters;
  if (given.size() < parameters.size())
    return refuse(fmt::format("{} needs “{}”", builtin.name, parameters[given.size()].name));
  std::vector<Value> arguments, rest;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& parameter = parameters[std::min(i, parameters.size() - 1)];
    auto fitting = coerced(parameter, given[i].value);
    if (!fitting) return refuse(wrong_kind(builtin, parameter, given[i].value));
    (i + 1 < parameters.size() ? arguments : rest).push_back(std::move(*fitting));
  }
  arguments.push_back(Value::list(std::move(rest)));
  return {std::move(arguments), ""};
}

Binding bind(const Builtin& builtin, const BuiltinSignature& signature, std::vector<GivenArgument>& given) {
  if (signature.arity == Arity::list_or_items) return bind_many(builtin, signature, given);
  if (signature.arity == Arity::with_rest && !given.empty() && given.front().name.empty())
    return bind_rest(builtin, signature, given);
  std::string problem;
  const auto place = places(builtin, signature, names_of(given), problem);
  if (!problem.empty()) return refuse(std::move(problem));
  std::vector<Value> arguments(signature.parameters.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!place[i]) continue;
    const Value& value = given[*place[i]].value;
    auto fitting = coerced(signature.parameters[i], value);
    if (!fitting) return refuse(wrong_kind(builtin, signature.parameters[i], value));
    arguments[i] = std::move(*fitting);
  }
  if (signature.arity == Arity::with_rest) arguments.back() = Value::list({arguments.back()});
  return {std::move(arguments), ""};
}

bool can_be(Takes takes, const Type& type) {
  if (type.is_any() || type.kind() == Type::Kind::null || takes == Takes::list) return true;
  if (accepts(takes, type.kind())) return true;
  const Type element = type.element();
  return type.kind() == Type::Kind::list && (element.is_any() || accepts(takes, element.kind()));
}

std::string mismatch(const Builtin& builtin, const BuiltinSignature& signature,
                     const std::vector<std::pair<std::string, Type>>& arguments) {
  if (signature.arity != Arity::exact)
    return arguments.empty() ? fmt::format("{} needs at least one argument", builtin.name) : "";
  std::vector<std::string_view> names;
  names.reserve(arguments.size());
  for (const auto& argument : arguments) names.push_back(argument.first);
  std::string problem;
  const auto place = places(builtin, signature, names, problem);
  for (std::size_t i = 0; i < signature.parameters.size() && problem.empty(); ++i) {
    if (!place[i] || can_be(signature.parameters[i].takes, arguments[*place[i]].second)) continue;
    problem =
        fmt::format("{} needs {} as “{}”, and this is {}", builtin.name, takes_text(signature.parameters[i].takes),
                    signature.parameters[i].name, kind_text(arguments[*place[i]].second.kind()));
  }
  return problem;
}

const std::map<std::string_view, const Builtin*>& by_name() {
  static const auto index = [] {
    std::map<std::string_view, const Builtin*> all;
    for (const auto& builtin : all_builtins()) all.emplace(builtin.name, &builtin);
    return all;
  }();
  return index;
}

} // namespace

const std::vector<Builtin>& all_builtins() {
  static const auto all = [] {
    std::vector<Builtin> builtins;
    for (auto family : {conversion_builtins, string_builtins, list_builtins, number_builtins, temporal_builtins,
                        context_builtins, range_builtins}) {
      auto some = family();
      std::move(some.begin(), some.end(), std::back_inserter(builtins));
    }
    return builtins;
  }();
  return all;
}

const Builtin* find_builtin(std::string_view name) {
  const auto found = by_name().find(name);
  return found == by_name().end() ? nullptr : found->second;
}

Value function_of(const Builtin& builtin) {
  Function function;
  function.name = builtin.name;
  for (const auto& parameter : builtin.signatures.front().parameters)
    function.parameters.push_back({std::string(parameter.name), Type::any()});
  function.result = builtin.result;
  function.builtin = &builtin;
  return Value::function(std::move(function));
}

Value call_builtin(Run& run, Span at, const Builtin& builtin, std::vector<GivenArgument> arguments) {
  const BuiltinSignature& meant = meant_signature(builtin, arguments.size());
  std::string problem;
  for (const auto& signature : builtin.signatures) {
    Binding binding = bind(builtin, signature, arguments);
    if (binding.problem.empty()) return signature.body(Call(run, at, binding.arguments));
    if (&signature == &meant) problem = std::move(binding.problem);
  }
  return run.fail(at, std::move(problem), fmt::format("write {}", signature_text(builtin, meant)));
}

std::string mismatch(const Builtin& builtin, const std::vector<std::pair<std::string, Type>>& arguments) {
  const BuiltinSignature& meant = meant_signature(builtin, arguments.size());
  std::string reason;
  for (const auto& signature : builtin.signatures) {
    std::string problem = mismatch(builtin, signature, arguments);
    if (problem.empty()) return "";
    if (&signature == &meant) reason = std::move(problem);
  }
  return reason;
}

const BuiltinSignature& meant_signature(const Builtin& builtin, std::size_t arguments) {
  const auto fits = [&](const BuiltinSignature& signature) {
    const auto& all = signature.parameters;
    const auto needed = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const BuiltinParameter& parameter) { return !parameter.optional; }));
    return arguments >= needed && arguments <= all.size();
  };
  const auto found = std::find_if(builtin.signatures.begin(), builtin.signatures.end(), fits);
  return found == builtin.signatures.end() ? builtin.signatures.front() : *found;
}

std::string signature_text(const Builtin& builtin, const BuiltinSignature& signature) {
  std::string text = std::string(builtin.name) + "(";
  const char* separator = "";
  for (const auto& parameter : signature.parameters) {
    text += fmt::format(fmt::runtime(parameter.optional ? "{}[{}]" : "{}{}"), separator, parameter.name);
    separator = ", ";
  }
  return text + ")";
}

} // namespace handrail::feel
