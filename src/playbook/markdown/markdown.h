// The Markdown parser behind a plain tree: blocks with their lines, and safe HTML. The library stays in markdown.cpp.
#pragma once

#include "playbook/markdown/source_text.h"
#include "playbook/playbook.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// A block as parsed. Lines are indices into the text's lines.
struct MarkdownBlock {
  Block::Kind kind = Block::Kind::paragraph;
  std::size_t first_line = 0, last_line = 0;
  std::size_t offset = 0; ///< of the content in its first line, in bytes, as far as the parser knows
  int level = 0;
  bool setext = false;       ///< a heading made by the line under it
  bool raw_html = false;     ///< a paragraph that was HTML: its text is shown, its tags are not
  bool is_task = false;      ///< an item with a box
  std::size_t leaf = 0;      ///< of a paragraph or heading: the index of its text among the document's
  std::string html;          ///< of leaf blocks
  std::string info, literal; ///< of code
  std::vector<MarkdownBlock> children;
};

/// `lines` are the text's, as in the file. Never fails: every text is Markdown. Blocks deeper than `max_nesting` lose
/// their children.
std::vector<MarkdownBlock> parse_markdown(std::string_view text, std::span<const SourceLine> lines);

/// Text for HTML: & < > " and ' escaped.
std::string escaped_html(std::string_view text);

} // namespace handrail::playbook
