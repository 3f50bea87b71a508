#include "engagement/checks.h"

#include "core/control_character.h"
#include "core/text.h"
#include "engagement/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

Result<void> check(std::string_view value, std::string_view field, std::size_t limit, Blank blank, bool one_line) {
  if (!text::is_utf8(value)) return invalid(field, "the text is not well-formed UTF-8", "Send it as UTF-8.");
  if (const auto control = text::control_character(value, one_line ? "" : "\n\r\t"))
    return invalid(
        field, fmt::format("the text has the control character U+{:04X} in it", static_cast<std::uint32_t>(*control)),
        one_line ? "Write it on one line, without tabs." : "Take it out.");
  const std::size_t length = text::code_points(value);
  if (length > limit)
    return invalid(field, fmt::format("the text has {} characters, and the limit is {}", length, limit), "Shorten it.");
  if (blank == Blank::refused && text::trimmed(value).empty()) return invalid(field, "it is empty", "Fill it in.");
  return {};
}

} // namespace

Error invalid(std::string_view field, std::string message, std::string remedy) {
  return Error{ErrorCode::invalid, std::move(message), std::string(field), std::move(remedy)};
}

Error unknown(std::string_view field, std::string_view what, std::string_view word,
              const std::vector<std::string>& known, ErrorCode code) {
  const auto near = text::did_you_mean(word, known);
  std::string remedy;
  if (!near.empty())
    remedy = fmt::format("Did you mean “{}”?", near);
  else if (!known.empty() && known.size() <= 20)
    remedy = fmt::format("There are: {}.", fmt::join(known, ", "));
  return Error{code,
               fmt::format("there is no {} “{}”", what, text::shortened(text::without_control_characters(word), 80)),
               std::string(field), remedy};
}

Result<void> check_text(std::string_view value, std::string_view field, std::size_t limit, Blank blank) {
  return check(value, field, limit, blank, false);
}

Result<void> check_line(std::string_view value, std::string_view field, std::size_t limit, Blank blank) {
  return check(value, field, limit, blank, true);
}

Result<void> check_id(std::string_view value, std::string_view field) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  if (!value.empty() && value.size() <= limits::id && std::all_of(value.begin(), value.end(), is_allowed)) return {};
  return invalid(field, fmt::format("“{}” cannot be an id", text::shortened(text::is_utf8(value) ? value : "?", 80)),
                 fmt::format("Use 1 to {} letters, digits, dots, dashes and underscores.", limits::id));
}

Result<void> check_minutes(int minutes, std::string_view field) {
  if (minutes >= limits::minutes_at_least && minutes <= limits::minutes_at_most) return {};
  return invalid(
      field, fmt::format("{} minutes cannot be logged", minutes),
      fmt::format("Give whole minutes, from {} to {} (a day).", limits::minutes_at_least, limits::minutes_at_most));
}

Result<void> check_email(std::string_view value, std::string_view field) {
  HANDRAIL_CHECK(check_line(value, field, limits::email_address));
  const auto at = value.find('@');
  const bool fits = at != 0 && at != std::string_view::npos && at + 1 < value.size() &&
                    value.find('@', at + 1) == std::string_view::npos &&
                    value.find_first_of(" ,;<>\"") == std::string_view::npos;
  if (value.empty() || fits) return {};
  return invalid(field, fmt::format("“{}” is not an e-mail address", text::shortened(value, 80)),
                 "Write it as name@domain.");
}

Result<void> check_count(std::size_t count, std::string_view what, std::size_t limit) {
  if (count <= limit) return {};
  return invalid(what, fmt::format("{} {} are more than the limit of {}", count, what, limit), "Take some away.");
}

} // namespace handrail::engagement
