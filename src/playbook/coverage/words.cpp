#include "playbook/coverage/words.h"

#include "playbook/markdown/fold.h"

namespace handrail::playbook {

namespace {

bool is_between(std::uint32_t value, std::uint32_t first, std::uint32_t last) {
  return value >= first && value <= last;
}

/// The sign that is remembered before a word: a clause may begin behind it.
char clause_sign(std::uint32_t folded_sign, char so_far) {
  switch (folded_sign) {
    case ',':
    case 0x3001: return so_far == ' ' ? ',' : so_far; // 、
    case ';':
    case ':':
    case '.':
    case '(':
    case ')': return static_cast<char>(folded_sign);
    case '>': return ':'; // "Assignment tab > remove"
    case '-': return so_far == ' ' ? '-' : so_far;
    case 0x3002: return '.'; // 。
    default: return so_far;
  }
}

} // namespace

bool is_unspaced(std::uint32_t value) {
  return is_between(value, 0x3040, 0x30FF) || is_between(value, 0x3400, 0x9FFF) || is_between(value, 0xF900, 0xFAFF) ||
         is_between(value, 0xFF66, 0xFF9F) || is_between(value, 0x20000, 0x3FFFF);
}

bool is_word_sign(std::uint32_t value) {
  if (value < 0x80) return is_between(value, 'a', 'z') || is_between(value, 'A', 'Z') || is_between(value, '0', '9');
  if (value < 0xC0) return value == 0xAA || value == 0xB5 || value == 0xBA; // ª µ º
  return !is_space(value) && value != 0xD7 && value != 0xF7 && value != 0xFFFD && !is_between(value, 0x2000, 0x206F) &&
         !is_between(value, 0x2190, 0x2BFF) && !is_between(value, 0x3000, 0x3004) &&
         !is_between(value, 0x3008, 0x3020) && !is_between(value, 0xFF00, 0xFF0F) &&
         !is_between(value, 0xFF1A, 0xFF20) && value != 0x30FB && !is_between(value, 0xFF5B, 0xFF65) &&
         !is_between(value, 0x1F000, 0x1FAFF) && value != 0x061F && value != 0x06D4 && value != 0x060C &&
         value != 0x061B && value != 0x0964 && value != 0x0965;
}

std::vector<TextWord> text_words(std::string_view text, std::size_t most) {
  std::vector<TextWord> words;
  TextWord word;
  char before = ' ';
  bool blank_before = true;
  const auto end_word = [&] {
    if (word.text.empty()) return;
    words.push_back(std::move(word));
    word = {};
    before = ' ';
  };
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    const auto [value, length] = code_point_at(text, at);
    const auto code = folded(value);
    if (code == 0) { // what takes no room parts nothing
      at += length;
      continue;
    }
    if (is_word_sign(code)) {
      if (!word.text.empty() && word.unspaced != is_unspaced(code)) end_word();
      if (word.text.empty()) word.from = at, word.before = before, word.unspaced = is_unspaced(code);
      append_utf8(word.text, code);
      word.to = at + length;
      blank_before = false;
    } else {
      end_word();
      // A hyphen between letters parts no clause.
      if (code != '-' || blank_before) before = clause_sign(code, before);
      blank_before = code == ' ';
    }
    at += length;
  }
  if (words.size() < most) end_word();
  return words;
}

} // namespace handrail::playbook
