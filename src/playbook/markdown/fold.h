// Text made comparable: letter case, diacritics, wide forms, typographic signs and white space do not count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace handrail::playbook {

/// One code point of UTF-8 and how many bytes it takes; U+FFFD and 1 where `text` is malformed at `offset`.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;
};
CodePoint code_point_at(std::string_view text, std::size_t offset);
void append_utf8(std::string& text, std::uint32_t code_point);

/// A blank of any width, a tab or a line's end.
bool is_space(std::uint32_t code_point);
/// Takes no room on the page: joiners, marks of direction, a stray byte-order mark, the soft hyphen.
bool is_invisible(std::uint32_t code_point);

/// Lower case, without Latin diacritics, wide forms narrowed, quotes and dashes as in ASCII.
/// 0 for what is dropped (the invisible and combining marks).
std::uint32_t folded_beyond_ascii(std::uint32_t code_point);
constexpr std::uint32_t folded(std::uint32_t code_point) {
  if (code_point >= 0x80) return folded_beyond_ascii(code_point);
  if (code_point >= 'A' && code_point <= 'Z') return code_point + 0x20;
  return code_point >= 0x09 && code_point <= 0x0D ? ' ' : code_point;
}

/// Every code point folded, white space trimmed and each run of it one blank.
std::string folded(std::string_view text);

/// folded(), and only its letters and digits, each run of anything else one blank: "(M)andatory / …" → "m andatory".
std::string folded_words(std::string_view text);

/// folded_words() with no blank between the words: "(M)andatory / …" → "mandatory".
std::string folded_letters(std::string_view text);

/// White space trimmed and each run of it one blank; everything else as it is.
std::string squeezed(std::string_view text);

} // namespace handrail::playbook
