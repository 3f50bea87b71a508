#include "core/fold.h"

#include "core/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace handrail::text {

namespace {

struct Free {
  void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

/// Letters, and what counts as one inside a word: digits of every kind.
bool is_in_word(utf8proc_int32_t code_point) {
  const auto category = utf8proc_category(code_point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_NO);
}

/// The word without the bytes past the limit, and without half a code point at its end.
std::string_view shortened_word(std::string_view word) {
  if (word.size() <= word_limit) return word;
  std::size_t end = word_limit;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
  return word.substr(0, end);
}

} // namespace

std::string folded(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return lowered(text); // most are, and that is quicker
  constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE |
                                                          UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &made, options);
  if (size < 0) return std::string(text);
  const std::unique_ptr<utf8proc_uint8_t, Free> bytes(made);
  return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

std::vector<std::string_view> words(std::string_view folded_text) {
  std::vector<std::string_view> found;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) found.push_back(shortened_word(folded_text.substr(begin, end - begin)));
  };
  for (std::size_t at = 0; at < folded_text.size();) {
    utf8proc_int32_t code_point = -1;
    const auto rest = folded_text.substr(at);
    const auto read = utf8proc_iterate(bytes_of(rest), static_cast<utf8proc_ssize_t>(rest.size()), &code_point);
    const auto length = read > 0 ? static_cast<std::size_t>(read) : 1;
    if (read <= 0 || !is_in_word(code_point)) {
      end_word(at);
      begin = at + length;
    }
    at += length;
  }
  end_word(folded_text.size());
  return found;
}

} // namespace handrail::text
