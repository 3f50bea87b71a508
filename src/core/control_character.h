// Control characters in text from outside: a terminal acts on them, and nobody means to write one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace handrail::text {

/// The first control character of well-formed UTF-8 that is none of `allowed`: U+0000 to U+001F, and U+007F to U+009F,
/// which stand in two bytes and are easily overlooked. Nothing when there is none.
std::optional<char32_t> control_character(std::string_view text, std::string_view allowed = {});

/// A blank in the place of each control character that is none of `allowed`: for a terminal.
std::string without_control_characters(std::string_view text, std::string_view allowed = {});

} // namespace handrail::text
