#include "playbook/coverage/coverage_report.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace handrail::playbook {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::size_t line_width = 100; // columns for a sentence

std::string_view colour_of(Standing standing) {
  switch (standing) {
    case Standing::enforced: return "\x1b[32m";
    case Standing::tracked: return "\x1b[36m";
    case Standing::guidance: return "\x1b[2m";
    case Standing::unclaimed: return "\x1b[1;33m";
  }
  return reset;
}

/// Lines of about line_width columns, broken at blanks; where there are none, between letters.
std::vector<std::string> wrapped(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0, width = 0;
  std::optional<std::size_t> blank;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = code_point_at(text, at);
    constexpr std::uint32_t wide_from = 0x1100;
    if (code == ' ') blank = at;
    width += code >= wide_from ? 2 : 1;
    if (width > line_width && at > from) {
      const auto end = blank && *blank > from ? *blank : at;
      lines.push_back(text.substr(from, end - from));
      from = end;
      while (from < text.size() && text[from] == ' ') ++from;
      at = from;
      width = 0;
      blank.reset();
      continue;
    }
    at += length;
  }
  if (from < text.size() || lines.empty()) lines.push_back(text.substr(from));
  return lines;
}

class Writer {
public:
  explicit Writer(bool colours) : colours_(colours) {}

  void line(std::string_view text) { out_.append(text).append("\n"); }
  std::string in(std::string_view colour, std::string_view text) const {
    return colours_ ? fmt::format("{}{}{}", colour, text, reset) : std::string(text);
  }
  std::string take() { return std::move(out_); }

  void legend() {
    std::string signs;
    for (const auto standing : standings)
      signs += fmt::format("{}{} {}", signs.empty() ? "" : "   ", in(colour_of(standing), sign_of(standing)),
                           to_text(standing));
    line(signs);
  }

  void chapter(const Playbook& playbook, const CoveredChapter& chapter) {
    if (!chapter.title.empty())
      line(fmt::format("\n{}{}",
                       in(bold, fmt::format("{} {}", std::string(static_cast<std::size_t>(chapter.level), '#'),
                                            terminal_text(chapter.title))),
                       chapter.counted ? "" : in(dim, "  (not counted)")));
    for (const auto& sentence : chapter.sentences) this->sentence(playbook, sentence);
  }

  void sentence(const Playbook& playbook, const CoveredSentence& covered) {
    const std::string indent(covered.depth > 1 ? 2 * static_cast<std::size_t>(covered.depth - 1) : 0, ' ');
    std::string_view mark = covered.depth > 0 ? "- " : "";
    if (covered.form == CoveredSentence::Form::checklist_item) mark = "[ ] ";
    if (covered.form == CoveredSentence::Form::task) mark = "| ";
    const std::string hanging(indent.size() + mark.size(), ' ');
    const auto lines = wrapped(terminal_text(covered.text));
    const auto sign = in(colour_of(covered.standing), sign_of(covered.standing));
    line(fmt::format("{:>5} {}  {}{}{}", playbook.line_in_file(covered.at), sign, indent, mark, lines.front()));
    for (std::size_t i = 1; i < lines.size(); ++i) line(fmt::format("         {}{}", hanging, lines[i]));
    const auto why = reason(playbook, covered);
    if (!why.empty()) line(fmt::format("         {}{}", hanging, in(dim, why)));
  }

  void totals(const CoverageTotals& totals) {
    std::string counts;
    for (const auto standing : standings)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", totals.of(standing), to_text(standing));
    if (totals.marked > 0) counts += fmt::format(" ({} of the guidance marked so)", totals.marked);
    line(fmt::format("{} % accounted for: of {} sentence{} {}", totals.percent(), totals.all(),
                     totals.all() == 1 ? "" : "s", counts));
  }

private:
  static std::string reason(const Playbook& playbook, const CoveredSentence& covered) {
    if (covered.standing == Standing::unclaimed)
      return fmt::format("↑ it says “{}”, and no rule cites it", covered.order);
    if (covered.marked)
      return fmt::format("↑ marked as guidance in line {}", playbook.line_in_file(covered.claims.front().at));
    std::string rules;
    for (const auto& claim : covered.claims)
      rules += fmt::format("{}{} {}", rules.empty() ? "↑ " : ", ", terminal_text(claim.rule),
                           playbook.line_in_file(claim.at));
    return rules;
  }

