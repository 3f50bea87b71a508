#include "playbook/prose.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"
#include "playbook/markdown/inline_text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

/// A letter, digit or sign of ASCII, and no blank.
bool is_ascii_sign(char c) { return c > ' ' && c <= '~'; }

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

std::size_t Prose::end_of_line(std::size_t from, std::size_t to) const {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), from,
                                [](std::size_t offset, const Piece& each) { return offset < each.offset; });
  if (piece == pieces_.begin()) return to;
  const auto line = (piece - 1)->line;
  while (piece != pieces_.end() && piece->line == line) ++piece;
  return piece == pieces_.end() ? to : std::min(to, piece->offset);
}

SearchableProse::SearchableProse(const Prose& prose) : original_(prose.text()) {
  for (std::size_t at = 0; at < original_.size();) {
    const auto [value, length] = code_point_at(original_, at);
    // Lines are joined by blanks, blocks by line feeds: only the former may stand within a sentence.
    const auto code = value == '\n' ? value : folded(value);
    const bool doubled = code == ' ' && (text_.empty() || text_.back() == ' ' || text_.back() == '\n');
    if (code != 0 && !doubled) {
      append_utf8(text_, code);
      from_.resize(text_.size(), at);
    }
    at += length;
  }
}

std::optional<Stretch> SearchableProse::find(std::string_view sentence) const {
  const auto wanted = folded(plain_text(sentence));
  if (wanted.empty()) return std::nullopt;
  const auto at = text_.find(wanted);
  if (at == std::string::npos) return std::nullopt;
  const auto last = from_[at + wanted.size() - 1];
  return Stretch{from_[at], last + code_point_at(original_, last).length};
}

std::optional<SourceSpan> find_sentence(const Prose& prose, std::string_view sentence) {
  const auto found = SearchableProse(prose).find(sentence);
  if (!found) return std::nullopt;
  return prose.span(found->from, found->to);
}

} // namespace handrail::playbook
