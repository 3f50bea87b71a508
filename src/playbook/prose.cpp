#include "playbook/prose.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"
#include "playbook/markdown/inline_text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

/// A letter, digit or sign of ASCII, and no blank.
bool is_ascii_sign(char c) { return c > ' ' && c <= '~'; }

/// Folded text, and for each of its bytes the byte of the original it came from.
struct FoldedText {
  std::string text;
  std::vector<std::size_t> from;
};

FoldedText folded_with_places(std::string_view original) {
  FoldedText result;
  for (std::size_t at = 0; at < original.size();) {
    const auto [value, length] = code_point_at(original, at);
    // Lines are joined by blanks, blocks by line feeds: only the former may stand within a sentence.
    const auto code = value == '\n' ? value : folded(value);
    const bool doubled =
        code == ' ' && (result.text.empty() || result.text.back() == ' ' || result.text.back() == '\n');
    if (code != 0 && !doubled) {
      append_utf8(result.text, code);
      result.from.resize(result.text.size(), at);
    }
    at += length;
  }
  return result;
}

} // namespace

void Prose::add(std::string_view plain, const std::string& file, std::uint32_t line, std::uint32_t column) {
  if (files_.empty() || files_.back() != file) files_.push_back(file);
  const auto file_index = static_cast<std::uint32_t>(files_.size() - 1);
  bool starts_piece = true;
  for (std::size_t at = 0; at < plain.size(); ++column) {
    if (!starts_piece && is_ascii_sign(plain[at])) { // what most of any text is
      auto end = at + 1;                             // behind the words that single blanks part
      while (end < plain.size() && (is_ascii_sign(plain[end]) ||
                                    (plain[end] == ' ' && end + 1 < plain.size() && is_ascii_sign(plain[end + 1]))))
        ++end;
      text_.append(plain, at, end - at);
      column += static_cast<std::uint32_t>(end - at - 1);
      at = end;
      continue;
    }
    const auto [value, length] = code_point_at(plain, at);
    const bool blank = is_space(value);
    if (blank && (text_.empty() || text_.back() == ' ' || text_.back() == '\n')) {
      starts_piece = true; // the next one does not stand right behind the last
    } else {
      if (starts_piece) pieces_.push_back({text_.size(), line, column, file_index});
      starts_piece = false;
      if (blank)
        text_ += ' ';
      else
        text_.append(plain, at, length);
    }
    at += length;
  }
}

void Prose::end_block() {
  if (!text_.empty() && text_.back() == ' ') text_.pop_back();
  while (!pieces_.empty() && pieces_.back().offset >= text_.size()) pieces_.pop_back();
  if (!text_.empty() && text_.back() != '\n') text_ += '\n';
}

SourceSpan Prose::span(std::size_t from, std::size_t to) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), from,
                                      [](std::size_t offset, const Piece& piece) { return offset < piece.offset; });
  if (after == pieces_.begin()) return {};
  auto piece = after - 1;
  const auto column_at = [&](const Piece& of, std::size_t offset) {
    return of.column +
           static_cast<std::uint32_t>(text::code_points(std::string_view(text_).substr(of.offset, offset - of.offset)));
  };
  SourceSpan span{files_[piece->file], piece->line, column_at(*piece, from), 1};
  auto end_column = span.column + 1;
  for (; piece != pieces_.end() && piece->line == span.line && piece->offset < to; ++piece) {
    const auto next = piece + 1 == pieces_.end() ? text_.size() : (piece + 1)->offset;
    auto end = std::min(to, next);
    if (end > piece->offset && text_[end - 1] == ' ') --end; // the blank that stands for the line's end
    end_column = std::max(end_column, column_at(*piece, end));
  }
  span.length = end_column - span.column;
  return span;
}

std::optional<SourceSpan> find_sentence(const Prose& prose, std::string_view sentence) {
  const auto wanted = folded(plain_text(sentence));
  if (wanted.empty()) return std::nullopt;
  const auto text = folded_with_places(prose.text());
  const auto at = text.text.find(wanted);
  if (at == std::string::npos) return std::nullopt;
  const auto last = text.from[at + wanted.size() - 1];
  return prose.span(text.from[at], last + code_point_at(prose.text(), last).length);
}

} // namespace handrail::playbook
