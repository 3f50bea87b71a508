// Tasks that the prose names otherwise than their table, names that no table has, and tasks that no sentence mentions.
#include "playbook/lint/mention.h"

#include "core/text.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <unordered_map>

namespace handrail::playbook {

namespace {

constexpr std::string_view dash = " - ";
constexpr std::size_t longest_shown = 70;

/// A text folded, and where each of its bytes ends up: for comparing the start of one text with another.
bool starts_with_name(std::string_view rest, std::string_view name) {
  const auto wanted = folded(name);
  const auto text = folded(rest.substr(0, std::min(rest.size(), name.size() * 3 + 16)));
  if (wanted.empty() || text.compare(0, wanted.size(), wanted) != 0) return false;
  return text.size() == wanted.size() || folded_words(text.substr(wanted.size(), 1)).empty() ||
         static_cast<unsigned char>(text[wanted.size()]) >= 0x80;
}

/// A name begins like many words, and is long: the search may skip most of a text.
bool occurs(std::string_view name, std::string_view text) {
  return std::search(text.begin(), text.end(), std::boyer_moore_horspool_searcher(name.begin(), name.end())) !=
         text.end();
}

/// What may stand between an id and a name, or around a name: blanks, dashes, quotes, a parenthesis.
constexpr std::array<std::string_view, 13> opening_signs{" ", ":", "-", "–", "—",  "(", "\"",
                                                         "'", "“", "‘", "«", "「", "（"};
constexpr std::array<std::string_view, 6> closing_quotes{"\"", "'", "”", "’", "»", "」"};

std::size_t start_of_name(std::string_view text, std::size_t from) {
  for (bool moved = true; moved;) {
    moved = false;
    for (const auto sign : opening_signs)
      if (text.substr(from, sign.size()) == sign) from += sign.size(), moved = true;
  }
  return from;
}

/// Where a name that is not the task's ends: at " - ", a colon, the parenthesis it stands in, or the sentence's end.
std::size_t end_of_name(std::string_view text, std::size_t from) {
  auto end = text.size();
  const auto open = text.find('(', from);
  if (const auto close = text.find(')', from); close != std::string_view::npos && close < open) end = close;
  for (const std::string_view stop : {dash, std::string_view(" – "), std::string_view(": "), std::string_view(". ")})
    end = std::min(end, text.find(stop, from));
  while (end > from && (text[end - 1] == '.' || text[end - 1] == ' ')) --end;
  return end;
}

class Checker {
public:
  Checker(const LintInput& input, const std::vector<LintLeaf>& leaves, const TasksById& tasks, Findings& findings)
      : input_(input), leaves_(leaves), findings_(findings), tasks_(tasks) {
    for (const auto& step : input.playbook.steps)
      for (const auto& task : step.tasks) {
        names_.push_back({&task, words_of(task.name)});
        if (!names_.back().words.empty()) names_by_first_word_.emplace(names_.back().words.front().text, &task);
        ids_by_name_[folded(task.name)].push_back(task.id.text());
      }
    for (const auto& leaf : leaves)
      if (leaf.heading) headings_.insert(folded(leaf.plain));
  }

  void check(const std::vector<Mention>& mentions, std::vector<ForeignTask>& foreign) {
    for (const auto& mention : mentions) {
      if (mention.task == nullptr) {
        add_foreign(mention, foreign);
        continue;
      }
      mentioned_.insert(mention.id.text());
      if (!name_before_id(mention)) name_after_id(mention);
    }
    emphasised_names();
    plain_names();
    unmentioned_tasks();
  }

private:
  void add_foreign(const Mention& mention, std::vector<ForeignTask>& foreign) {
    const auto& leaf = leaves_[mention.leaf];
    const auto found = leaf_finding(input_, leaf, mention.from, mention.to, Severity::warning, "", "");
    foreign.push_back({mention.id, found.source_line, found.at});
  }

  void differs(const LintLeaf& leaf, std::size_t from, std::size_t to, const Task& task) {
    const auto written = text::shortened(std::string_view(leaf.plain).substr(from, to - from), longest_shown);
    auto found = leaf_finding(input_, leaf, from, to, Severity::warning, "task-name-differs",
                              fmt::format("task {} is “{}” in its table, and “{}” here", task.id.text(),
                                          text::shortened(task.name, longest_shown), squeezed(written)),
                              "use one name in both places");
    found.related.push_back(task.at);
    findings_.push_back(std::move(found));
  }

