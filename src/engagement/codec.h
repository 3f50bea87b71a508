// JSON for plain structs, from one list of fields each: what is written can be read, and nothing else can.
// Inside the engagement room only; it pulls in the JSON library.
#pragma once

#include "core/id.h"
#include "core/result.h"
#include "core/time.h"
#include "engagement/holder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace handrail::engagement::codec {

using Json = nlohmann::json;

template <class Owner, class Member>
struct Field {
  const char* key;
  Member Owner::*member;
};
template <class Owner, class Member>
constexpr Field<Owner, Member> field(const char* key, Member Owner::*member) {
  return {key, member};
}

/// Specialised for every struct that is written: `fields`, a tuple of field(…).
template <class T>
struct Shape;

template <class T>
concept Shaped = requires {
  Shape<T>::fields;
};

// ---- writing ---------------------------------------------------------------------------------------------------

inline Json write(const std::string& value) { return value; }
inline Json write(bool value) { return value; }
inline Json write(int value) { return value; }
inline Json write(Date value) { return to_iso(value); }
/// "person" and "queue", as JSON writes a kind of holder.
inline Json write(Holder::Kind kind) { return kind == Holder::Kind::person ? "person" : "queue"; }
template <class Tag>
Json write(const Id<Tag>& value) {
  return value.text();
}
template <class T>
Json write(const std::optional<T>& value);
template <class T>
Json write(const std::vector<T>& values);
template <class T>
Json write(const std::map<std::string, T>& values);
template <Shaped T>
Json write(const T& value);

template <class T>
Json write(const std::optional<T>& value) {
  return value ? write(*value) : Json(nullptr);
}
template <class T>
Json write(const std::vector<T>& values) {
  Json all = Json::array();
  for (const auto& value : values) all.push_back(write(value));
  return all;
}
template <class T>
Json write(const std::map<std::string, T>& values) {
  Json all = Json::object();
  for (const auto& [key, value] : values) all[key] = write(value);
  return all;
}
/// An optional without a value leaves its key out.
template <Shaped T>
Json write(const T& value) {
  Json all = Json::object();
  std::apply(
      [&](const auto&... each) {
        const auto put = [&](const auto& one) {
          Json json = write(value.*(one.member));
          if (!json.is_null()) all[one.key] = std::move(json);
        };
        (put(each), ...);
      },
      Shape<T>::fields);
  return all;
}

/// One line; text that is not UTF-8 cannot get here, and if it did it would be replaced, never thrown about.
inline std::string line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// ---- reading ---------------------------------------------------------------------------------------------------

inline Error unreadable(const std::string& path, std::string_view expected, const Json& json) {
  return Error{ErrorCode::invalid, fmt::format("expected {}, found {}", expected, json.type_name()), path, ""};
}

inline Result<void> read(const Json& json, std::string& value, const std::string& path) {
  if (!json.is_string()) return unreadable(path, "a text", json);
  value = json.get<std::string>();
  return {};
}
inline Result<void> read(const Json& json, bool& value, const std::string& path) {
  if (!json.is_boolean()) return unreadable(path, "true or false", json);
  value = json.get<bool>();
  return {};
}
inline Result<void> read(const Json& json, int& value, const std::string& path) {
  if (!json.is_number_integer()) return unreadable(path, "a whole number", json);
  const auto number = json.get<std::int64_t>();
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
    return Error{ErrorCode::invalid, fmt::format("{} is too large a number", number), path, ""};
  value = static_cast<int>(number);
  return {};
}
inline Result<void> read(const Json& json, Date& value, const std::string& path) {
  if (!json.is_string()) return unreadable(path, "a date", json);
  auto date = date_from_iso(json.get<std::string>());
  if (!date) return Error{ErrorCode::invalid, date.error().message, path, ""};
  value = *date;
  return {};
}
inline Result<void> read(const Json& json, Holder::Kind& kind, const std::string& path) {
  if (json == "person")
    kind = Holder::Kind::person;
  else if (json == "queue")
    kind = Holder::Kind::queue;
  else
    return unreadable(path, "“person” or “queue”", json);
  return {};
}
template <class Tag>
Result<void> read(const Json& json, Id<Tag>& value, const std::string& path) {
  std::string text;
  HANDRAIL_CHECK(read(json, text, path));
  value = Id<Tag>(std::move(text));
  return {};
}
template <class T>
Result<void> read(const Json& json, std::optional<T>& value, const std::string& path);
template <class T>
Result<void> read(const Json& json, std::vector<T>& values, const std::string& path);
template <class T>
Result<void> read(const Json& json, std::map<std::string, T>& values, const std::string& path);
template <Shaped T>
Result<void> read(const Json& json, T& value, const std::string& path);

template <class T>
Result<void> read(const Json& json, std::optional<T>& value, const std::string& path) {
  return read(json, value.emplace(), path);
}
template <class T>
Result<void> read(const Json& json, std::vector<T>& values, const std::string& path) {
  if (!json.is_array()) return unreadable(path, "a list", json);
  for (std::size_t i = 0; i < json.size(); ++i)
    HANDRAIL_CHECK(read(json[i], values.emplace_back(), fmt::format("{}[{}]", path, i)));
  return {};
}
template <class T>
Result<void> read(const Json& json, std::map<std::string, T>& values, const std::string& path) {
  if (!json.is_object()) return unreadable(path, "an object", json);
  for (const auto& [key, member] : json.items())
    HANDRAIL_CHECK(read(member, values[key], fmt::format("{}.{}", path, key)));
  return {};
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Every key must be known, and every one that is not optional must be there.
template <Shaped T>
Result<void> read(const Json& json, T& value, const std::string& path) {
  if (!json.is_object()) return unreadable(path, "an object", json);
  Result<void> outcome;
  std::size_t known = 0;
  const auto take = [&](const auto& one) {
    if (!outcome) return;
    const std::string here = path.empty() ? one.key : path + "." + one.key;
    auto& member = value.*(one.member);
    const auto found = json.find(one.key);
    if (found != json.end()) {
      ++known;
      outcome = read(*found, member, here);
    } else if constexpr (!is_optional<std::remove_reference_t<decltype(member)>>) {
      outcome = Error{ErrorCode::invalid, "the field is missing", here, ""};
    }
  };
  std::apply([&](const auto&... each) { (take(each), ...); }, Shape<T>::fields);
  if (outcome && known != json.size()) {
    for (const auto& [key, member] : json.items()) {
      const auto is_this = [&, &name = key](const auto& one) { return name == one.key; };
      if (std::apply([&](const auto&... each) { return (is_this(each) || ...); }, Shape<T>::fields)) continue;
      return Error{ErrorCode::invalid, fmt::format("“{}” is not a field of it", key), path,
                   "It was probably written by a newer version of Handrail."};
    }
  }
  return outcome;
}

} // namespace handrail::engagement::codec
