#include "playbook/markdown/fence.h"

#include "core/text.h"

namespace handrail::playbook {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The width of a list mark with the blank after it at the start of `text`; 0 when there is none.
std::size_t list_mark(std::string_view text) {
  std::size_t width = 0;
  if (!text.empty() && (text[0] == '-' || text[0] == '*' || text[0] == '+'))
    width = 1;
  else {
    while (width < text.size() && width < 9 && is_digit(text[width])) ++width;
    if (width == 0 || width == text.size() || (text[width] != '.' && text[width] != ')')) return 0;
    ++width;
  }
  return width < text.size() && (text[width] == ' ' || text[width] == '\t') ? width + 1 : 0;
}

} // namespace

std::string_view without_markers(std::string_view line, std::size_t* offset) {
  std::size_t at = 0;
  while (at < line.size()) {
    if (line[at] == ' ' || line[at] == '\t' || line[at] == '>')
      ++at;
    else if (const auto width = list_mark(line.substr(at)); width != 0)
      at += width;
    else
      break;
  }
  if (offset != nullptr) *offset = at;
  return line.substr(at);
}

bool FenceTracker::feed(std::string_view line) {
  const auto content = text::trimmed(without_markers(line));
  const char sign = content.empty() ? ' ' : content[0];
  std::size_t width = 0;
  if (sign == '`' || sign == '~')
    while (width < content.size() && content[width] == sign) ++width;
  if (is_open()) {
    if (width >= width_ && sign == sign_ && width == content.size()) width_ = 0;
    return true;
  }
  if (width < 3 || (sign == '`' && content.find('`', width) != std::string_view::npos)) return false;
  sign_ = sign;
  width_ = width;
  return true;
}

} // namespace handrail::playbook
