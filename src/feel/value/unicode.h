// Code points of well-formed UTF-8: FEEL counts and cuts strings in them.
#pragma once

#include <string>
#include <string_view>

namespace handrail::feel::unicode {

/// Bytes of the character at `at` (1 to 4).
std::size_t sequence_length_at(std::string_view text, std::size_t at);
char32_t code_point_at(std::string_view text, std::size_t at);
/// Bytes of the white space at `at`; 0 when there is none.
std::size_t white_space_at(std::string_view text, std::size_t at);
/// False, and nothing appended, when `c` is a surrogate or past U+10FFFF.
bool append(std::string& text, char32_t c);
/// The byte at which the character number `index` (from 0) begins; the size of the text when it has fewer.
std::size_t byte_of(std::string_view text, std::size_t index);
/// Simple case mapping of the whole text, as the C.UTF-8 locale has it; ß becomes SS.
std::string uppered(std::string_view text);
std::string lowered(std::string_view text);

} // namespace handrail::feel::unicode
