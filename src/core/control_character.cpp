#include "core/control_character.h"

namespace handrail::text {

namespace {

/// The control character that begins at `text[at]`, and how many bytes it has.
struct Control {
  char32_t code = 0;
  std::size_t length = 0; ///< 0: there is none
};

Control control_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x20 || byte == 0x7f) return {byte, 1};
  if (byte != 0xc2 || at + 1 == text.size()) return {};
  const auto next = static_cast<unsigned char>(text[at + 1]); // U+0080 to U+009F are C2 80 to C2 9F
  return next >= 0x80 && next <= 0x9f ? Control{next, 2} : Control{};
}

} // namespace

std::optional<char32_t> control_character(std::string_view text, std::string_view allowed) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const Control found = control_at(text, at);
    if (found.length != 0 && allowed.find(text[at]) == std::string_view::npos) return found.code;
  }
  return std::nullopt;
}

std::string without_control_characters(std::string_view text, std::string_view allowed) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const Control found = control_at(text, at);
    if (found.length == 0 || allowed.find(text[at]) != std::string_view::npos) {
      plain += text[at];
    } else {
      plain += ' ';
      at += found.length - 1;
    }
  }
  return plain;
}

} // namespace handrail::text
