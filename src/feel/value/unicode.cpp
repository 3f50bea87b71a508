#include "feel/value/unicode.h"

#include <algorithm>
#include <clocale>
#include <cwctype>

#include <locale.h> // NOLINT(modernize-deprecated-headers): newlocale is POSIX, and no part of <clocale>

namespace handrail::feel::unicode {

namespace {

/// The case tables of C.UTF-8, which every glibc since 2.35 carries inside itself.
class CaseTables {
public:
  CaseTables() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
  ~CaseTables() {
    if (locale_ != nullptr) freelocale(locale_);
  }
  CaseTables(const CaseTables&) = delete;
  CaseTables& operator=(const CaseTables&) = delete;

  char32_t upper(char32_t c) const {
    return locale_ == nullptr ? c : static_cast<char32_t>(towupper_l(static_cast<wint_t>(c), locale_));
  }
  char32_t lower(char32_t c) const {
    return locale_ == nullptr ? c : static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), locale_));
  }

private:
  locale_t locale_;
};

template <class Change>
std::string changed(std::string_view text, Change change) {
  static const CaseTables tables;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); at += sequence_length_at(text, at))
    append(out, change(tables, code_point_at(text, at)));
  return out;
}

} // namespace

std::size_t sequence_length_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

char32_t code_point_at(std::string_view text, std::size_t at) {
  const auto length = sequence_length_at(text, at);
  const auto first = static_cast<unsigned char>(text[at]);
  if (length == 1) return first;
  char32_t c = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) c = (c << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return c;
}

std::size_t white_space_at(std::string_view text, std::size_t at) {
  const char32_t c = code_point_at(text, at);
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) ? 1 : 0;
  const bool space = c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200B) ||
                     c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
  return space ? sequence_length_at(text, at) : 0;
}

bool append(std::string& text, char32_t c) {
  if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) return false;
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80)
    text += static_cast<char>(c);
  else if (c < 0x800)
    text += static_cast<char>(0xC0U | (c >> 6U)), tail(0);
  else if (c < 0x10000)
    text += static_cast<char>(0xE0U | (c >> 12U)), tail(6), tail(0);
  else
    text += static_cast<char>(0xF0U | (c >> 18U)), tail(12), tail(6), tail(0);
  return true;
}

std::size_t byte_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += sequence_length_at(text, at);
  return at;
}

std::string uppered(std::string_view text) {
  std::string upper = changed(text, [](const CaseTables& tables, char32_t c) { return tables.upper(c); });
  constexpr std::string_view sharp_s = "\xC3\x9F"; // the one small letter of common use without a capital of its own
  for (auto at = upper.find(sharp_s); at != std::string::npos; at = upper.find(sharp_s, at)) upper.replace(at, 2, "SS");
  return upper;
}

std::string lowered(std::string_view text) {
  return changed(text, [](const CaseTables& tables, char32_t c) { return tables.lower(c); });
}

} // namespace handrail::feel::unicode
