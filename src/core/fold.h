// How texts are compared where people search: without case and diacritics. The same for every store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace handrail::text {

/// Case folded, compatibility decomposed, without combining marks: "Zoë Ⅳ" and "ZOE IV" are the same text. Takes UTF-8;
/// bytes that are none come back as they are.
std::string folded(std::string_view text);

/// The words of a folded text: its runs of letters and digits, in order, each at most `word_limit` bytes long.
std::vector<std::string_view> words(std::string_view folded_text);
inline constexpr std::size_t word_limit = 64;

} // namespace handrail::text
