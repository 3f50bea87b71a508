#include "playbook/dialect/task_cell.h"

#include "playbook/markdown/fold.h"
#include "playbook/markdown/inline_text.h"

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

constexpr std::size_t longest_id = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string cell_text(const Cell& cell) { return plain_text(cell.markdown); }

std::string task_id(std::string_view text) {
  constexpr std::size_t longest_cell = 40;
  if (text.size() > longest_cell) return {};
  auto words = folded(text);
  const auto first = words.find_first_of("0123456789");
  if (first == std::string::npos) return {};
  auto last = words.find_last_of("0123456789");
  const auto digits = std::string_view(words).substr(first, last - first + 1);
  const auto before = std::string_view(words).substr(0, first);
  const auto after = std::string_view(words).substr(last + 1);
  const auto is_mark = [](std::string_view marks) {
    return marks.find_first_not_of(" #.:*()[]-") == std::string_view::npos;
  };
  if (!is_number(digits) || digits.size() > longest_id) {
    // "FT-37.1": one word with digits in it is an id as it stands.
    const bool one_word =
        words.find(' ') == std::string::npos && words.find_first_of("/,;&+") == std::string::npos && words.size() <= 16;
    return one_word && !digits.empty() ? squeezed(text) : std::string{};
  }
  if (is_mark(before) && is_mark(after)) return std::string(digits);
  const auto word = folded_words(before);
  const bool is_prefix = !word.empty() && word.find(' ') == std::string::npos && !before.empty() &&
                         (before.back() == ' ' || before.back() == '#' || before.back() == ':');
  if (is_prefix && is_mark(after)) return std::string(digits); // "Task 3704"
  return words.find(' ') == std::string::npos ? squeezed(text) : std::string{};
}

std::vector<std::string> ids_of(const Cell& cell) {
  std::vector<std::string> ids;
  if (cell.markdown.empty()) return ids;
  const auto shown = unmarked(cell.markdown);
  auto single = task_id(shown);
  if (!single.empty()) return {std::move(single)};
  const auto text = folded(shown);
  std::string part;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (c != ' ' && c != '/' && c != ',' && c != ';' && c != '&' && c != '+') {
      part += c;
      continue;
    }
    if (part.empty()) continue;
    if (!is_number(part) || part.size() < 2 || part.size() > longest_id) return {};
    ids.push_back(std::move(part));
    part.clear();
  }
  return ids;
}

std::vector<std::string> lines_of(const Cell& cell) {
  const auto text = unmarked(cell.markdown);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto part = squeezed(std::string_view(text).substr(at, end - at));
    if (!part.empty()) parts.push_back(std::move(part));
    at = end + 1;
  }
  return parts;
}

std::vector<std::string> values_of(std::string_view text, const Languages& languages) {
  if (languages.is_none(squeezed(text))) return {}; // "N/A" has a separator in it
  auto values = split_values(text);
  std::erase_if(values, [&](const std::string& value) { return languages.is_none(value); });
  return values;
}

std::vector<std::string> split_values(std::string_view text) {
  static constexpr std::array<std::string_view, 10> separators{"/", ";", ",", "&", "\n", "、", "，", "；", "／", "＆"};
  std::vector<std::string> values;
  std::size_t start = 0;
  int depth = 0;
  const auto add = [&](std::size_t end) {
    auto value = squeezed(text.substr(start, end - start));
    if (!value.empty()) values.push_back(std::move(value));
  };
  for (std::size_t at = 0; at < text.size();) {
    // Most bytes are letters: a separator begins with a sign, or with a byte beyond ASCII.
    const char c = text[at];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ') {
      ++at;
      continue;
    }
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && depth > 0) --depth;
    std::size_t width = 0;
    for (const auto separator : separators)
      if ((depth == 0 || separator == "\n") && text.substr(at, separator.size()) == separator) width = separator.size();
    if (width == 0) {
      ++at;
      continue;
    }
    add(at);
    at += width;
    start = at;
  }
  add(text.size());
  return values;
}

} // namespace handrail::playbook
