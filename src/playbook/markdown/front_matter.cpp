#include "playbook/markdown/front_matter.h"

#include "core/text.h"
#include "playbook/markdown/finding.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::string_view wide_colon = "：";

bool is_rule(std::string_view trimmed, char sign) {
  return trimmed.size() >= 3 && trimmed.find_first_not_of(sign) == std::string_view::npos;
}

bool is_key_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

struct KeyValue {
  std::string_view key, value;
};

/// `key: value`, with blanks or none around the colon; an empty key when the line is something else.
KeyValue key_value(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_key_sign(text[end])) ++end;
  auto colon = end;
  while (colon < text.size() && (text[colon] == ' ' || text[colon] == '\t')) ++colon;
  if (end == 0 || colon == text.size()) return {};
  const bool wide = text.substr(colon, wide_colon.size()) == wide_colon;
  if (text[colon] != ':' && !wide) return {};
  return {text.substr(0, end), text::trimmed(text.substr(colon + (wide ? wide_colon.size() : 1)))};
}

/// Without the quotes around it, or without a comment behind it.
std::string_view bare(std::string_view value) {
  if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'')) {
    const auto close = value.find(value[0], 1);
    if (close != std::string_view::npos) return value.substr(1, close - 1);
  }
  const auto comment = std::min(value.find(" #"), value.find("\t#"));
  value = text::trimmed(value.substr(0, comment));
  const bool is_list = value.size() >= 2 && value.front() == '[' && value.back() == ']';
  return is_list ? text::trimmed(value.substr(1, value.size() - 2)) : value;
}

bool is_block_mark(std::string_view value) {
  return !value.empty() && (value[0] == '>' || value[0] == '|') &&
         value.find_first_not_of("+-0123456789", 1) == std::string_view::npos;
}

class Reader {
public:
  Reader(const SourceText& source, std::span<const SourceLine> lines, std::vector<Diagnostic>& findings)
      : source_(source), lines_(lines), findings_(findings) {}

  FrontMatter read() {
    std::size_t at = 0;
    while (at < lines_.size() && text::trimmed(lines_[at].text).empty()) ++at;
    if (at == lines_.size() || !is_rule(text::trimmed(lines_[at].text), '-') || !begins_head(at + 1)) return {};
    const auto opening = at;
    for (++at; at < lines_.size(); ++at) {
      const auto trimmed = text::trimmed(lines_[at].text);
      if (is_rule(trimmed, '-') || trimmed == "...") {
        head_.body = at + 1;
        return std::move(head_);
      }
      if (is_heading(trimmed)) break; // the closing line is missing
      entry(at, trimmed);
    }
    findings_.push_back(finding(source_, lines_[opening], Severity::warning, "front-matter-unclosed",
                                "the front matter that begins here has no closing `---` line",
                                "close it before the first heading"));
    head_.body = at;
    return std::move(head_);
  }

private:
  /// A rule across the page is no head: one begins with a key or a comment.
  bool begins_head(std::size_t at) const {
    for (; at < lines_.size(); ++at) {
      const auto trimmed = text::trimmed(lines_[at].text);
      if (trimmed.empty()) continue;
      return trimmed[0] == '#' ? !is_heading(trimmed) || leads_to_key(at + 1)
                               : is_rule(trimmed, '-') || !key_value(trimmed).key.empty();
    }
    return false;
  }
  bool leads_to_key(std::size_t at) const {
    while (at < lines_.size() && text::trimmed(lines_[at].text).substr(0, 1) == "#") ++at;
    return at < lines_.size() && !key_value(text::trimmed(lines_[at].text)).key.empty();
  }
  /// `## Overview` and not `# a comment`: comments have one sign.
  static bool is_heading(std::string_view trimmed) {
    return trimmed.substr(0, 2) == "##" && trimmed.find_first_not_of('#') != std::string_view::npos &&
           trimmed[trimmed.find_first_not_of('#')] == ' ';
  }

  void entry(std::size_t at, std::string_view trimmed) {
    if (trimmed.empty() || trimmed[0] == '#') return;
    const auto& line = lines_[at].text;
    const bool indented = line[0] == ' ' || line[0] == '\t';
    const bool is_item = trimmed.substr(0, 2) == "- ";
    const auto pair = key_value(trimmed);
    if ((is_item || indented) && !head_.entries.empty() && (is_item || pair.key.empty() || is_text_block_)) {
      auto& last = head_.entries.back();
      const auto more = bare(is_item ? text::trimmed(trimmed.substr(2)) : trimmed);
      if (last.value.empty()) place(last, at, more);
      if (!last.value.empty()) last.value += is_item ? ", " : " ";
      last.value += more;
      return;
    }
    if (pair.key.empty()) {
      findings_.push_back(finding(source_, lines_[at], Severity::warning, "front-matter-line",
                                  "this line of the front matter is neither `key: value` nor a comment",
                                  "write `key: value`, or begin it with `#`"));
      return;
    }
    add(at, pair);
  }

  void add(std::size_t at, const KeyValue& pair) {
    is_text_block_ = is_block_mark(pair.value);
    FrontMatter::Entry found{text::lowered(pair.key), {}, at, 0, 0};
    const auto value = is_text_block_ ? std::string_view{} : bare(pair.value);
    found.value = value;
    place(found, at, value.empty() ? pair.key : value);
    const auto* first = head_.find(found.key);
    if (first != nullptr && first->value != found.value) {
      auto twice = finding(source_, lines_[at], Severity::warning, "front-matter-key-twice",
                           fmt::format("`{}` has two values in this front matter; the first is taken", found.key),
                           "keep one of them");
      twice.related.push_back(source_.span(lines_[first->line]));
      findings_.push_back(std::move(twice));
    }
    head_.entries.push_back(std::move(found));
  }

  void place(FrontMatter::Entry& entry, std::size_t at, std::string_view part) const {
    entry.line = at;
    entry.from = static_cast<std::size_t>(part.data() - lines_[at].text.data());
    entry.to = entry.from + part.size();
  }

  const SourceText& source_;
  std::span<const SourceLine> lines_;
  std::vector<Diagnostic>& findings_;
  FrontMatter head_;
  bool is_text_block_ = false;
};

} // namespace

const FrontMatter::Entry* FrontMatter::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key && !entry.value.empty(); });
  return found == entries.end() ? nullptr : &*found;
}

std::string_view FrontMatter::operator[](std::string_view key) const {
  const auto* entry = find(key);
  return entry == nullptr ? std::string_view{} : std::string_view(entry->value);
}

FrontMatter read_front_matter(const SourceText& source, std::span<const SourceLine> lines,
                              std::vector<Diagnostic>& findings) {
  return Reader(source, lines, findings).read();
}

} // namespace handrail::playbook
