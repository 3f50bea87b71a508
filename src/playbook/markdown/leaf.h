// The text of one paragraph, heading or cell, with the place of every byte: what the parser's tree does not tell.
#pragma once

#include "playbook/markdown/inline_text.h"
#include "playbook/markdown/markdown.h"
#include "playbook/markdown/source_text.h"
#include "playbook/prose.h"

#include <string>
#include <vector>

namespace handrail::playbook {

/// A byte of a line's normalised text.
struct LinePlace {
  std::size_t line = 0, byte = 0;
};

class LeafText {
public:
  /// Adds a part of a line. The parts are read as one stretch of Markdown.
  void add(const SourceText& source, std::size_t line, std::size_t from, std::size_t to);
  void read(const References& references);

  const InlineText& content() const { return content_; }
  const std::string& markdown() const { return markdown_; }
  /// Where a byte of content().text stands; for its end, where it would stand.
  LinePlace place(std::size_t byte) const;
  LinePlace place_of_markdown(std::size_t byte) const;
  /// Drops the first `bytes` of content().text (an alert's mark).
  void drop_front(std::size_t bytes);

  void append_to(Prose& prose, const SourceText& source) const;

private:
  struct Part {
    std::size_t start = 0, line = 0, from = 0;
  };
  std::string markdown_;
  std::vector<Part> parts_;
  InlineText content_;
};

/// The text of a paragraph or heading. `after_box`: it begins with the box of a checklist item.
LeafText leaf_text(const SourceText& source, const MarkdownBlock& block, const References& references,
                   bool after_box = false);

} // namespace handrail::playbook
