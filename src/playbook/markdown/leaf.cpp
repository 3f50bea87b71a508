#include "playbook/markdown/leaf.h"

#include "core/text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::string_view blanks = " \t";

/// The bytes of a heading's line without its signs, a closing run of them, and an `{#id}` behind it.
std::pair<std::size_t, std::size_t> heading_range(std::string_view line) {
  auto from = line.find_first_not_of(" \t>");
  if (from == std::string_view::npos) return {0, 0};
  from = std::min(line.find_first_not_of('#', from), line.size());
  from = std::min(line.find_first_not_of(blanks, from), line.size());
  auto text = text::trimmed(line.substr(from));
  if (const auto id = text.rfind("{#"); id != std::string_view::npos && !text.empty() && text.back() == '}')
    text = text::trimmed(text.substr(0, id));
  const auto last = text.find_last_not_of('#');
  const bool closes =
      last != std::string_view::npos && last + 1 < text.size() && blanks.find(text[last]) != std::string_view::npos;
  if (closes || last == std::string_view::npos)
    text = text::trimmed(text.substr(0, last == std::string_view::npos ? 0 : last));
  return {from, from + text.size()};
}

std::size_t after_box_at(std::string_view line, std::size_t from) {
  const auto open = line.find('[', from);
  const auto close = open == std::string_view::npos ? open : line.find(']', open);
  if (close == std::string_view::npos || close - open > 2) return from;
  return std::min(line.find_first_not_of(blanks, close + 1), line.size());
}

} // namespace

void LeafText::add(const SourceText& source, std::size_t line, std::size_t from, std::size_t to) {
  const auto text = source.lines[line].text;
  to = std::min(to, text.size());
  if (from > to) return;
  if (!parts_.empty()) markdown_ += '\n';
  parts_.push_back({markdown_.size(), line, from});
  markdown_ += text.substr(from, to - from);
}

void LeafText::read(const References& references) { content_ = inline_text(markdown_, &references); }

LinePlace LeafText::place_of_markdown(std::size_t byte) const {
  const auto after = std::upper_bound(parts_.begin(), parts_.end(), byte,
                                      [](std::size_t at, const Part& part) { return at < part.start; });
  if (after == parts_.begin()) return {};
  const auto& part = *(after - 1);
  return {part.line, part.from + (byte - part.start)};
}

LinePlace LeafText::place(std::size_t byte) const {
  if (byte < content_.from.size()) return place_of_markdown(content_.from[byte]);
  if (content_.from.empty()) return place_of_markdown(0);
  return place_of_markdown(content_.from.back() + 1);
}

void LeafText::drop_front(std::size_t bytes) {
  bytes = std::min(bytes, content_.text.size());
  content_.text.erase(0, bytes);
  content_.from.erase(content_.from.begin(), content_.from.begin() + static_cast<std::ptrdiff_t>(bytes));
  const auto moved = [&](std::size_t& at) { at = at > bytes ? at - bytes : 0; };
  for (auto& link : content_.links) moved(link.from), moved(link.to);
  for (auto& part : content_.emphasis) moved(part.from), moved(part.to);
}

void LeafText::append_to(Prose& prose, const SourceText& source) const {
  const auto& text = content_.text;
  for (std::size_t at = 0; at < text.size();) {
    // A piece: bytes that follow each other in the source, up to a line's end.
    const auto line_end = markdown_.find('\n', content_.from[at]);
    auto end = at + 1;
    while (end < text.size() && content_.from[end] == content_.from[end - 1] + 1 && content_.from[end - 1] != line_end)
      ++end;
    const auto where = place(at);
    const auto span = source.span(where.line, where.byte, where.byte + 1);
    prose.add(std::string_view(text).substr(at, end - at), span.file, span.line, span.column);
    at = end;
  }
  prose.end_block();
}

LeafText leaf_text(const SourceText& source, const MarkdownBlock& block, const References& references, bool after_box) {
  LeafText leaf;
  const auto last = std::min(block.last_line, source.lines.size() - 1);
  for (auto line = block.first_line; line <= last; ++line) {
    const auto text = source.lines[line].text;
    if (block.kind == Block::Kind::heading) {
      if (block.setext && line == last) break; // the line of dashes
      const auto [from, to] = heading_range(text);
      leaf.add(source, line, from, to);
      continue;
    }
    const bool is_first = line == block.first_line;
    auto from = is_first ? std::min(block.offset, text.size()) : std::min(text.find_first_not_of(" \t>"), text.size());
    if (is_first) {
      from = std::min(text.find_first_not_of(blanks, from), text.size());
      if (after_box) from = after_box_at(text, from);
    }
    const auto end = line == last ? text.find_last_not_of(blanks) + 1 : text.size();
    if (from < text.size()) leaf.add(source, line, from, std::max(from, end));
  }
  leaf.read(references);
  return leaf;
}

} // namespace handrail::playbook
