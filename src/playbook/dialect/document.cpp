#include "playbook/dialect/document.h"

#include "playbook/markdown/fold.h"
#include "playbook/markdown/include.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

/// A block for what the Markdown parser did not see.
MarkdownBlock set_apart(Block::Kind kind, std::size_t first_line, std::size_t last_line, std::string html = {}) {
  MarkdownBlock block;
  block.kind = kind;
  block.first_line = first_line;
  block.last_line = last_line;
  block.html = std::move(html);
  return block;
}

void put_in_place(std::vector<MarkdownBlock>& blocks, std::vector<MarkdownBlock> others) {
  blocks.insert(blocks.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const auto& a, const auto& b) { return a.first_line < b.first_line; });
}

/// Reads the text of every paragraph and heading. `after_box`: the first one begins with the box of a checklist item.
void read_leaves(Document& document, std::vector<MarkdownBlock>& blocks, bool after_box) {
  for (auto& block : blocks) {
    if (block.kind == Block::Kind::paragraph || block.kind == Block::Kind::heading) {
      block.leaf = document.leaves.size();
      document.leaves.push_back(leaf_text(document.source, block, document.scan.references, after_box));
    }
    after_box = false;
    read_leaves(document, block.children, block.kind == Block::Kind::item && block.is_task);
  }
}

} // namespace

std::string Document::text(const MarkdownBlock& block) const { return squeezed(leaf(block).content().text); }

void read_document(Document& document, const std::string& path, std::string bytes, const Sources& sources,
                   const Languages& languages, std::vector<Diagnostic>& findings) {
  auto& source = document.source;
  document.own_lines = read_lines(source, std::move(bytes), source.add_file(path), findings);
  document.head = read_front_matter(source, document.own_lines, findings);
  const auto body = document.own_lines.begin() + static_cast<std::ptrdiff_t>(document.head.body);
  expand_includes(source, {body, document.own_lines.end()}, sources, document.includes, findings);
  document.scan = scan(source, languages, findings);
  document.blocks = parse_markdown(document.scan.markdown, source.lines);
  read_leaves(document, document.blocks, false);
  std::vector<MarkdownBlock> others;
  for (const auto& table : document.scan.task_tables)
    others.push_back(set_apart(Block::Kind::task_table, table.first_line, table.last_line));
  for (const auto& image : document.scan.images)
    others.push_back(
        set_apart(Block::Kind::image, image.line, image.line,
                  image.description.empty() ? "" : "<p><em>" + escaped_html(image.description) + "</em></p>\n"));
  put_in_place(document.blocks, std::move(others));
}

} // namespace handrail::playbook
