// String functions (DMN 1.5, 10.3.4.3). Places and lengths count code points.
#include "feel/functions/builtin.h"
#include "feel/functions/regex.h"
#include "feel/value/compare.h"
#include "feel/value/unicode.h"

#include "core/text.h"

#include <fmt/format.h>

#include <limits>

namespace handrail::feel {

namespace {

const std::string& text_of(const Call& call, std::size_t index = 0) { return call[index].as_string(); }

Value made(const Call& call, std::string text) {
  if (!call.run().spend(call.at(), text.size() / 64)) return {};
  return call.run().string(call.at(), std::move(text));
}

std::optional<std::int64_t> truncated(Decimal number) {
  const auto whole = number.rounded(0, Rounding::down);
  return whole ? whole->to_integer() : std::nullopt;
}

Value substring(const Call& call) {
  const std::string& text = text_of(call);
  const auto size = static_cast<std::int64_t>(text::code_points(text));
  const auto start = truncated(call[1].as_number());
  if (!start || *start == 0 || *start > size || *start < -size)
    return call.fail(
        fmt::format("there is no place {} in a text of {} characters", call[1].as_number().to_text(), size));
  const std::int64_t first = *start > 0 ? *start - 1 : size + *start;
  std::int64_t length = size - first;
  if (!call[2].is_null()) {
    const auto wanted = truncated(call[2].as_number());
    if (!wanted || *wanted < 1) return call.fail("the length must be 1 or more");
    length = std::min(length, *wanted);
  }
  const auto from = unicode::byte_of(text, static_cast<std::size_t>(first));
  const std::string_view rest = std::string_view(text).substr(from);
  return made(call, std::string(rest.substr(0, unicode::byte_of(rest, static_cast<std::size_t>(length)))));
}

Value string_length(const Call& call) {
  return Value::number(static_cast<std::int64_t>(text::code_points(text_of(call))));
}
Value upper_case(const Call& call) { return made(call, unicode::uppered(text_of(call))); }
Value lower_case(const Call& call) { return made(call, unicode::lowered(text_of(call))); }

Value substring_before(const Call& call) {
  const auto at = text_of(call).find(text_of(call, 1));
  return made(call, at == std::string::npos ? "" : text_of(call).substr(0, at));
}

Value substring_after(const Call& call) {
  const auto at = text_of(call).find(text_of(call, 1));
  return made(call, at == std::string::npos ? "" : text_of(call).substr(at + text_of(call, 1).size()));
}

Value contains(const Call& call) { return Value::boolean(text_of(call).find(text_of(call, 1)) != std::string::npos); }
Value starts_with(const Call& call) { return Value::boolean(text_of(call).rfind(text_of(call, 1), 0) == 0); }

Value ends_with(const Call& call) {
  const std::string& text = text_of(call);
  const std::string& end = text_of(call, 1);
  return Value::boolean(text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0);
}

// ---- patterns ----------------------------------------------------------------------------------------------------

/// Compiling and searching is counted as work, so that a loop over patterns ends as well.
Result<Regex> regex_of(const Call& call, std::size_t pattern, std::size_t flags) {
  constexpr std::uint64_t steps_a_pattern = 50;
  if (!call.run().spend(call.at(), steps_a_pattern + text_of(call).size() / 16))
    return Error{ErrorCode::invalid, "", "", ""};
  const bool has_flags = flags < call.count() && !call[flags].is_null();
  return Regex::compile(text_of(call, pattern),
                        has_flags ? std::string_view(text_of(call, flags)) : std::string_view());
}

Value failure(const Call& call, const Error& error) { return call.fail(error.message, error.remedy); }

Value matches(const Call& call) {
  const auto regex = regex_of(call, 1, 2);
  if (!regex) return failure(call, regex.error());
  const auto found = regex->matches(text_of(call));
  return found ? Value::boolean(*found) : failure(call, found.error());
}

Value replace(const Call& call) {
  const auto regex = regex_of(call, 1, 3);
  if (!regex) return failure(call, regex.error());
  auto replaced = regex->replace(text_of(call), text_of(call, 2));
  return replaced ? made(call, std::move(*replaced)) : failure(call, replaced.error());
}

Value split(const Call& call) {
  const auto regex = regex_of(call, 1, std::numeric_limits<std::size_t>::max());
  if (!regex) return failure(call, regex.error());
  const auto parts = regex->split(text_of(call));
  if (!parts) return failure(call, parts.error());
  std::vector<Value> items;
  if (!call.run().spend(call.at(), parts->size()) || !call.run().reserve(call.at(), parts->size() * sizeof(Value)))
    return {};
  for (const auto& part : *parts) items.push_back(Value::string(part));
  return call.run().list(call.at(), std::move(items));
}

Value string_join(const Call& call) {
  const std::string delimiter = call.count() > 1 && !call[1].is_null() ? text_of(call, 1) : "";
  std::string joined;
  bool first = true;
  for (const auto& item : call[0].as_list()) {
    if (item.is_null()) continue;
    if (!item.is_string()) return call.fail(fmt::format("only texts can be joined, and this is {}", kind_text(item)));
    if (!first) joined += delimiter;
    joined += item.as_string();
    first = false;
    if (joined.size() > limits::string_bytes) break; // made() says so
  }
  return made(call, std::move(joined));
}

} // namespace

std::vector<Builtin> string_builtins() {
  const BuiltinParameter string{"string", Takes::string, false}, match{"match", Takes::string, false};
  const BuiltinParameter input{"input", Takes::string, false}, pattern{"pattern", Takes::string, false};
  const BuiltinParameter flags{"flags", Takes::string, true};
  const auto one = [](Value (*body)(const Call&), std::vector<BuiltinParameter> parameters) {
    return std::vector<BuiltinSignature>{{std::move(parameters), body}};
  };
  const Type text = Type::string();
  return {
      {"substring", text,
       one(substring, {string, {"start position", Takes::number, false}, {"length", Takes::number, true}})},
      {"string length", Type::number(), one(string_length, {string})},
      {"upper case", text, one(upper_case, {string})},
      {"lower case", text, one(lower_case, {string})},
      {"substring before", text, one(substring_before, {string, match})},
      {"substring after", text, one(substring_after, {string, match})},
      {"contains", Type::boolean(), one(contains, {string, match})},
      {"starts with", Type::boolean(), one(starts_with, {string, match})},
      {"ends with", Type::boolean(), one(ends_with, {string, match})},
      {"matches", Type::boolean(), one(matches, {input, pattern, flags})},
      {"replace", text, one(replace, {input, pattern, {"replacement", Takes::string, false}, flags})},
      {"split", Type::list(Type::string()), one(split, {string, {"delimiter", Takes::string, false}})},
      {"string join", text, one(string_join, {{"list", Takes::list, false}, {"delimiter", Takes::string, true}})},
  };
}

} // namespace handrail::feel
