// Follows fenced code through a file's lines, so that nothing in it is taken for the document.
#pragma once

#include <cstddef>
#include <string_view>

namespace handrail::playbook {

/// The line without the blanks, quote signs and list marks in front; `offset` is how many bytes those take.
std::string_view without_markers(std::string_view line, std::size_t* offset = nullptr);

class FenceTracker {
public:
  /// Takes the next line; is it part of a fenced block (its fences included)?
  bool feed(std::string_view line);
  bool is_open() const { return width_ != 0; }

private:
  char sign_ = '`';
  std::size_t width_ = 0;
};

} // namespace handrail::playbook
