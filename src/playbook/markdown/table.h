// Pipe tables as authors write them: no leading pipe, `| - |` under the heading or nothing, ragged rows. Markdown
// parsers drop what does not fit; this keeps every cell and its place. § playbook-10
#pragma once

#include "playbook/markdown/source_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

struct Cell {
  std::size_t from = 0, to = 0; ///< bytes of the line's text, without the blanks around
  std::string_view markdown;    ///< with its markup; `\|` still escaped
};

struct Row {
  std::size_t line = 0; ///< index into the lines
  std::vector<Cell> cells;
  bool closed = false; ///< it ends in a pipe
};

/// Has the line an unescaped pipe?
bool has_pipe(std::string_view line);

/// The cells of a line, blanks and quote signs in front aside.
Row split_row(std::string_view text, std::size_t line);

/// `| --- | :-: |` and what comes close: dashes of any kind, one or more.
bool is_delimiter_row(std::string_view text);

} // namespace handrail::playbook
