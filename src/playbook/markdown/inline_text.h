// What a reader sees of a stretch of Markdown: the text without its markup, with the place each byte came from.
// Works on any text (cells of broken tables, label lines, citations), where a Markdown parser needs whole documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handrail::playbook {

/// A link, the inner of two that are nested, or one that Markdown would not take for one (`broken`).
struct InlineLink {
  std::size_t from = 0, to = 0; ///< its text: bytes of InlineText::text
  std::size_t source = 0;       ///< where it begins: a byte of the Markdown
  std::string target;
  bool nested = false; ///< another link stands within its text
  bool broken = false; ///< `[text] (target)`, `[text](a file.md)`
  bool image = false;
};

/// A stretch of the plain text that the author has set in italics, bold or code.
struct Emphasis {
  std::size_t from = 0, to = 0;
  int strength = 1; ///< 1 italics, 2 bold, 3 both
};

struct InlineText {
  std::string text;                ///< `<br>` and hard line breaks are line feeds, other line ends blanks
  std::vector<std::uint32_t> from; ///< for each byte of text, a byte of the Markdown
  std::vector<InlineLink> links;
  std::vector<Emphasis> emphasis;
};

/// `[label]: target` definitions, by folded label.
using References = std::unordered_map<std::string, std::string>;

InlineText inline_text(std::string_view markdown, const References* references = nullptr);

/// The text alone of inline_text().
std::string unmarked(std::string_view markdown);

/// unmarked() with every run of white space one blank, trimmed.
std::string plain_text(std::string_view markdown);

} // namespace handrail::playbook
