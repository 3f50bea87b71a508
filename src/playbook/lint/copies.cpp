// Unfinished copies: a description that only repeats its task's name, one that stands on two tasks, and the rest of
// another task's name left in a sentence.
#include "playbook/lint/mention.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace handrail::playbook {

namespace {

constexpr std::string_view code = "copy-unfinished";

/// "3706 Name - description. More." → the description's first sentence.
struct Description {
  const Mention* mention = nullptr;
  std::size_t from = 0, to = 0;
  std::vector<Word> words;
};

std::optional<Description> description_of(const Mention& mention, const LintLeaf& leaf) {
  if (!mention.leads || mention.task == nullptr) return std::nullopt;
  // The name may hold a dash of its own: what follows the table's name, else what follows the first dash.
  auto search = mention.to;
  const auto rest = std::string_view(leaf.plain).substr(std::min(mention.to + 1, leaf.plain.size()));
  if (folded(rest.substr(0, mention.task->name.size())) == folded(mention.task->name))
    search = mention.to + 1 + mention.task->name.size();
  const auto dash = leaf.plain.find(" - ", search);
  if (dash == std::string::npos) return std::nullopt;
  Description found{&mention, dash + 3, leaf.plain.size(), {}};
  found.to = std::min(leaf.plain.find(". ", found.from), found.to);
  found.words = words_of(leaf.plain.substr(0, found.to), found.from);
  return found;
}

bool repeats_name(const Description& description, std::vector<std::pair<std::string, std::string>>& slips) {
  const auto name = words_of(description.mention->task->name);
  if (name.size() < 2 || name.size() != description.words.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_nearly(name[i].text, description.words[i].text)) return false;
    if (name[i].text != description.words[i].text) slips.emplace_back(description.words[i].text, name[i].text);
  }
  return true;
}

void repeated_names(const LintInput& input, const std::vector<LintLeaf>& leaves,
                    const std::vector<Description>& descriptions, Findings& findings) {
  for (const auto& each : descriptions) {
    std::vector<std::pair<std::string, std::string>> slips;
    if (!repeats_name(each, slips)) continue;
    std::string message = fmt::format("the description of task {} only repeats its name", each.mention->id.text());
    for (const auto& [written, meant] : slips) message += fmt::format(", with “{}” for “{}”", written, meant);
    findings.push_back(leaf_finding(input, leaves[each.mention->leaf], each.from, each.to, Severity::warning, code,
                                    std::move(message), "say what the name does not"));
  }
}

void shared_descriptions(const LintInput& input, const std::vector<LintLeaf>& leaves,
                         const std::vector<Description>& descriptions, Findings& findings) {
  constexpr std::size_t fewest_words = 4;
  std::map<std::string, const Description*> first;
  for (const auto& each : descriptions) {
    if (each.words.size() < fewest_words) continue;
    std::string sentence;
    for (const auto& word : each.words) sentence += word.text + " ";
    const auto [known, is_new] = first.emplace(sentence, &each);
    if (is_new || known->second->mention->id == each.mention->id) continue;
    auto found = leaf_finding(input, leaves[each.mention->leaf], each.from, each.to, Severity::warning, code,
                              fmt::format("task {} is described in the words of task {}", each.mention->id.text(),
                                          known->second->mention->id.text()),
                              "describe what sets it apart");
    found.related.push_back(leaf_finding(input, leaves[known->second->mention->leaf], known->second->from,
                                         known->second->to, Severity::note, code, "")
                                .at);
    findings.push_back(std::move(found));
  }
}

/// Does `name` occur in `words` at `at` with at least `fewest` of its last words? Gives how many.
std::size_t tail_at(const std::vector<Word>& words, std::size_t at, const std::vector<Word>& name) {
  constexpr std::size_t fewest = 3;
  for (auto length = name.size() - 1; length >= fewest; --length) {
    const auto start = name.size() - length;
    bool same = at + length <= words.size();
    for (std::size_t i = 0; same && i < length; ++i) same = words[at + i].text == name[start + i].text;
    if (same) return length;
  }
  return 0;
}

/// "Task 1 Name of one, of two complete": the last words of another task's name behind a task's own.
void left_over_names(const LintInput& input, const std::vector<LintLeaf>& leaves, const std::vector<Mention>& mentions,
                     Findings& findings) {
  std::vector<std::pair<const Task*, std::vector<Word>>> names;
  for (const auto& step : input.playbook.steps)
    for (const auto& task : step.tasks)
      if (auto words = words_of(task.name); words.size() >= 4) names.emplace_back(&task, std::move(words));
  constexpr std::size_t most_work = 200'000;
  if (names.size() * mentions.size() > most_work) return;
  for (const auto& mention : mentions) {
    if (mention.task == nullptr || mention.leads) continue;
    const auto& text = leaves[mention.leaf].plain;
    const auto stop = std::min(text.find(". ", mention.to), text.size());
    const auto words = words_of(std::string_view(text).substr(0, stop), mention.to);
    const auto own = words_of(mention.task->name);
    // Behind the task's own name, which must stand there.
    bool named = own.size() <= words.size();
    for (std::size_t i = 0; named && i < own.size(); ++i) named = own[i].text == words[i].text;
    if (!named || own.size() == words.size()) continue;
    for (const auto& [task, name] : names) {
      if (task->id == mention.task->id) continue;
      const auto length = tail_at(words, own.size(), name);
      if (length == 0) continue;
      auto found = leaf_finding(input, leaves[mention.leaf], words[own.size()].from, words[own.size() + length - 1].to,
                                Severity::warning, code,
                                fmt::format("these words of task {} “{}” were left behind the name of task {}",
                                            task->id.text(), task->name, mention.id.text()),
                                "take them out");
      found.related.push_back(task->at);
      findings.push_back(std::move(found));
      break;
    }
  }
}

} // namespace

void lint_copies(const LintInput& input, const std::vector<LintLeaf>& leaves, const std::vector<Mention>& mentions,
                 Findings& findings) {
  std::vector<Description> descriptions;
  for (const auto& mention : mentions)
    if (auto found = description_of(mention, leaves[mention.leaf])) descriptions.push_back(std::move(*found));
  repeated_names(input, leaves, descriptions, findings);
  shared_descriptions(input, leaves, descriptions, findings);
  left_over_names(input, leaves, mentions, findings);
}

} // namespace handrail::playbook
