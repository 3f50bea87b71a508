#include "playbook/dialect/label.h"

#include "core/text.h"
#include "playbook/dialect/task_cell.h"
#include "playbook/markdown/fence.h"
#include "playbook/markdown/fold.h"
#include "playbook/markdown/inline_text.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::string_view wide_colon = "：";
constexpr std::size_t longest_name = 60; ///< of a label, in bytes

struct Colon {
  std::size_t at = none;
  std::size_t width = 1;
};

Colon next_colon(std::string_view text, std::size_t from) {
  const auto narrow = text.find(':', from);
  const auto wide = text.find(wide_colon, from);
  return wide < narrow ? Colon{wide, wide_colon.size()} : Colon{narrow, 1};
}

/// Where the label that ends at `colon` begins: at `from`, or some words further on when several labels share a line.
std::optional<std::pair<LabelKind, std::size_t>>
label_before(std::string_view text, std::size_t from, std::size_t colon, bool at_start, const Languages& languages) {
  const auto name_at = [&](std::size_t start) { return languages.label(text.substr(start, colon - start)); };
  if (at_start) {
    const auto kind = colon - from <= longest_name ? name_at(from) : std::nullopt;
    return kind ? std::optional(std::pair(*kind, from)) : std::nullopt;
  }
  // The longest run of words in front of the colon that is a label.
  for (auto start = colon - std::min(colon - from, longest_name); start < colon; ++start) {
    const bool word_begins = start > from && (text[start - 1] == ' ' || text[start - 1] == '\n');
    if (!word_begins || text[start] == ' ') continue;
    if (const auto kind = name_at(start)) return std::pair(*kind, start);
  }
  return std::nullopt;
}

class Reader {
public:
  Reader(const SourceText& source, const Languages& languages) : source_(source), languages_(languages) {}

  std::vector<Label> read(std::size_t first, std::size_t last) {
    for (auto at = first; at <= last && at < source_.lines.size(); ++at) read_line(at);
    finish();
    return std::move(labels_);
  }

private:
  void read_line(std::size_t at) {
    std::size_t offset = 0;
    const auto markdown = text::trimmed(without_markers(source_.lines[at].text, &offset));
    if (markdown.find(':') == none && markdown.find(wide_colon) == none) return go_on(markdown);
    auto plain = unmarked(markdown);
    std::replace(plain.begin(), plain.end(), '\t', ' ');
    const auto start = plain.find_first_not_of(' ');
    const auto colon = next_colon(plain, 0);
    if (colon.at == none || start == none || start > colon.at) return go_on(markdown);
    const auto found = label_before(plain, start, colon.at, true, languages_);
    if (!found) return go_on(markdown);
    finish();
    open_emphasis_ = has_open_emphasis(markdown);
    begin(found->first, at, plain, colon.at + colon.width);
  }

  /// Takes the value up to the line's end, or to the next label in the same line.
  void begin(LabelKind kind, std::size_t line, const std::string& plain, std::size_t from) {
    labels_.push_back({kind, {}, {}, line});
    open_ = true;
    for (auto colon = next_colon(plain, from); colon.at != none; colon = next_colon(plain, colon.at + colon.width)) {
      const auto next = label_before(plain, from, colon.at, false, languages_);
      if (!next) continue;
      labels_.back().text = plain.substr(from, next->second - from);
      finish();
      return begin(next->first, line, plain, colon.at + colon.width);
    }
    labels_.back().text = plain.substr(from);
  }

  /// A line without a label belongs to the value before it when that is empty, ends in a separator or stands in
  /// emphasis that is still open.
  void go_on(std::string_view markdown) {
    if (!open_ || markdown.empty()) return finish();
    auto& text = labels_.back().text;
    const auto so_far = squeezed(text);
    const bool separated = !so_far.empty() && std::string_view("/;,&").find(so_far.back()) != none;
    if (!so_far.empty() && !separated && !open_emphasis_ && !in_list_) return finish();
    in_list_ = so_far.empty() || in_list_;
    const bool is_prose = in_list_ && markdown.size() > 80; // a sentence, and no name
    if (is_prose) return finish();
    open_emphasis_ = open_emphasis_ != has_open_emphasis(markdown);
    text += (in_list_ ? "\n" : " ") + unmarked(markdown);
  }

  static bool has_open_emphasis(std::string_view markdown) {
    std::size_t count = 0;
    for (auto at = markdown.find("**"); at != none; at = markdown.find("**", at + 2)) ++count;
    return count % 2 == 1;
  }

  void finish() {
    if (open_) {
      auto& label = labels_.back();
      // What emphasis left open over two lines leaves behind.
      std::erase(label.text, '*');
      while (!label.text.empty() &&
             (label.text.back() == '\\' || label.text.back() == ' ' || label.text.back() == '\n'))
        label.text.pop_back();
      label.values = values_of(label.text, languages_);
      label.text = squeezed(label.text);
      if (languages_.is_none(label.text)) label.text.clear();
    }
    open_ = open_emphasis_ = in_list_ = false;
  }

  const SourceText& source_;
  const Languages& languages_;
  std::vector<Label> labels_;
  bool open_ = false, open_emphasis_ = false, in_list_ = false;
};

} // namespace

std::vector<Label> read_labels(const SourceText& source, std::size_t first, std::size_t last,
                               const Languages& languages) {
  return Reader(source, languages).read(first, last);
}

} // namespace handrail::playbook
