#include "web/tenant/coverage_marks.h"

#include "playbook/coverage/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace handrail::web {

using playbook::CoveredSentence;
using playbook::Standing;

CoverageMarks::CoverageMarks(const playbook::Playbook& book) : book_(book) {
  if (book.coverage == nullptr) return;
  for (const auto& chapter : book.coverage->chapters)
    for (const auto& sentence : chapter.sentences) by_line_[sentence.at.line].push_back(&sentence);
}

void CoverageMarks::show(View& leaf, const playbook::Block& block) const {
  std::array<std::size_t, playbook::standings.size()> counts{};
  std::vector<Standing> runs; // sentences that follow each other and stand alike share a mark
  const auto end = by_line_.upper_bound(std::max(block.last_line, block.at.line));
  for (auto line = by_line_.lower_bound(block.at.line); line != end; ++line)
    for (const CoveredSentence* sentence : line->second) {
      if (sentence->at.file != block.at.file || sentence->form == CoveredSentence::Form::task) continue;
      ++counts.at(static_cast<std::size_t>(sentence->standing));
      if (runs.empty() || runs.back() != sentence->standing) runs.push_back(sentence->standing);
    }
  if (std::all_of(runs.begin(), runs.end(), [](Standing each) { return each == Standing::guidance; })) return;
  std::string words;
  for (const Standing standing : playbook::standings)
    if (const auto count = counts.at(static_cast<std::size_t>(standing)); count > 0)
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, playbook::to_text(standing));
  if (runs.size() == 1 && counts.at(static_cast<std::size_t>(runs.front())) == 1)
    words = playbook::to_text(runs.front());
  View& gutter = leaf.add("gutter").set("words", words);
  for (const Standing standing : runs) gutter.add("mark").set("standing", std::string(playbook::to_text(standing)));
}

void CoverageMarks::show_legend(View& document) const {
  if (book_.coverage == nullptr) return;
  const auto& totals = book_.coverage->totals;
  View& legend = document.add("legend");
  for (const Standing standing : {Standing::enforced, Standing::tracked, Standing::unclaimed})
    legend.add("standing")
        .set("name", std::string(playbook::to_text(standing)))
        .set("words", fmt::format("{} {}", totals.of(standing), playbook::to_text(standing)));
  legend.set("guidance", fmt::format("no mark: {} guidance", totals.of(Standing::guidance)));
}

} // namespace handrail::web
