#include "playbook/markdown/markdown.h"

#include "core/text.h"
#include "playbook/compile.h"
#include "playbook/markdown/inline_text.h"
#include "playbook/markdown/parser_memory.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <array>
#include <cstring>
#include <memory>

namespace handrail::playbook {

namespace {

using Kind = Block::Kind;

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
struct FreeText {
  void operator()(char* text) const { ParserMemory::release(text); }
};
using Tree = std::unique_ptr<cmark_node, FreeNode>;

// Without CMARK_OPT_UNSAFE raw HTML and dangerous links are left out of the HTML.
constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
constexpr std::array<const char*, 4> extensions{"table", "strikethrough", "autolink", "tasklist"};

/// Raw HTML within text goes, so that no trace of it is shown; `<br>` stays what it means.
void replace_raw_html(cmark_node* root) {
  std::vector<cmark_node*> found;
  {
    std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(root));
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
      auto* node = cmark_iter_get_node(iterator.get());
      if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) found.push_back(node);
    }
  }
  for (auto* node : found) {
    const auto tag = text::lowered(cmark_node_get_literal(node));
    if (tag.substr(0, 3) == "<br" || tag.substr(0, 4) == "</br") {
      auto* line_break = cmark_node_new_with_mem(CMARK_NODE_LINEBREAK, ParserMemory::functions());
      if (cmark_node_insert_before(node, line_break) == 0) cmark_node_free(line_break);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
  }
}

std::size_t index_of_line(int line) { return line > 0 ? static_cast<std::size_t>(line - 1) : 0; }

class Converter {
public:
  Converter(const cmark_llist* extension_list, std::span<const SourceLine> lines)
      : extensions_(const_cast<cmark_llist*>(extension_list)), lines_(lines) {} // NOLINT: the C API takes no const

  std::vector<MarkdownBlock> children(cmark_node* parent, std::size_t depth) const {
    std::vector<MarkdownBlock> blocks;
    if (depth > max_nesting * 2) return blocks;
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node))
      if (cmark_node_get_type(node) != CMARK_NODE_THEMATIC_BREAK &&
          cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
        blocks.push_back(block(node, depth));
    return blocks;
  }

private:
  MarkdownBlock block(cmark_node* node, std::size_t depth) const {
    MarkdownBlock made;
    made.first_line = index_of_line(cmark_node_get_start_line(node));
    made.last_line = std::max(made.first_line, index_of_line(cmark_node_get_end_line(node)));
    made.offset = index_of_line(cmark_node_get_start_column(node));
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_BLOCK_QUOTE:
        made.kind = Kind::quote;
        made.children = children(node, depth + 1);
        return made;
      case CMARK_NODE_LIST:
        made.kind = Kind::list;
        if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
          made.level = std::max(1, cmark_node_get_list_start(node));
        made.children = children(node, depth + 1);
        return made;
      case CMARK_NODE_HEADING:
        made.kind = Kind::heading;
        made.level = cmark_node_get_heading_level(node);
        made.setext = made.last_line > made.first_line;
        if (made.setext) made.last_line = underline(made.first_line, made.last_line);
        break;
      case CMARK_NODE_CODE_BLOCK:
        made.kind = Kind::code;
        made.info = cmark_node_get_fence_info(node);
        made.literal = cmark_node_get_literal(node);
        break;
      case CMARK_NODE_HTML_BLOCK: return html_block(node, std::move(made));
      case CMARK_NODE_PARAGRAPH: break;
      default: return extension_block(node, depth, std::move(made));
    }
    made.html = html(node);
    return made;
  }

  /// The line of dashes under a heading: the parser gives one too many where an empty line follows.
  std::size_t underline(std::size_t first, std::size_t last) const {
    for (std::size_t line = first + 1; line <= last && line < lines_.size(); ++line) {
      const auto shown = text::trimmed(lines_[line].text);
      const auto signs = shown.substr(std::min(shown.find_first_not_of(" \t>"), shown.size()));
      if (!signs.empty() && signs.find_first_not_of(signs[0]) == std::string_view::npos &&
          (signs[0] == '=' || signs[0] == '-'))
        return line;
    }
    return last;
  }

  MarkdownBlock extension_block(cmark_node* node, std::size_t depth, MarkdownBlock made) const {
    const char* name = cmark_node_get_type_string(node);
    if (std::strcmp(name, "table") == 0) {
      made.kind = Kind::table;
      made.html = html(node);
      return made;
    }
    made.kind = Kind::item;
    made.is_task = std::strcmp(name, "tasklist") == 0;
    made.children = children(node, depth + 1);
    return made;
  }

  static MarkdownBlock html_block(cmark_node* node, MarkdownBlock made) {
    made.raw_html = true;
    const auto text = plain_text(std::string_view(cmark_node_get_literal(node)).substr(0, max_paragraph_bytes));
    if (!text.empty()) made.html = "<p>" + escaped_html(text) + "</p>\n";
    return made;
  }

  std::string html(cmark_node* node) const {
    const std::unique_ptr<char, FreeText> rendered(cmark_render_html(node, options, extensions_));
    return rendered == nullptr ? std::string{} : std::string(rendered.get());
  }

  cmark_llist* extensions_;
  std::span<const SourceLine> lines_;
};

} // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view text, std::span<const SourceLine> lines) {
  // The library keeps its extensions in a registry of its own; C++ runs this once, whatever threads ask.
  static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
  (void)registered;
  const ParserMemory memory;
  const std::unique_ptr<cmark_parser, FreeParser> parser(cmark_parser_new_with_mem(options, ParserMemory::functions()));
  for (const char* name : extensions) {
    auto* extension = cmark_find_syntax_extension(name);
    if (extension != nullptr) cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const Tree root(cmark_parser_finish(parser.get()));
  if (text.find('<') != std::string_view::npos) replace_raw_html(root.get());
  return Converter(cmark_parser_get_syntax_extensions(parser.get()), lines).children(root.get(), 0);
}

std::string escaped_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

} // namespace handrail::playbook
