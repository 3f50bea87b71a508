#include "playbook/dialect/body.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

using Kind = Block::Kind;

struct AlertMark {
  std::string name;       ///< "note"
  std::size_t length = 0; ///< of `[!NOTE]` with the blanks behind it, in the text
};

/// `[!NOTE]`, in any case, at the start of a quote's text.
AlertMark alert_mark(std::string_view text) {
  if (!text.starts_with("[!")) return {};
  const auto close = text.find(']');
  constexpr std::size_t longest = 24;
  if (close > longest) return {}; // as it is where there is none
  auto name = text::lowered(text::trimmed(text.substr(2, close - 2)));
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) return {};
  const auto next = std::min(text.find_first_not_of(" \n", close + 1), text.size());
  return {std::move(name), next};
}

/// The mark taken out of a paragraph's HTML, and the line break behind it.
void drop_alert_mark(std::string& html) {
  const auto open = html.find("[!");
  const auto close = html.find(']', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return;
  auto end = close + 1;
  if (html.compare(end, 6, "<br />") == 0) end += 6;
  while (end < html.size() && (html[end] == '\n' || html[end] == ' ')) ++end;
  html.erase(open, end - open);
}

class Reader {
public:
  Reader(const Document& document, Names& item_names) : document_(document), item_names_(item_names) {}

  Body read(std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) body_.blocks.push_back(block(document_.blocks[i]));
    return std::move(body_);
  }

private:
  const SourceText& source() const { return document_.source; }

  Block block(const MarkdownBlock& from) {
    Block made;
    made.kind = from.kind;
    made.level = from.level;
    made.html = from.html;
    made.prose_from = body_.prose.text().size();
    const auto line = std::min(from.first_line, source().lines.size() - 1);
    made.at = source().span(source().lines[line]);
    made.last_line = source().lines[std::min(from.last_line, source().lines.size() - 1)].number;
    switch (from.kind) {
      case Kind::paragraph:
      case Kind::heading: leaf(from, made); break;
      case Kind::table: table(from, made); break;
      case Kind::code: code(from, made); break;
      case Kind::quote: quote(from, made); break;
      case Kind::item: item(from, made); break;
      case Kind::list:
        for (const auto& child : from.children) made.children.push_back(block(child));
        break;
      case Kind::image: made.text = image_text(from.first_line); break;
      case Kind::task_table:
      case Kind::rules: break;
    }
    made.prose_to = body_.prose.text().size();
    return made;
  }

  void leaf(const MarkdownBlock& from, Block& made) {
    const auto& text = document_.leaf(from);
    made.text = squeezed(text.content().text);
    text.append_to(body_.prose, source());
  }

  void item(const MarkdownBlock& from, Block& made) {
    for (std::size_t i = 0; i < from.children.size(); ++i) {
      const bool has_box = i == 0 && from.is_task;
      made.children.push_back(block(from.children[i]));
      if (!has_box) continue;
      const auto& text = made.children.front().text;
      made.checklist_item = ChecklistItemId(item_names_.unique(slug(text, 5)));
      body_.checklist.push_back({*made.checklist_item, text, made.at});
    }
  }

  void quote(const MarkdownBlock& from, Block& made) {
    for (std::size_t i = 0; i < from.children.size(); ++i) {
      const auto& child = from.children[i];
      if (i != 0 || child.kind != Kind::paragraph) {
        made.children.push_back(block(child));
        continue;
      }
      const auto mark = alert_mark(document_.leaf(child).content().text);
      if (mark.length == 0) {
        made.children.push_back(block(child));
        continue;
      }
      made.alert = mark.name;
      auto text = document_.leaf(child);
      text.drop_front(mark.length);
      if (text.content().text.empty()) continue;
      Block first = bare(child);
      first.text = squeezed(text.content().text);
      drop_alert_mark(first.html);
      first.prose_from = body_.prose.text().size();
      text.append_to(body_.prose, source());
      first.prose_to = body_.prose.text().size();
      made.children.push_back(std::move(first));
    }
  }

  Block bare(const MarkdownBlock& from) const {
    Block made;
    made.kind = from.kind;
    made.html = from.html;
    made.at = source().span(source().lines[from.first_line]);
    made.last_line = source().lines[from.last_line].number;
    return made;
  }

  void table(const MarkdownBlock& from, Block& made) {
    for (auto line = from.first_line; line <= from.last_line && line < source().lines.size(); ++line) {
      const auto text = source().lines[line].text;
      if (is_delimiter_row(text)) continue;
      for (const auto& cell : split_row(text, line).cells) {
        LeafText leaf;
        leaf.add(source(), line, cell.from, cell.to);
        leaf.read(document_.scan.references);
        leaf.append_to(body_.prose, source());
        if (!made.text.empty()) made.text += ' ';
        made.text += squeezed(leaf.content().text);
      }
    }
  }

  void code(const MarkdownBlock& from, Block& made) {
    made.text = from.literal;
    const auto info = text::lowered(text::trimmed(from.info));
    if (info.substr(0, info.find_first_of(" {")) != "rules") return;
    made.kind = Kind::rules;
    made.html.clear();
    const auto first = std::min(from.first_line + 1, source().lines.size() - 1);
    const auto line = source().lines[first].text;
    // The parser takes the fence's own indentation off every line; what is left begins that far in.
    const auto content = from.literal.substr(0, from.literal.find('\n'));
    const auto column = content.empty() ? 0 : std::min(line.find(content), line.size());
    body_.rule_fences.push_back({from.literal, source().span(first, column, line.size())});
  }

  std::string image_text(std::size_t line) const {
    for (const auto& image : document_.scan.images)
      if (image.line == line) return image.description;
    return {};
  }

  const Document& document_;
  Names& item_names_;
  Body body_;
};

} // namespace

std::string slug(std::string_view text, std::size_t most_words) {
  auto words = folded_words(text);
  std::size_t count = 0;
  for (std::size_t at = 0; at < words.size(); ++at)
    if (words[at] == ' ' && ++count == most_words) words.resize(at);
  std::replace(words.begin(), words.end(), ' ', '-');
  return words.empty() ? "item" : words;
}

std::string Names::unique(std::string name) {
  if (used_.insert(name).second) return name;
  auto& next = next_.emplace(name, 2).first->second;
  while (true) {
    auto numbered = name + "-" + std::to_string(next++);
    if (used_.insert(numbered).second) return numbered;
  }
}

Body read_body(const Document& document, std::size_t begin, std::size_t end, Names& item_names) {
  return Reader(document, item_names).read(begin, end);
}

} // namespace handrail::playbook
