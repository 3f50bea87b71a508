// The sample playbooks have the facts of the documents they stand for, and none of their sentences. The documents are
// not part of the project: without them (HANDRAIL_SEEDS, or ../shared/seeds) these tests are skipped.

#include "support/files.h"
#include "support/originals.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using handrail::testing::originals;
using handrail::testing::read_whole;

std::vector<std::string> texts_below(const fs::path& folder) {
  std::vector<std::string> texts;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) texts.push_back(read_whole(entry.path()));
  return texts;
}

/// A table row that begins with a task id: its cells, trimmed; none for any other line.
std::vector<std::string> task_row(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  std::string cell;
  std::getline(in, cell, '|');
  while (std::getline(in, cell, '|')) {
    const auto from = cell.find_first_not_of(" \t\r");
    const auto to = cell.find_last_not_of(" \t\r");
    if (from != std::string::npos) cells.push_back(cell.substr(from, to - from + 1));
  }
  const bool is_task =
      !cells.empty() && cells.front().size() == 4 &&
      std::all_of(cells.front().begin(), cells.front().end(), [](unsigned char c) { return std::isdigit(c); });
  return is_task ? cells : std::vector<std::string>{};
}

std::set<std::vector<std::string>> task_rows(const std::vector<std::string>& texts) {
  std::set<std::vector<std::string>> rows;
  for (const auto& text : texts) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
      if (auto row = task_row(line); !row.empty()) rows.insert(std::move(row));
  }
  return rows;
}

bool names_things(const std::string& line) {
  static const std::regex name(
      "^(\\||#|[a-z.]+: ).*|.*(: \\*\\*|https?://).*"); // tables, headings, front matter; labels, links
  return std::regex_match(line, name);
}

/// The words of the prose, lowered; lines that only name things are left out.
std::vector<std::string> prose_words(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (names_things(line)) {
      words.emplace_back("|"); // no run of words goes over it
      continue;
    }
    std::string word;
    for (const char c : line + " ") {
      const auto letter = static_cast<unsigned char>(c);
      if (std::isalnum(letter) != 0 || letter >= 0x80)
        word += static_cast<char>(std::tolower(letter));
      else if (!word.empty())
        words.push_back(std::move(word)), word.clear();
    }
  }
  return words;
}

std::set<std::string> runs_of(const std::vector<std::string>& words, std::size_t length) {
  std::set<std::string> runs;
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    std::string run;
    for (std::size_t k = i; k < i + length; ++k) run += words[k] + " ";
    if (run.find('|') == std::string::npos) runs.insert(std::move(run));
  }
  return runs;
}

class Originals : public ::testing::Test {
protected:
  void SetUp() override {
    if (!fs::is_directory(originals())) GTEST_SKIP() << originals() << " is not there";
  }
};

TEST_F(Originals, EveryTaskIsThereWithItsNameItsMOrOItsRoleAndItsServices) {
  const auto ours = task_rows(texts_below("workspaces/fasttrack/playbooks"));
  const auto theirs = task_rows(texts_below(originals()));
  EXPECT_EQ(theirs.size(), 15U);
  for (const auto& row : theirs) EXPECT_EQ(ours.count(row), 1U) << ::testing::PrintToString(row);
}

TEST_F(Originals, NoSentenceIsCopied) {
  // Nine words in a row are a sentence of somebody's; a task's name and what goes with it are shorter.
  constexpr std::size_t length = 9;
  std::set<std::string> theirs;
  for (const auto& text : texts_below(originals())) theirs.merge(runs_of(prose_words(text), length));
  for (const auto& text : texts_below("workspaces/fasttrack/playbooks"))
    for (const auto& run : runs_of(prose_words(text), length)) EXPECT_EQ(theirs.count(run), 0U) << run;
}

} // namespace