  /// "“Name” (3704)", "**Name** (task 3704)": is there one, right or wrong?
  bool name_before_id(const Mention& mention) {
    const auto& leaf = leaves_[mention.leaf];
    constexpr std::size_t longest = 12; // "(task id 3704"
    const auto text = std::string_view(leaf.plain).substr(0, mention.from);
    const auto from_end = text.size() - std::min(text.size(), longest);
    const auto found = text.substr(from_end).rfind('(');
    const auto open = found == std::string_view::npos ? found : from_end + found;
    // The parenthesis holds the id alone, perhaps with a word for "task" before it.
    const bool alone = mention.to < leaf.plain.size() && leaf.plain[mention.to] == ')';
    if (!alone || open == std::string_view::npos || open == 0) return false;
    const auto before = text::trimmed(text.substr(0, open));
    const auto name = name_at_end(leaf, before);
    if (name.empty()) return false;
    if (folded(name) == folded(mention.task->name)) return true;
    const auto own = words_of(mention.task->name);
    if (common_words(words_of(name), own, Likeness::nearly) * 2 < own.size()) return false;
    const auto from = static_cast<std::size_t>(name.data() - leaf.plain.data());
    differs(leaf, from, from + name.size(), *mention.task);
    return true;
  }

  /// The quoted or emphasised words that end `text`, the beginning of the leaf's.
  static std::string_view name_at_end(const LintLeaf& leaf, std::string_view text) {
    for (const auto& part : leaf.text.content().emphasis)
      if (part.to == text.size()) return text.substr(part.from);
    for (const auto quote : closing_quotes) {
      if (text.size() <= quote.size() || text.substr(text.size() - quote.size()) != quote) continue;
      const auto inside = text.substr(0, text.size() - quote.size());
      std::size_t start = 0;
      for (const auto sign : opening_signs) {
        const auto at = sign == " " || sign == ":" || sign == "-" ? std::string_view::npos : inside.rfind(sign);
        if (at != std::string_view::npos) start = std::max(start, at + sign.size());
      }
      return start == 0 ? std::string_view{} : inside.substr(start);
    }
    return {};
  }

  /// What follows an id must be the task's name, if it is a name.
  void name_after_id(const Mention& mention) {
    const auto& leaf = leaves_[mention.leaf];
    const auto& name = mention.task->name;
    const auto from = start_of_name(leaf.plain, mention.to);
    const auto rest = std::string_view(leaf.plain).substr(from);
    if (name.empty() || rest.empty()) return;
    if (starts_with_name(rest, name)) {
      if (mention.leads) name_with_addition(mention, from);
      return;
    }
    const auto end = end_of_name(leaf.plain, from);
    const auto name_words = words_of(name);
    const auto written = words_of(std::string_view(leaf.plain).substr(from, std::min(end - from, name.size() * 3)));
    const auto shared = common_words(name_words, written);
    // "3706 Disengaged … - why" is a name; "Mark task 3706 complete" is not.
    const bool is_named = mention.leads && end < leaf.plain.size() && shared > 0;
    auto beginning = written;
    beginning.resize(std::min(written.size(), name_words.size() + 1));
    // A name begins with one of its words, a sentence about the task with a verb of its own.
    const bool begins_as_name =
        !written.empty() && std::any_of(name_words.begin(), name_words.end(),
                                        [&](const Word& word) { return is_nearly(word.text, written.front().text); });
    const bool resembles = begins_as_name && common_words(name_words, beginning) * 3 >= name_words.size() * 2;
    if (!is_named && !resembles && !is_other_name(rest, *mention.task)) return;
    const auto last = mention.leads ? end : std::min(end, end_of_words(leaf.plain, from, name_words.size()));
    differs(leaf, from, last, *mention.task);
  }

  static std::size_t end_of_words(const std::string& text, std::size_t from, std::size_t count) {
    const auto words = words_of(text, from);
    return words.empty() ? text.size() : words[std::min(count, words.size()) - 1].to;
  }

  /// Only names with the same first word are compared, and only so many: a text may be made of near misses.
  bool is_other_name(std::string_view rest, const Task& own) {
    constexpr std::size_t enough_for_a_word = 80;
    const auto words = words_of(rest.substr(0, std::min(rest.size(), enough_for_a_word)), 0, 1);
    if (words.empty()) return false;
    const auto [first, last] = names_by_first_word_.equal_range(words.front().text);
    for (auto at = first; at != last && comparisons_ > 0; ++at, --comparisons_)
      if (at->second != &own && at->second->name.size() >= 8 && starts_with_name(rest, at->second->name)) return true;
    return false;
  }

  /// "3705 Name (and something that is not in the table) - description"
  void name_with_addition(const Mention& mention, std::size_t from) {
    const auto& leaf = leaves_[mention.leaf];
    const auto end = leaf.plain.find(dash, from);
    if (end == std::string::npos || end <= from) return;
    const auto written = folded(std::string_view(leaf.plain).substr(from, end - from));
    const auto name = folded(mention.task->name);
    if (written.size() > name.size() && written.compare(name.size(), 2, " (") == 0)
      differs(leaf, from, end, *mention.task);
  }

