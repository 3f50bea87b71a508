// A file's bytes as lines that can be read without surprises, each knowing where it stands. § playbook-2
#pragma once

#include "playbook/diagnostic.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

struct SourceLine {
  std::string_view raw;  ///< as in the file, without its end
  std::string_view text; ///< without invisible characters; every blank a plain one
  std::uint32_t file = 0;
  std::uint32_t number = 0; ///< from 1
};

/// The lines of a playbook with its includes in place, and the bytes they point into.
class SourceText {
public:
  SourceText() = default;
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  std::vector<SourceLine> lines;

  std::uint32_t add_file(const std::string& path);
  const std::vector<std::string>& files() const { return files_; }

  /// Keeps `bytes` alive as long as this object.
  std::string_view keep(std::string bytes) { return kept_.emplace_back(std::move(bytes)); }

  /// The place of the bytes [from, to) of the normalised text of a line.
  SourceSpan span(const SourceLine& line, std::size_t from, std::size_t to) const;
  SourceSpan span(std::size_t line_index, std::size_t from, std::size_t to) const {
    return span(lines[line_index], from, to);
  }
  /// The whole line without the blanks at its ends.
  SourceSpan span(const SourceLine& line) const;

private:
  std::vector<std::string> files_;
  std::deque<std::string> kept_; // a deque does not move what it holds
};

/// Cuts a file's bytes into lines. What stands in the way of reading it (UTF-16, bytes that are no UTF-8, NUL, lines
/// past the limit) becomes a diagnostic; reading goes on with U+FFFD in its place wherever that is possible.
std::vector<SourceLine> read_lines(SourceText& source, std::string bytes, std::uint32_t file,
                                   std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
