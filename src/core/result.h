// Result<T>: a value or an Error with one of six codes. Nothing in the project throws across a room's edge.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace handrail {

/// The six ways anything can fail. Mapped once to HTTP (web) and to exit status (cli).
enum class ErrorCode {
  invalid,     ///< the input is wrong; the same input will fail again
  not_found,   ///< what was named does not exist, or may not be seen
  forbidden,   ///< the rules or rights refuse it
  conflict,    ///< somebody else was first, or the key was used for something else
  unavailable, ///< try again later: disk full, locked, overloaded
  internal,    ///< a bug
};

std::string_view to_string(ErrorCode code);

/// What went wrong, where, and what to do: every part is shown to a person.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message; ///< what, in one sentence
  std::string where;   ///< file:line:column, or the field's name; may be empty
  std::string remedy;  ///< what to do; may be empty

  bool operator==(const Error&) const = default;
};

/// "where: message (remedy)", for a log line or a terminal.
std::string to_string(const Error& error);

template <class T>
class [[nodiscard]] Result {
public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}     // NOLINT(google-explicit-constructor)
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {} // NOLINT(google-explicit-constructor)

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return checked<0>(content_); }
  const T& value() const& { return checked<0>(content_); }
  T&& value() && { return std::move(checked<0>(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  /// By value, so that `for (auto& x : *f())` does not outlive what it walks over.
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return checked<1>(content_); }
  Error&& error() && { return std::move(checked<1>(content_)); }

private:
  template <std::size_t I, class Content>
  static auto& checked(Content& content) {
    assert(content.index() == I && "Result read as what it is not");
    return *std::get_if<I>(&content);
  }

  std::variant<T, Error> content_;
};

template <>
class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {} // NOLINT(google-explicit-constructor)

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const Error& error() const& {
    assert(error_.has_value() && "Result read as what it is not");
    return *error_;
  }

private:
  std::optional<Error> error_;
};

} // namespace handrail

#define HANDRAIL_JOIN_(a, b) a##b
#define HANDRAIL_JOIN(a, b) HANDRAIL_JOIN_(a, b)
#define HANDRAIL_TRY_(name, declaration, expression)                                                                   \
  auto name = (expression);                                                                                            \
  if (!name.has_value()) return std::move(name).error();                                                               \
  declaration = std::move(name).value()

/// HANDRAIL_TRY(auto file, read_file(path)); declares `file`, or returns the error to the caller.
#define HANDRAIL_TRY(declaration, expression)                                                                          \
  HANDRAIL_TRY_(HANDRAIL_JOIN(handrail_try_, __LINE__), declaration, expression)

/// HANDRAIL_CHECK(write(bytes)); returns the error of a Result<void> to the caller.
#define HANDRAIL_CHECK(expression)                                                                                     \
  do {                                                                                                                 \
    if (auto handrail_check_result = (expression); !handrail_check_result.has_value())                                 \
      return handrail_check_result.error();                                                                            \
  } while (false)
