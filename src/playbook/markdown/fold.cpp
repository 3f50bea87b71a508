#include "playbook/markdown/fold.h"

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

/// U+00C0 to U+00FF without their marks; '?' stands for itself.
constexpr std::string_view latin = "aaaaaaaceeeeiiii"
                                   "dnooooo?ouuuuyts"
                                   "aaaaaaaceeeeiiii"
                                   "dnooooo?ouuuuyty";
static_assert(latin.size() == 64);

constexpr bool is_ascii_word(std::uint32_t code) {
  return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

/// Of folded code points.
bool is_word(std::uint32_t code) {
  if (code < 0x80) return is_ascii_word(code);
  // Punctuation of Latin-1, of the general block, and of the East Asian blocks; everything else is a letter.
  if (code < 0xC0 || (code >= 0x2000 && code <= 0x2BFF)) return false;
  return !(code >= 0x3000 && code <= 0x3004) && !(code >= 0x3008 && code <= 0x3020) && code != 0x30FB && code < 0xFF5F;
}

/// Is it ASCII with single blanks inside only? Most texts are, and need no work.
bool is_squeezed(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ' || text.find("  ") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && static_cast<unsigned char>(c) < 0x80; });
}

bool is_ascii(std::string_view text) {
  unsigned bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

/// What each byte of ASCII is folded to: a blank for what is left out, 0 for what leaves no trace.
using AsciiTable = std::array<char, 0x80>;

template <class Keep>
constexpr AsciiTable ascii_table(Keep keep, char other) {
  AsciiTable table{};
  for (std::uint32_t c = 1; c < table.size(); ++c) table[c] = keep(folded(c)) ? static_cast<char>(folded(c)) : other;
  return table;
}
constexpr AsciiTable ascii_signs = ascii_table([](std::uint32_t code) { return code != ' '; }, ' ');
constexpr AsciiTable ascii_words = ascii_table(is_ascii_word, ' ');
constexpr AsciiTable ascii_letters = ascii_table(is_ascii_word, '\0');

/// folded_runs() of ASCII, which most texts are: no sign of it becomes longer.
std::string folded_ascii_runs(std::string_view text, const AsciiTable& table) {
  std::string result(text.size(), ' ');
  std::size_t size = 0;
  bool pending_blank = false;
  for (const char c : text) {
    const char folded_sign = table[static_cast<unsigned char>(c)];
    if (folded_sign == ' ')
      pending_blank = size != 0;
    else if (folded_sign != 0) {
      size += pending_blank ? 1 : 0; // `result` is made of blanks
      pending_blank = false;
      result[size++] = folded_sign;
    }
  }
  result.resize(size);
  return result;
}

/// Appends the folded code points that `keep` allows, with one blank for each run of what it does not.
template <class Keep>
std::string folded_runs(std::string_view text, Keep keep) {
  std::string result;
  result.reserve(text.size());
  bool pending_blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, length] = code_point_at(text, at);
    at += length;
    const auto code = folded(value);
    if (code == 0) continue;
    if (!keep(code)) {
      pending_blank = !result.empty();
      continue;
    }
    if (pending_blank) result += ' ';
    pending_blank = false;
    append_utf8(result, code);
  }
  return result;
}

} // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC0 || offset + length > text.size()) return {0xFFFD, 1};
  std::uint32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) value = (value << 6U) | (byte(i) & 0x3FU);
  return {value, length};
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800)
    add(0xC0U | (code >> 6U));
  else if (code < 0x10000)
    add(0xE0U | (code >> 12U)), add(0x80U | ((code >> 6U) & 0x3FU));
  else
    add(0xF0U | (code >> 18U)), add(0x80U | ((code >> 12U) & 0x3FU)), add(0x80U | ((code >> 6U) & 0x3FU));
  add(0x80U | (code & 0x3FU));
}

bool is_space(std::uint32_t code) {
  if (code <= 0x20) return code == ' ' || (code >= 0x09 && code <= 0x0D);
  return code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x3000 || code == 0x85;
}

bool is_invisible(std::uint32_t code) {
  return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || code == 0x2060 ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

std::uint32_t folded_beyond_ascii(std::uint32_t code) {
  if (is_space(code)) return ' ';
  if (is_invisible(code) || (code >= 0x300 && code <= 0x36F)) return 0;
  if (code >= 0xC0 && code <= 0xFF) {
    const char base = latin[code - 0xC0];
    return base == '?' ? code : static_cast<std::uint32_t>(base);
  }
  if (code >= 0xFF01 && code <= 0xFF5E) return folded(code - 0xFF01 + '!');
  if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) return '-';
  if (code == 0x2018 || code == 0x2019 || code == 0x201A || code == 0x2032 || code == 0xB4) return '\'';
  if ((code >= 0x201C && code <= 0x201E) || code == 0x2033 || code == 0xAB || code == 0xBB) return '"';
  return code;
}

std::string folded(std::string_view text) {
  return is_ascii(text) ? folded_ascii_runs(text, ascii_signs)
                        : folded_runs(text, [](std::uint32_t code) { return code != ' '; });
}

std::string folded_words(std::string_view text) {
  return is_ascii(text) ? folded_ascii_runs(text, ascii_words) : folded_runs(text, is_word);
}

std::string folded_letters(std::string_view text) {
  if (is_ascii(text)) return folded_ascii_runs(text, ascii_letters);
  auto letters = folded_words(text);
  std::erase(letters, ' ');
  return letters;
}

std::string squeezed(std::string_view text) {
  if (is_squeezed(text)) return std::string(text);
  std::string result;
  result.reserve(text.size());
  bool pending_blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, length] = code_point_at(text, at);
    if (is_space(value))
      pending_blank = !result.empty();
    else {
      if (pending_blank) result += ' ';
      pending_blank = false;
      result.append(text, at, length);
    }
    at += length;
  }
  return result;
}

} // namespace handrail::playbook
