#include "playbook/markdown/source_text.h"

#include "core/text.h"
#include "playbook/compile.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// The bytes that are read as they are: ASCII, and of its control characters only the tab.
constexpr auto plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = ' '; byte < 0x80; ++byte) plain[byte] = true;
  plain['\t'] = true;
  return plain;
}();

struct LineEnd {
  std::size_t at = 0;
  bool plain = true; ///< every byte before it is
};
LineEnd line_end(std::string_view text) {
  LineEnd end;
  for (; end.at < text.size(); ++end.at) {
    const char c = text[end.at];
    if (plain_bytes[static_cast<unsigned char>(c)]) continue;
    if (c == '\n' || c == '\r') break;
    end.plain = false;
  }
  return end;
}

/// A joiner belongs to the writing of scripts and emoji beyond Latin, where it must stay.
bool joins_letters(std::uint32_t code, std::uint32_t before) {
  return (code == 0x200C || code == 0x200D) && before >= 0x0900 && !is_space(before) && !is_invisible(before);
}

/// What a code point of the file is read as: itself, a blank, or nothing (0).
std::uint32_t normalised(std::uint32_t code, std::uint32_t before) {
  if (code == '\t') return code;
  if (is_invisible(code)) return joins_letters(code, before) ? code : 0;
  return is_space(code) ? ' ' : code;
}

std::string normalised(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  std::uint32_t before = 0;
  for (std::size_t at = 0; at < raw.size();) {
    const auto [value, length] = code_point_at(raw, at);
    const auto code = normalised(value, before);
    if (code == value)
      text.append(raw, at, length);
    else if (code != 0)
      append_utf8(text, code);
    before = value;
    at += length;
  }
  return text;
}

/// The code points of `raw` that stand before byte `offset` of its normalised text.
std::uint32_t raw_code_points(std::string_view raw, std::size_t offset) {
  std::uint32_t count = 0;
  std::uint32_t before = 0;
  std::size_t produced = 0;
  for (std::size_t at = 0; at < raw.size() && produced < offset; ++count) {
    const auto [value, length] = code_point_at(raw, at);
    const auto code = normalised(value, before);
    if (code != 0) produced += code == value ? length : 1;
    before = value;
    at += length;
  }
  return count;
}

/// Replaces what is no UTF-8, and NUL, by U+FFFD; the first of each kind is reported.
std::string repaired(std::string_view bytes, const std::string& file, std::vector<Diagnostic>& findings) {
  std::string text;
  text.reserve(bytes.size() + 16);
  bool told_utf8 = false;
  bool told_nul = false;
  std::uint32_t line = 1;
  std::size_t line_start = 0;
  const auto tell = [&](bool& told, std::string_view code, std::string message, std::string hint) {
    if (told) return;
    told = true;
    const auto column = static_cast<std::uint32_t>(text::code_points(std::string_view(text).substr(line_start)) + 1);
    findings.push_back({std::string(code),
                        Severity::error,
                        {file, line, column, 1},
                        std::move(message),
                        std::move(hint),
                        text::shortened(std::string_view(text).substr(line_start), 120),
                        {}});
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte == 0) {
      tell(told_nul, "source-nul", "the file has a NUL byte here; text has none",
           "the file may be damaged or not be text: save it anew as UTF-8");
      text += replacement;
      ++at;
    } else if (byte < 0x80) {
      text += bytes[at++];
      if (byte == '\n') ++line, line_start = text.size();
    } else {
      const auto length = std::min(code_point_at(bytes, at).length, bytes.size() - at);
      if (length > 1 && text::is_utf8(bytes.substr(at, length))) {
        text.append(bytes, at, length);
        at += length;
      } else {
        tell(told_utf8, "source-not-utf8", "from here on the file is not UTF-8",
             "save it as UTF-8; it may have been written as Windows-1252");
        text += replacement;
        ++at;
      }
    }
  }
  return text;
}

bool is_utf16(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const auto mark = bytes.substr(0, 2);
  if (mark == "\xFF\xFE" || mark == "\xFE\xFF") return true;
  // Without a mark: every second byte of the beginning is NUL.
  const auto head = bytes.substr(0, 64);
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  return head.size() >= 8 && (even >= head.size() / 2 - 2 || odd >= head.size() / 2 - 2) && (even == 0 || odd == 0);
}

} // namespace

std::uint32_t SourceText::add_file(const std::string& path) {
  const auto known = std::find(files_.begin(), files_.end(), path);
  if (known != files_.end()) return static_cast<std::uint32_t>(known - files_.begin());
  files_.push_back(path);
  return static_cast<std::uint32_t>(files_.size() - 1);
}

SourceSpan SourceText::span(const SourceLine& line, std::size_t from, std::size_t to) const {
  to = std::min(to, line.text.size());
  from = std::min(from, to);
  const bool same = line.raw.data() == line.text.data() && line.raw.size() == line.text.size();
  const auto before =
      same ? static_cast<std::uint32_t>(text::code_points(line.raw.substr(0, from))) : raw_code_points(line.raw, from);
  const auto until = same ? before + static_cast<std::uint32_t>(text::code_points(line.raw.substr(from, to - from)))
                          : raw_code_points(line.raw, to);
  return {files_[line.file], line.number, before + 1, std::max(1U, until - before)};
}

SourceSpan SourceText::span(const SourceLine& line) const {
  const auto trimmed = text::trimmed(line.text);
  const auto from = trimmed.empty() ? 0 : static_cast<std::size_t>(trimmed.data() - line.text.data());
  return span(line, from, from + trimmed.size());
}

std::vector<SourceLine> read_lines(SourceText& source, std::string bytes, std::uint32_t file,
                                   std::vector<Diagnostic>& findings) {
  const std::string& name = source.files()[file];
  if (is_utf16(bytes)) {
    findings.push_back({"source-utf16",
                        Severity::error,
                        {name, 1, 1, 1},
                        "the file is UTF-16, and is not read",
                        "save it as UTF-8",
                        "",
                        {}});
    return {};
  }
  const bool well_formed = bytes.find('\0') == std::string::npos && text::is_utf8(bytes);
  std::string_view all = source.keep(well_formed ? std::move(bytes) : repaired(bytes, name, findings));
  if (all.substr(0, 3) == "\xEF\xBB\xBF") all.remove_prefix(3);

  std::vector<SourceLine> lines;
  lines.reserve(static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')) + 1);
  while (!all.empty()) {
    const auto [end, plain] = line_end(all);
    SourceLine line{all.substr(0, end), {}, file, static_cast<std::uint32_t>(lines.size() + 1)};
    all.remove_prefix(end);
    if (!all.empty()) all.remove_prefix(all.substr(0, 2) == "\r\n" ? 2 : 1);
    if (line.raw.size() > max_line_bytes) {
      findings.push_back(
          finding(source, line, 0, 1, Severity::error, "limit-line",
                  fmt::format("this line has {} bytes, and {} are read", line.raw.size(), max_line_bytes),
                  "wrap it: Markdown takes a line's end for a blank"));
      line.raw = line.raw.substr(0, max_line_bytes);
      while (!line.raw.empty() && (static_cast<unsigned char>(line.raw.back()) & 0xC0U) == 0x80U)
        line.raw.remove_suffix(1);
      if (!line.raw.empty() && static_cast<unsigned char>(line.raw.back()) >= 0x80) line.raw.remove_suffix(1);
    }
    line.text = plain ? line.raw : source.keep(normalised(line.raw));
    if (line.text.size() == line.raw.size() && line.text == line.raw) line.text = line.raw;
    lines.push_back(line);
  }
  return lines;
}

} // namespace handrail::playbook
