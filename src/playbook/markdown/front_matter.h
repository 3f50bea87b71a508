// The head of a file between `---` lines. Read line by line and forgivingly: real heads are often no YAML. § playbook-3
#pragma once

#include "playbook/markdown/source_text.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

class FrontMatter {
public:
  struct Entry {
    std::string key;   ///< lower case
    std::string value; ///< without quotes and comment; the items of a list joined by ", "
    std::size_t line = 0;
    std::size_t from = 0, to = 0; ///< the value in the line's text
  };

  /// The first entry of that key with a value; null when there is none.
  const Entry* find(std::string_view key) const;
  /// Its value, or "".
  std::string_view operator[](std::string_view key) const;

  std::vector<Entry> entries;
  std::size_t body = 0; ///< the index of the first line after it; 0 when there is none
  bool present() const { return body != 0; }
};

/// Reads the head of a file's lines.
FrontMatter read_front_matter(const SourceText& source, std::span<const SourceLine> lines,
                              std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