  bool colours_;
  std::string out_;
};

Json totals_json(const CoverageTotals& totals) {
  Json json{{"sentences", totals.all()}};
  for (const auto standing : standings) json[std::string(to_text(standing))] = totals.of(standing);
  json["marked"] = totals.marked;
  json["percent"] = totals.percent();
  return json;
}

std::string_view form_text(CoveredSentence::Form form) {
  constexpr std::array<std::string_view, 6> words{"sentence", "item", "checklist item", "label", "task", "next step"};
  return words.at(static_cast<std::size_t>(form));
}

Json sentence_json(const Playbook& playbook, const CoveredSentence& covered) {
  Json rules = Json::array();
  for (const auto& claim : covered.claims)
    rules.push_back({{"rule", claim.rule}, {"file", claim.at.file}, {"line", claim.at.line}});
  return {{"standing", to_text(covered.standing)},
          {"form", form_text(covered.form)},
          {"text", covered.text},
          {"line", playbook.line_in_file(covered.at)},
          {"file", covered.at.file},
          {"column", covered.at.column},
          {"order", covered.order},
          {"marked", covered.marked},
          {"rules", std::move(rules)}};
}

} // namespace

std::string terminal_text(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = code_point_at(text, at);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    if (control)
      shown += ' ';
    else if (!is_invisible(code))
      append_utf8(shown, code);
    at += length;
  }
  return shown;
}

std::string to_text(const CoveredPlaybook& covered, bool colours) {
  Writer writer(colours);
  writer.line(writer.in(bold, fmt::format("{}: {}", covered.playbook.file, terminal_text(covered.playbook.title))));
  writer.legend();
  for (const auto& chapter : covered.coverage.chapters) writer.chapter(covered.playbook, chapter);
  writer.line("");
  writer.totals(covered.coverage.totals);
  return writer.take();
}

std::string to_text(const std::vector<CoveredPlaybook>& covered, bool colours) {
  Writer writer(colours);
  CoverageTotals sum;
  for (const auto& [playbook, coverage] : covered) {
    writer.line(writer.in(bold, playbook.file));
    writer.totals(coverage.totals);
    for (const auto& chapter : coverage.chapters)
      for (const auto& sentence : chapter.sentences)
        if (sentence.standing == Standing::unclaimed) writer.sentence(playbook, sentence);
    writer.line("");
    sum.add(coverage.totals);
  }
  writer.line(writer.in(bold, fmt::format("{} playbooks", covered.size())));
  writer.totals(sum);
  return writer.take();
}

std::string to_json(const std::vector<CoveredPlaybook>& covered) {
  Json playbooks = Json::array();
  CoverageTotals sum;
  for (const auto& [playbook, coverage] : covered) {
    Json chapters = Json::array();
    for (const auto& chapter : coverage.chapters) {
      Json sentences = Json::array();
      for (const auto& sentence : chapter.sentences) sentences.push_back(sentence_json(playbook, sentence));
      chapters.push_back({{"title", chapter.title},
                          {"line", playbook.line_in_file(chapter.at)},
                          {"level", chapter.level},
                          {"counted", chapter.counted},
                          {"sentences", std::move(sentences)}});
    }
    playbooks.push_back({{"id", playbook.id.text()},
                         {"file", playbook.file},
                         {"title", playbook.title},
                         {"totals", totals_json(coverage.totals)},
                         {"chapters", std::move(chapters)}});
    sum.add(coverage.totals);
  }
  const Json all{{"playbooks", std::move(playbooks)}, {"totals", totals_json(sum)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace handrail::playbook
