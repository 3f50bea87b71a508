// The plain text of a step or section with the place of every word: how a cited sentence is found again.
#pragma once

#include "playbook/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// Text without markup, its lines joined by one blank each. Blocks are parted by a line feed, so that no sentence is
/// found across two paragraphs or list items.
class Prose {
public:
  /// A stretch of `text()` that stands in one piece in the source.
  struct Piece {
    std::size_t offset = 0;   ///< in bytes, of text()
    std::uint32_t line = 0;   ///< of the source, from 1
    std::uint32_t column = 0; ///< of the source in code points, from 1
    std::uint32_t file = 0;   ///< index of files()
  };

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  /// The place of the bytes [from, to) of text(). What goes on over several lines of the source is given up to the end
  /// of its first.
  SourceSpan span(std::size_t from, std::size_t to) const;

  /// Where the source's line that byte `from` of text() stands on ends: a byte of text(), `to` at most.
  std::size_t end_of_line(std::size_t from, std::size_t to) const;

  /// Adds `plain`, which stands at the given place. Called by the reader of Markdown only.
  void add(std::string_view plain, const std::string& file, std::uint32_t line, std::uint32_t column);
  /// Ends a paragraph, list item, cell or heading.
  void end_block();

private:
  std::string text_;
  std::vector<Piece> pieces_;
  std::vector<std::string> files_;
};

/// Bytes [from, to) of a prose's text.
struct Stretch {
  std::size_t from = 0, to = 0;
};

/// A prose made ready to be searched for many sentences.
class SearchableProse {
public:
  explicit SearchableProse(const Prose& prose);
  /// Where `sentence` stands: white space, emphasis, typographic quotes and dashes, and letter case aside, and wherever
  /// its lines are wrapped. Nothing when it does not.
  std::optional<Stretch> find(std::string_view sentence) const;

private:
  const std::string& original_;
  std::string text_;              ///< folded
  std::vector<std::size_t> from_; ///< for each byte of text_ the byte of the original it came from
};

/// The place of `sentence` in `prose`: white space, emphasis, typographic quotes and dashes, and letter case aside, and
/// wherever its lines are wrapped. Nothing when it does not stand there.
std::optional<SourceSpan> find_sentence(const Prose& prose, std::string_view sentence);

} // namespace handrail::playbook
