// The table of docs/spec/kinds-of-rules.md names what is there: paragraphs, sentences that rules cite, scenarios that
// hold and scenarios that refuse. That the scenarios themselves hold is tested beside the rest of the workspace's.
#include "core/text.h"
#include "support/files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;
namespace text = handrail::text;
using handrail::testing::read_whole;

const fs::path page = "docs/spec/kinds-of-rules.md";

struct Row {
  std::string kind;
  std::vector<std::string> paragraphs, sentences;
  fs::path playbook, holds, refuses;
};

/// All that the pattern's one group matches.
std::vector<std::string> all_of(const std::string& cell, const std::string& pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> all;
  for (std::sregex_iterator at(cell.begin(), cell.end(), wanted), end; at != end; ++at) all.push_back((*at)[1]);
  return all;
}

fs::path linked(const std::string& cell) {
  const auto links = all_of(cell, "\\]\\(([^)]+)\\)");
  EXPECT_EQ(links.size(), 1U) << cell;
  return links.empty() ? fs::path() : (page.parent_path() / links.front()).lexically_normal();
}

std::vector<Row> rows() {
  std::vector<Row> rows;
  for (const auto& line : all_of(read_whole(page), "\n(\\| \\d[^\n]+)")) {
    const auto cells = all_of(line, "\\| ([^|]+) (?=\\|)");
    EXPECT_EQ(cells.size(), 5U) << line;
    if (cells.size() != 5) continue;
    rows.push_back({cells[0], all_of(cells[1], "§ ([a-z]+-\\d+)"), all_of(cells[2], "“([^”]+)”"), linked(cells[2]),
                    linked(cells[3]), linked(cells[4])});
  }
  return rows;
}

/// The citations of a playbook's rules, one a line or in a list under `cites:`.
std::vector<std::string> citations(const fs::path& playbook) {
  std::vector<std::string> all;
  bool in_list = false;
  for (const auto& line : all_of(read_whole(playbook), "([^\n]*)\n")) {
    const std::string words(text::trimmed(line));
    if (words.starts_with("cites: ")) all.push_back(words.substr(7));
    if (in_list && words.starts_with("- ")) all.push_back(words.substr(2));
    in_list = words == "cites:" || (in_list && words.starts_with("- "));
  }
  return all;
}

/// The words that the denials of a scenario must cite.
std::vector<std::string> cited_by_denials(const fs::path& scenario) {
  return all_of(read_whole(scenario), "denied:[^}]*?cites: \"?([^\n}\"]+)");
}

TEST(KindsOfRules, AreFourteen) {
  std::set<int> numbers;
  for (const auto& row : rows()) numbers.insert(std::stoi(row.kind));
  EXPECT_EQ(numbers.size(), 14U);
  EXPECT_EQ(*numbers.rbegin(), 14);
}

TEST(KindsOfRules, EachHasItsParagraphs) {
  std::string spec;
  for (const auto& file : fs::directory_iterator(page.parent_path())) spec += read_whole(file.path());
  for (const auto& row : rows()) {
    EXPECT_FALSE(row.paragraphs.empty()) << row.kind;
    for (const auto& paragraph : row.paragraphs)
      EXPECT_NE(spec.find("**§ " + paragraph + "**"), std::string::npos) << row.kind << ": " << paragraph;
  }
}

TEST(KindsOfRules, EachHasASentenceThatARuleOfTheSampleCites) {
  for (const auto& row : rows()) {
    const auto cited = citations(row.playbook);
    EXPECT_FALSE(row.sentences.empty()) << row.kind;
    for (const auto& sentence : row.sentences)
      EXPECT_THAT(cited, ::testing::Contains(sentence)) << row.kind << ": " << row.playbook;
  }
}

TEST(KindsOfRules, EachHasAScenarioThatHoldsAndOneWhoseDenialCitesTheSentence) {
  for (const auto& row : rows()) {
    const auto expected = all_of(read_whole(row.holds), "\n  - (expect):");
    EXPECT_FALSE(expected.empty()) << row.kind << ": " << row.holds;
    const auto cited = cited_by_denials(row.refuses);
    const bool cites_it = std::any_of(cited.begin(), cited.end(), [&](const std::string& words) {
      return std::any_of(row.sentences.begin(), row.sentences.end(),
                         [&](const std::string& sentence) { return sentence.find(words) != std::string::npos; });
    });
    EXPECT_TRUE(cites_it) << row.kind << ": no denial of " << row.refuses << " cites the sentence";
  }
}

} // namespace
