// Lists that say something else than they mean: a note counted as a case, a case under its opposite, one queue in two
// assignment fields.
#include "playbook/lint/mention.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace handrail::playbook {

namespace {

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

void numbered_notes(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  constexpr std::array<std::string_view, 8> marks{
      "note:", "hinweis:", "nota:", "observacao:", "注:", "注意:", "备注:", "メモ:"};
  const auto is_note = [&](const LintLeaf& leaf) {
    const auto text = folded(std::string_view(leaf.plain).substr(0, 32));
    return std::any_of(marks.begin(), marks.end(), [&](auto mark) { return starts_with(text, mark); });
  };
  std::set<std::size_t> with_cases; // lists in which something else than notes stands
  for (const auto& leaf : leaves)
    if (leaf.ordered && !is_note(leaf)) with_cases.insert(leaf.list);
  for (const auto& leaf : leaves) {
    if (!leaf.ordered || !is_note(leaf)) continue;
    if (with_cases.contains(leaf.list))
      findings.push_back(leaf_finding(input, leaf, 0, leaf.plain.size(), Severity::warning, "note-in-list",
                                      "this note is numbered as one of the list's cases, and is none",
                                      "put it under the list, as `> [!NOTE]`"));
  }
}

/// "If an account team exists:" with "If there is no account team, …" among the items under it.
void opposite_cases(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  for (const auto& leaf : leaves) {
    if (!leaf.item || leaf.parents.empty() || leaf.plain.empty() || (leaf.plain[0] | 0x20) != 'i') continue;
    const auto& parent = leaves[leaf.parents.back()];
    const auto condition = folded(std::string_view(parent.plain).substr(0, 200));
    const auto text = folded(std::string_view(leaf.plain).substr(0, 200));
    const bool negated =
        starts_with(text, "if there is no ") || starts_with(text, "if there are no ") || starts_with(text, "if no ");
    const bool positive = starts_with(condition, "if ") && !condition.empty() && condition.back() == ':' &&
                          condition.find(" no ") == std::string::npos && condition.find(" not ") == std::string::npos;
    if (!negated || !positive) continue;
    const auto item_words = words_of(text.substr(0, text.find(',')));
    std::size_t shared = 0;
    for (const auto& word : words_of(condition))
      shared += word.text.size() >= 4 && std::any_of(item_words.begin(), item_words.end(),
                                                     [&](const Word& other) { return other.text == word.text; })
                    ? 1U
                    : 0U;
    if (shared < 2) continue;
    auto found = leaf_finding(input, leaf, 0, std::min(leaf.plain.find(','), leaf.plain.size()), Severity::warning,
                              "case-under-its-opposite", "this case stands in the list for its opposite",
                              "put it beside the list's condition, not under it");
    found.related.push_back(leaf_finding(input, parent, 0, parent.plain.size(), Severity::note, "", "").at);
    findings.push_back(std::move(found));
  }
}

/// Who is put in which field: "Add RM: *Queue*", and "*Queue*" under "RM field:".
struct Assignment {
  std::string field, holder;
  const LintLeaf* leaf = nullptr;
  std::size_t from = 0, to = 0;
};

bool is_abbreviation(std::string_view word) {
  return word.size() >= 2 && word.size() <= 4 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// The abbreviation right before a colon at the end of `text`, or before " field:".
std::string field_before(std::string_view text) {
  text = text::trimmed(text);
  if (text.empty() || text.back() != ':') return {};
  text.remove_suffix(1);
  constexpr std::string_view word = " field";
  if (text.size() > word.size() && text.substr(text.size() - word.size()) == word) text.remove_suffix(word.size());
  const auto blank = text.find_last_of(' ');
  const auto last = blank == std::string_view::npos ? text : text.substr(blank + 1);
  return is_abbreviation(last) ? std::string(last) : std::string{};
}

std::vector<Assignment> assignments(const std::vector<LintLeaf>& leaves) {
  std::vector<Assignment> found;
  for (const auto& leaf : leaves) {
    for (const auto& part : leaf.text.content().emphasis) {
      const auto holder = folded(std::string_view(leaf.plain).substr(part.from, part.to - part.from));
      if (holder.find(' ') == std::string::npos || holder.size() > 60) continue;
      auto field = field_before(std::string_view(leaf.plain).substr(0, part.from));
      const auto colon = leaf.plain.find(" field:");
      if (field.empty() && colon != std::string::npos && colon < part.from)
        field = field_before(std::string_view(leaf.plain).substr(0, colon + 7));
      if (field.empty() && !leaf.parents.empty()) field = field_before(leaves[leaf.parents.back()].plain);
      if (!field.empty()) found.push_back({std::move(field), holder, &leaf, part.from, part.to});
    }
  }
  return found;
}

/// "watchlist FM" names its field.
bool names_field(const Assignment& each) {
  const auto field = text::lowered(each.field);
  const auto words = words_of(each.holder);
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return word.text == field; });
}

void holders_in_two_fields(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  std::map<std::string, std::vector<Assignment>> by_holder;
  for (auto& each : assignments(leaves)) by_holder[each.holder].push_back(std::move(each));
  for (const auto& [holder, all] : by_holder) {
    std::map<std::string, std::size_t> counts;
    for (const auto& each : all) ++counts[each.field];
    if (counts.size() < 2) continue;
    const auto named = std::find_if(all.begin(), all.end(), names_field);
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto& right = named != all.end() ? named->field : most->first;
    const bool undecided = named == all.end() && std::count_if(counts.begin(), counts.end(), [&](const auto& each) {
                                                   return each.second == most->second;
                                                 }) > 1;
    if (undecided) continue; // a queue may well stand in two fields
    const auto correct =
        std::find_if(all.begin(), all.end(), [&](const Assignment& each) { return each.field == right; });
    for (const auto& each : all) {
      if (each.field == right) continue;
      const auto written = each.leaf->plain.substr(each.from, each.to - each.from);
      auto found =
          leaf_finding(input, *each.leaf, each.from, each.to, Severity::warning, "holder-in-two-fields",
                       fmt::format("“{}” is put in the field {} here, and in {} elsewhere", written, each.field, right),
                       fmt::format("is {} meant?", right));
      found.related.push_back(
          leaf_finding(input, *correct->leaf, correct->from, correct->to, Severity::note, "", "").at);
      findings.push_back(std::move(found));
    }
  }
}

} // namespace

void lint_lists(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  numbered_notes(input, leaves, findings);
  opposite_cases(input, leaves, findings);
  holders_in_two_fields(input, leaves, findings);
}

} // namespace handrail::playbook
