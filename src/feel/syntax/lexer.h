// The words, numbers, texts and signs of an expression. What is a name is the parser's affair: names have spaces.
#pragma once

#include "feel/feel.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

struct Token {
  enum class Kind { word, number, text, sign, end };
  Kind kind = Kind::end;
  std::size_t offset = 0;
  std::size_t length = 0;
  bool space_before = false;
  std::string_view source; ///< as it stands there
  std::string text;        ///< of a text, with its escapes resolved

  bool is(std::string_view written) const { return kind != Kind::text && source == written; }
  bool is_word() const { return kind == Kind::word; }
  std::size_t end() const { return offset + length; }
};

struct Tokens {
  std::vector<Token> all; ///< the last one is an `end`
  std::vector<Problem> problems;
};

/// Cuts `source`, which must outlive the result. Problems: a text without its end, unknown escapes, stray signs.
Tokens tokens_of(std::string_view source);

} // namespace handrail::feel