  /// Set in bold or italics, a name is meant as one: the nearest task's must be it.
  void emphasised_names() {
    for (const auto& leaf : leaves_) {
      if (leaf.heading) continue;
      for (const auto& part : leaf.text.content().emphasis) {
        const auto text = std::string_view(leaf.plain).substr(part.from, part.to - part.from);
        if (text.size() >= 8 && text.size() <= 200) emphasised(leaf, part, text);
      }
    }
  }

  void emphasised(const LintLeaf& leaf, const Emphasis& part, std::string_view text) {
    const auto whole = folded(text);
    if (const auto same = ids_by_name_.find(whole); same != ids_by_name_.end()) {
      mentioned_.insert(same->second.begin(), same->second.end());
      return;
    }
    const auto words = words_of(text);
    if (words.size() < 3) return;
    const Name* nearest = nullptr;
    std::size_t most = 0;
    for (const auto& name : names_) {
      const auto longer = std::max(words.size(), name.words.size());
      if (std::min(words.size(), name.words.size()) * 4 < longer * 3 || comparisons_ == 0) continue;
      --comparisons_;
      const auto shared = common_words(words, name.words, Likeness::nearly);
      if (shared >= 3 && shared * 4 >= longer * 3 && shared > most) nearest = &name, most = shared;
    }
    if (nearest == nullptr || headings_.contains(whole)) return;
    mentioned_.insert(nearest->task->id.text());
    differs(leaf, part.from, part.to, *nearest->task);
  }

  /// A name may stand in a sentence without its id and without emphasis.
  void plain_names() {
    constexpr std::size_t most_work = 100'000'000; // bytes searched; beyond, ids and emphasis alone count as mentions
    std::string all;
    for (const auto& [id, task] : tasks_) {
      if (mentioned_.contains(id)) continue;
      if (all.empty())
        for (const auto& leaf : leaves_) all += ' ' + folded_words(leaf.plain) + " \n";
      if (all.size() * tasks_.size() > most_work) return;
      const auto name = folded_words(task->name);
      // Scripts without blanks between words have no word boundaries to look for.
      const bool is_latin =
          std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      const bool could_be_any_word =
          is_latin && (name.size() < 4 || (name.find(' ') == std::string::npos && name.size() < 8));
      if (!name.empty() && !could_be_any_word && occurs(is_latin ? ' ' + name + ' ' : name, all)) mentioned_.insert(id);
    }
  }

  /// Where a step's prose names some of its tasks, it names all of them.
  void unmentioned_tasks() {
    const auto mentioned = mentioned_;
    for (const auto& step : input_.playbook.steps) {
      const bool names_some = std::any_of(step.tasks.begin(), step.tasks.end(),
                                          [&](const Task& task) { return mentioned.contains(task.id.text()); });
      if (!names_some) continue;
      for (const auto& task : step.tasks)
        if (mentioned_.insert(task.id.text()).second) unmentioned(task);
    }
  }

  void unmentioned(const Task& task) {
    Diagnostic found{"task-not-in-prose",
                     Severity::warning,
                     task.at,
                     fmt::format("no sentence mentions task {} “{}”, as others of its step are", task.id.text(),
                                 text::shortened(task.name, longest_shown)),
                     "say in the step's text when it is to be done",
                     {},
                     {}};
    for (const auto& line : input_.document.source.lines)
      if (line.number == task.at.line && input_.document.source.files()[line.file] == task.at.file)
        found.source_line = line.raw;
    findings_.push_back(std::move(found));
  }

  struct Name {
    const Task* task = nullptr;
    std::vector<Word> words;
  };

  const LintInput& input_;
  const std::vector<LintLeaf>& leaves_;
  Findings& findings_;
  const TasksById& tasks_;
  std::vector<Name> names_;
  std::unordered_multimap<std::string, const Task*> names_by_first_word_;
  std::unordered_map<std::string, std::vector<std::string>> ids_by_name_; ///< by folded name
  std::set<std::string> headings_;    ///< folded: a step's name in bold is no task's
  std::size_t comparisons_ = 100'000; ///< of words with names; what is beyond is not compared
  std::set<std::string> mentioned_;
};

} // namespace

void lint_task_names(const LintInput& input, const std::vector<LintLeaf>& leaves, const TasksById& tasks,
                     const std::vector<Mention>& mentions, Findings& findings, std::vector<ForeignTask>& foreign) {
  Checker(input, leaves, tasks, findings).check(mentions, foreign);
}

} // namespace handrail::playbook
