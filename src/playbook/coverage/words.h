// The words of a text, made comparable, each with its place: what sentences are recognised by.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// A run of letters and digits, folded (fold.h). In scripts without blanks that is a whole clause.
struct TextWord {
  std::string text;
  std::size_t from = 0, to = 0; ///< bytes of the original
  bool unspaced = false;        ///< of a script that puts no blanks between words
  char before = ' ';            ///< the sign that parts it from the word before: one of `,;:.()-`, else a blank
};

/// At most `most` words of a text.
std::vector<TextWord> text_words(std::string_view text, std::size_t most = std::string_view::npos);

/// Is this code point a letter or digit of any script?
bool is_word_sign(std::uint32_t value);
/// Is it of a script that puts no blanks between words: Han, Kana?
bool is_unspaced(std::uint32_t value);

} // namespace handrail::playbook
