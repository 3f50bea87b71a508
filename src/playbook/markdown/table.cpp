#include "playbook/markdown/table.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

namespace handrail::playbook {

namespace {

/// The byte after the blanks and quote signs in front.
std::size_t content_start(std::string_view text) {
  const auto start = text.find_first_not_of(" \t>");
  return start == std::string_view::npos ? text.size() : start;
}

Cell trimmed_cell(std::string_view text, std::size_t from, std::size_t to) {
  const auto inside = text::trimmed(text.substr(from, to - from));
  const auto start = inside.empty() ? from : static_cast<std::size_t>(inside.data() - text.data());
  return {start, start + inside.size(), inside};
}

} // namespace

bool has_pipe(std::string_view line) {
  for (auto at = line.find('|'); at != std::string_view::npos; at = line.find('|', at + 1))
    if (at == 0 || line[at - 1] != '\\') return true;
  return false;
}

Row split_row(std::string_view text, std::size_t line) {
  Row row;
  row.line = line;
  auto start = content_start(text);
  const auto last = text.find_last_not_of(" \t");
  const auto end = last == std::string_view::npos ? 0 : last + 1;
  if (start < end && text[start] == '|') ++start;
  std::size_t from = start;
  for (auto at = start; at < end; ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '|') {
      row.cells.push_back(trimmed_cell(text, from, at));
      from = at + 1;
      row.closed = from == end;
    }
  }
  if (!row.closed && from < end) row.cells.push_back(trimmed_cell(text, from, end));
  return row;
}

bool is_delimiter_row(std::string_view text) {
  text = text.substr(content_start(text));
  bool has_dash = false;
  bool has_pipe = false;
  bool has_cross = false; // "+---+---+"
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, length] = code_point_at(text, at);
    const auto code = folded(value);
    has_dash = has_dash || code == '-' || (code == '=' && before == '=');
    has_pipe = has_pipe || code == '|';
    has_cross = has_cross || code == '+';
    if (code != '-' && code != '|' && code != ':' && code != ' ' && code != '=' && code != '+' && code != 0)
      return false;
    before = code;
    at += length;
  }
  return has_dash && has_pipe != has_cross;
}

} // namespace handrail::playbook
