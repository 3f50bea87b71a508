// A playbook's file as read: lines, head, tables and the tree of its blocks. What the sections and steps are made from.
#pragma once

#include "playbook/dialect/scan.h"
#include "playbook/markdown/front_matter.h"
#include "playbook/markdown/leaf.h"
#include "playbook/markdown/markdown.h"
#include "playbook/markdown/source_text.h"
#include "playbook/playbook.h"
#include "playbook/sources.h"

#include <vector>

namespace handrail::playbook {

struct Document {
  SourceText source;
  std::vector<SourceLine> own_lines; ///< of the playbook's file, front matter and all
  FrontMatter head;
  Scan scan;
  std::vector<MarkdownBlock> blocks; ///< in order of their lines; task tables and images in their places
  std::vector<Include> includes;

  std::vector<LeafText> leaves; ///< the texts of all paragraphs and headings
  /// The text of a paragraph or heading.
  const LeafText& leaf(const MarkdownBlock& block) const { return leaves[block.leaf]; }
  /// A block's text without markup, on one line.
  std::string text(const MarkdownBlock& block) const;
};

/// Reads the bytes of the file called `path`; `document` is filled in place, since its parts refer to each other.
void read_document(Document& document, const std::string& path, std::string bytes, const Sources& sources,
                   const Languages& languages, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
