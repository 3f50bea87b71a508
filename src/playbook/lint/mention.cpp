#include "playbook/lint/mention.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::size_t shortest_id = 3;
constexpr std::size_t longest_id = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_sign(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         c == '/' || c == '$' || c == '%';
}

/// A number that stands alone: no date, no amount, no part of a name.
bool stands_alone(std::string_view text, std::size_t from, std::size_t to) {
  const bool after = to < text.size() && (is_letter_or_sign(text[to]) && static_cast<unsigned char>(text[to]) < 0x80);
  const bool decimal =
      to + 1 < text.size() && (text[to] == '.' || text[to] == ',' || text[to] == '-') && is_digit(text[to + 1]);
  const bool before = from > 0 && static_cast<unsigned char>(text[from - 1]) < 0x80 &&
                      (is_letter_or_sign(text[from - 1]) || text[from - 1] == '.' || text[from - 1] == '-');
  return !after && !decimal && !before;
}

std::size_t end_of_ascii_word(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (is_digit(text[at]) || (text[at] >= 'A' && text[at] <= 'Z') || (text[at] >= 'a' && text[at] <= 'z')))
    ++at;
  return at;
}

/// Does a word for "task" stand right before `at`? Without blanks between words, its last letters count.
bool follows_task_word(std::string_view text, std::size_t at, const Languages& languages) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '#' || text[at - 1] == ':')) --at;
  const auto before = text.substr(0, at);
  auto start = before.find_last_of(' ');
  auto word = before.substr(start == std::string_view::npos ? 0 : start + 1);
  if (languages.is_task_word(word)) return true;
  if (start != std::string_view::npos && start > 0) { // "task id 3704"
    const auto earlier = before.find_last_of(' ', start - 1);
    if (languages.is_task_word(before.substr(earlier == std::string_view::npos ? 0 : earlier + 1))) return true;
  }
  for (std::size_t letters = 2; letters <= 4; ++letters)
    if (constexpr std::size_t wide = 3;
        word.size() > letters * wide && languages.is_task_word(word.substr(word.size() - letters * wide)))
      return true;
  return false;
}

/// "3704, 3705 and 3706": only signs and one short word between.
bool continues_list(std::string_view between) {
  const auto words = folded_words(between);
  return between.size() <= 8 && (words.empty() || words.size() <= 3) && words.find(' ') == std::string::npos &&
         std::none_of(words.begin(), words.end(), is_digit);
}

} // namespace

TasksById tasks_by_id(const Playbook& playbook) {
  TasksById tasks;
  for (const auto& step : playbook.steps)
    for (const auto& task : step.tasks) tasks.emplace(task.id.text(), &task);
  return tasks;
}

std::vector<Mention> find_mentions(const LintInput& input, const std::vector<LintLeaf>& leaves,
                                   const TasksById& tasks) {
  std::vector<Mention> mentions;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::string& text = leaves[i].plain;
    std::size_t last_end = std::string::npos; ///< of the mention before, in the same leaf
    for (std::size_t at = 0; at < text.size();) {
      if (!is_digit(text[at])) {
        ++at;
        continue;
      }
      const auto from = at;
      while (at < text.size() && is_digit(text[at])) ++at;
      if (at - from < shortest_id || at - from > longest_id || !stands_alone(text, from, at)) continue;
      const auto id = text.substr(from, at - from);
      const auto known = tasks.find(id);
      const bool begins_item = leaves[i].item && from == 0 && at < text.size() && text[at] == ' ';
      const bool named =
          follows_task_word(text, from, input.languages) ||
          (last_end != std::string::npos && continues_list(std::string_view(text).substr(last_end, from - last_end)));
      if (known == tasks.end() && !named) continue;
      mentions.push_back({i, from, at, TaskId(id), known == tasks.end() ? nullptr : known->second, begins_item});
      last_end = at;
    }
  }
  return mentions;
}

std::vector<Word> words_of(std::string_view text, std::size_t from, std::size_t most) {
  std::vector<Word> words;
  Word word;
  for (auto at = from; at <= text.size() && words.size() < most;) {
    const auto byte = at < text.size() ? static_cast<unsigned char>(text[at]) : static_cast<unsigned char>(' ');
    if (auto end = end_of_ascii_word(text, at); end > at) { // what most words are, whole
      if (word.text.empty()) word.from = at;
      word.text += text::lowered(text.substr(at, end - at));
      word.to = at = end;
      continue;
    }
    const auto [value, length] = byte < 0x80 ? CodePoint{byte, 1} : code_point_at(text, at);
    const auto code = folded(value);
    const bool is_letter = byte >= 0x80 && !folded_words(text.substr(at, length)).empty();
    if (is_letter) {
      if (word.text.empty()) word.from = at;
      if (code < 0x80)
        word.text += static_cast<char>(code);
      else
        append_utf8(word.text, code);
      word.to = at + length;
    } else if (code != 0 && !word.text.empty()) {
      words.push_back(std::move(word));
      word = {};
    }
    at += length;
  }
  return words;
}

bool is_nearly(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() < 4 || b.size() < 4 || a.size() > 24 || b.size() > 24) return false;
  const auto apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (apart > 1) return false;
  // The same beginning and the same end leave at most one letter on either side, or two that are swapped.
  const auto shorter = std::min(a.size(), b.size());
  std::size_t front = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  const auto left_a = a.size() - front - back;
  const auto left_b = b.size() - front - back;
  return (left_a <= 1 && left_b <= 1) ||
         (left_a == 2 && left_b == 2 && a[front] == b[front + 1] && a[front + 1] == b[front]);
}

std::size_t common_words(const std::vector<Word>& a, const std::vector<Word>& b, Likeness likeness) {
  const auto alike = [&](const Word& left, const Word& right) {
    return likeness == Likeness::same ? left.text == right.text : is_nearly(left.text, right.text);
  };
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const auto& left : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto above = row[j + 1];
      row[j + 1] = alike(left, b[j]) ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

} // namespace handrail::playbook
