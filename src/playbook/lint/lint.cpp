#include "playbook/lint/lint.h"

#include "playbook/lint/mention.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

namespace handrail::playbook {

namespace {

using Kind = Block::Kind;

class Collector {
public:
  explicit Collector(const Document& document) : document_(document) {}

  std::vector<LintLeaf> read(const Outline& outline) {
    for (chapter_ = 0; chapter_ < outline.chapters.size(); ++chapter_) {
      const auto& chapter = outline.chapters[chapter_];
      if (chapter.heading) add(document_.blocks[*chapter.heading], {});
      walk(document_.blocks, chapter.begin, chapter.end, {});
    }
    return std::move(leaves_);
  }

private:
  LintLeaf& add(const MarkdownBlock& block, const std::vector<std::size_t>& parents) {
    LintLeaf leaf{document_.leaf(block)};
    leaf.plain = leaf.text.content().text;
    for (auto& c : leaf.plain)
      if (c == '\n') c = ' ';
    leaf.chapter = chapter_;
    leaf.parents = parents;
    leaf.heading = block.kind == Kind::heading;
    leaves_.push_back(std::move(leaf));
    return leaves_.back();
  }

  /// A list's items belong to the paragraph right before it.
  void walk(const std::vector<MarkdownBlock>& blocks, std::size_t begin, std::size_t end,
            const std::vector<std::size_t>& parents) {
    std::optional<std::size_t> before;
    for (auto i = begin; i < end; ++i) {
      const auto& block = blocks[i];
      if (block.kind == Kind::paragraph || block.kind == Kind::heading) {
        add(block, parents);
        before = leaves_.size() - 1;
      } else if (block.kind == Kind::quote) {
        walk(block.children, 0, block.children.size(), parents);
      } else if (block.kind == Kind::list) {
        auto within = parents;
        if (before && (within.empty() || within.back() != *before)) within.push_back(*before);
        list(block, within);
      }
    }
  }

  void list(const MarkdownBlock& block, const std::vector<std::size_t>& parents) {
    const auto id = ++lists_;
    for (const auto& item : block.children) {
      if (item.children.empty()) continue;
      auto within = parents;
      std::size_t start = 0;
      if (item.children[0].kind == Kind::paragraph) {
        auto& leaf = add(item.children[0], parents);
        leaf.item = true;
        leaf.ordered = block.level != 0;
        leaf.list = id;
        within.push_back(leaves_.size() - 1);
        start = 1;
      }
      walk(item.children, start, item.children.size(), within);
    }
  }

  const Document& document_;
  std::vector<LintLeaf> leaves_;
  std::size_t chapter_ = 0, lists_ = 0;
};

} // namespace

std::vector<LintLeaf> lint_leaves(const Document& document, const Outline& outline) {
  return Collector(document).read(outline);
}

Diagnostic leaf_finding(const LintInput& input, const LintLeaf& leaf, std::size_t from, std::size_t to,
                        Severity severity, std::string_view code, std::string message, std::string hint) {
  const auto start = leaf.text.place(from);
  const auto end = leaf.text.place(to == 0 ? 0 : to - 1);
  const auto& line = input.document.source.lines[start.line];
  // What goes on in the next line is marked up to the end of its first.
  const auto stop = end.line == start.line ? end.byte + 1 : line.text.find_last_not_of(' ') + 1;
  return finding(input.document.source, line, start.byte, std::max(stop, start.byte + 1), severity, code,
                 std::move(message), std::move(hint));
}

void lint(const LintInput& input, Findings& findings, std::vector<ForeignTask>& foreign) {
  const auto leaves = lint_leaves(input.document, input.outline);
  lint_structure(input, findings);
  const auto tasks = tasks_by_id(input.playbook);
  const auto mentions = find_mentions(input, leaves, tasks);
  lint_task_names(input, leaves, tasks, mentions, findings, foreign);
  lint_copies(input, leaves, mentions, findings);
  lint_words(input, leaves, findings);
  lint_lists(input, leaves, findings);
  lint_links(input, leaves, findings);
  lint_vocabulary(input, findings);
}

} // namespace handrail::playbook
