// Suggestions held against the sample workspace: they compile where they are pasted, and they find most of what the
// originals of the sample playbooks order. The originals are not part of the project; without them those tests are
// skipped, and only numbers are compared.

#include "cli/command.h"
#include "core/file.h"
#include "support/files.h"
#include "support/golden.h"
#include "support/originals.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using handrail::cli::Exit;
using handrail::testing::matches_golden;
using handrail::testing::read_whole;
using handrail::testing::run_handrail;
using ::testing::HasSubstr;
using Json = nlohmann::json;

const std::string fixture = "tests/fixtures/suggest/farewell.md";
const std::string workspace = "workspaces/fasttrack";

Json suggestions_for(const std::string& file) {
  const auto ran = run_handrail({"suggest", "--format", "json", "--workspace", workspace, file});
  EXPECT_EQ(ran.status, Exit::success) << ran.err;
  return Json::parse(ran.out);
}

/// The playbook with each block pasted at the end of its heading's text.
std::string pasted(const std::string& text, const Json& suggestions) {
  std::map<std::size_t, std::string> blocks; // by the heading's line
  for (const auto& block : suggestions["blocks"]) {
    auto& paste = blocks[block["line"].get<std::size_t>()];
    for (const auto& tick : block["ticks"]) paste += "\n- [ ] " + tick.get<std::string>();
    paste += "\n\n```rules\n" + block["yaml"].get<std::string>() + "```\n\n";
  }
  std::istringstream in(text);
  std::string out, waiting;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const bool heading = line.rfind("## ", 0) == 0 || line.rfind("### ", 0) == 0;
    if (heading) out += waiting, waiting.clear();
    if (const auto block = blocks.find(number); block != blocks.end()) waiting = block->second;
    out += line + "\n";
  }
  return out + waiting;
}

/// Checks a copy of the sample workspace with this playbook in it. Returns the errors.
std::string errors_with(const std::string& playbook) {
  const handrail::testing::TemporaryFolder folder;
  fs::copy(workspace, folder.path() / "w", fs::copy_options::recursive);
  EXPECT_TRUE(handrail::write_file((folder.path() / "w/playbooks/pasted.md").string(), playbook));
  const auto ran = run_handrail({"check", "--format", "json", (folder.path() / "w").string()});
  const Json found = Json::parse(ran.out);
  std::string errors;
  for (const auto& each : found["diagnostics"])
    if (each["severity"] == "error")
      errors += each["code"].get<std::string>() + " " + each["message"].get<std::string>() + "\n";
  return errors;
}

std::string counts_of(const Json& suggestions) {
  std::string text;
  for (const auto& [kind, count] : suggestions["counts"].items())
    text += kind + " " + std::to_string(count.get<int>()) + "\n";
  return text + "not understood " + std::to_string(suggestions["unread"].size()) + "\n";
}

TEST(Suggest, HoldsNamesAgainstTheWorkspace) {
  const auto ran = run_handrail({"suggest", "--workspace", workspace, fixture});
  EXPECT_EQ(ran.status, Exit::success) << ran.err;
  EXPECT_TRUE(matches_golden("suggest/farewell.txt", ran.out));
}

TEST(Suggest, WorksWithoutAWorkspace) {
  const auto ran = run_handrail({"suggest", fixture});
  EXPECT_EQ(ran.status, Exit::success) << ran.err;
  EXPECT_TRUE(matches_golden("suggest/farewell-alone.txt", ran.out));
}

TEST(Suggest, WhatItSuggestsCompilesWhereItIsPasted) {
  const auto suggestions = suggestions_for(fixture);
  EXPECT_EQ(errors_with(pasted(read_whole(fixture), suggestions)), "");
}

TEST(Suggest, APlaybookWithItsRulesNeedsNone) {
  const auto suggestions = suggestions_for(workspace + "/playbooks/re-engagement-team-disengaged.md");
  EXPECT_TRUE(suggestions["unread"].empty());
}

TEST(Suggest, RefusesAFolder) {
  const auto ran = run_handrail({"suggest", workspace});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("name one playbook"));
}

class Original : public handrail::testing::OriginalPlaybook {};

TEST_P(Original, HasMostOfItsRulesSuggested) {
  EXPECT_TRUE(matches_golden(std::string("seeds/") + GetParam() + ".suggested.txt",
                             counts_of(suggestions_for(path_.string()))));
}

TEST_P(Original, CompilesWithThem) {
  const auto suggestions = suggestions_for(path_.string());
  EXPECT_EQ(errors_with(pasted(read_whole(path_), suggestions)), "");
}

INSTANTIATE_TEST_SUITE_P(Suggest, Original, ::testing::Values("000_403ef9f75b6544f6", "004_4fffe75755d2b5f1"));

} // namespace
