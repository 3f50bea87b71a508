// What the compiler promises beyond the fixtures that `check` and `show` are tested on: places, includes, safety,
// limits.
#include "playbook/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Languages& languages() {
  static const Languages words = built_in_languages();
  return words;
}

CompileResult compiled(std::map<std::string, std::string> files, const Vocabulary* vocabulary = nullptr) {
  return compile_playbook("pb/a.md", MemorySources(std::move(files)), languages(), vocabulary);
}
CompileResult compiled(std::string text) { return compiled({{"pb/a.md", std::move(text)}}); }

std::vector<std::string> codes(const CompileResult& result) {
  std::vector<std::string> found;
  for (const auto& each : result.diagnostics) found.push_back(each.code);
  return found;
}
const Diagnostic& with_code(const CompileResult& result, const std::string& code) {
  for (const auto& each : result.diagnostics)
    if (each.code == code) return each;
  static const Diagnostic none;
  ADD_FAILURE() << "there is no finding " << code;
  return none;
}

const std::string head = "# Title\n\n## Approach\n\n### Step\n\n";

TEST(Compile, PutsIncludesInTheirPlacesAndCountsLinesOfTheFileThatWasNamed) {
  const auto result =
      compiled({{"pb/a.md", head + "[!Include [Tasks](../parts/tasks.md)]\n"},
                {"parts/tasks.md", "---\ntitle: none of ours\n---\n[!INCLUDE [More](more.md)]\n"},
                {"parts/more.md", "| Task ID | Task Name | M/O |\n|-|-|-|\n| 8001 | Included | M |\n"}});
  ASSERT_EQ(result.playbook.steps.size(), 1U);
  ASSERT_EQ(result.playbook.steps[0].tasks.size(), 1U);
  const auto& task = result.playbook.steps[0].tasks[0];
  EXPECT_EQ(task.at.file, "parts/more.md");
  EXPECT_EQ(task.at.line, 3U);
  EXPECT_EQ(result.playbook.line_in_file(task.at), 7U);
  EXPECT_EQ(result.playbook.title, "Title");
}

TEST(Compile, NeverIncludesWhatIsOutsideTheRoot) {
  const auto result = compiled(
      head + "[!INCLUDE [x](../../../etc/passwd)]\n[!INCLUDE [x](/etc/passwd)]\n[!INCLUDE [x](..%2F..%2Fx)]\n");
  EXPECT_EQ(std::count_if(result.diagnostics.begin(), result.diagnostics.end(),
                          [](const auto& each) { return each.code == "include-outside-root"; }),
            3);
  EXPECT_THAT(result.playbook.includes, IsEmpty());
}

TEST(Compile, BreaksACircleOfIncludes) {
  const auto result = compiled({{"pb/a.md", head + "[!INCLUDE [x](b.md)]\n"}, {"pb/b.md", "[!INCLUDE [x](a.md)]\n"}});
  EXPECT_EQ(with_code(result, "include-cycle").at.file, "pb/b.md");
}

TEST(Compile, StopsIncludesThatMultiply) {
  std::map<std::string, std::string> files{{"pb/a.md", head + "[!INCLUDE [x](b0.md)]\n"}, {"pb/b8.md", "text\n"}};
  for (int i = 0; i < 8; ++i) {
    std::string twenty;
    for (int k = 0; k < 20; ++k) twenty += "[!INCLUDE [x](b" + std::to_string(i + 1) + ".md)]\n";
    files["pb/b" + std::to_string(i) + ".md"] = twenty;
  }
  EXPECT_TRUE(has_errors(compiled(files).diagnostics));
}

TEST(Compile, TakesAnIncludeBetweenBackquotesForCode) {
  const auto result = compiled(head + "Write `[!INCLUDE [x](none.md)]` or [!INCLUDE [y](b.md)].\n");
  EXPECT_THAT(codes(result), Contains("include-missing").Times(1));
  EXPECT_EQ(with_code(result, "include-missing").at.column, 36U);
}

TEST(Compile, LosesNoRowOfATableWithoutHeadingAndNoLetterOfAnId) {
  const auto result = compiled(head + "| 3014 | First | M | FM |\n|-|-|-|-|\n| 3015 | Second | O | FM |\n"
                                      "\nText.\n\n| Task ID | Task Name | M/O |\n|-|-|-|\n| FT-37.1 | Third | M |\n");
  ASSERT_EQ(result.playbook.steps.size(), 1U);
  std::vector<std::string> ids;
  for (const auto& task : result.playbook.steps[0].tasks) ids.push_back(task.id.text());
  EXPECT_THAT(ids, ElementsAre("3014", "3015", "FT-37.1"));
}

TEST(Compile, LosesNoChangeOfTheHistory) {
  const std::string changes = "Date | Who Changed | What Changed\n";
  const auto detached = compiled(head + "## Refresh Summary\n\n" + changes +
                                 "-|-|-\n1/2/2020 | A | x\n\n1/3/2020 | B | y\n\nA | B | C\n");
  EXPECT_EQ(detached.playbook.history.size(), 2U);
  EXPECT_EQ(with_code(detached, "table-row-detached").at.line, 13U);
  const auto without_dashes = compiled(head + "## Refresh Summary\n\n" + changes + "1/2/2020 | A | x\n");
  EXPECT_EQ(without_dashes.playbook.history.size(), 1U);
  EXPECT_EQ(with_code(without_dashes, "table-no-delimiter").at.line, 9U);
}

TEST(Compile, ReadsChangesWithoutAHeadingAndWithPipesInThem) {
  const auto result =
      compiled(head + "## Refresh Summary\n\n| 1/2/2020 | A | x |\n|-|-|-|\n| 1/3/2020 | B | y | z |\n");
  ASSERT_EQ(result.playbook.history.size(), 2U);
  EXPECT_EQ(result.playbook.history[0].change, "x");
  EXPECT_EQ(result.playbook.history[1].change, "y | z");
  EXPECT_EQ(with_code(result, "table-row-too-many-cells").at.line, 11U);
}

TEST(Compile, TakesTheLineUnderAHeadingForNoPartOfIt) {
  const auto result = compiled("Title\n=====\n\nApproach\n--------\n\nFirst\nstep\n----\nPrimary Role: **FM**\n");
  EXPECT_EQ(result.playbook.title, "Title");
  ASSERT_EQ(result.playbook.steps.size(), 1U);
  EXPECT_EQ(result.playbook.steps[0].title, "First step");
  EXPECT_THAT(result.playbook.steps[0].roles, ElementsAre("FM"));
}

TEST(Compile, TakesAnAddressForANextStepsTarget) {
  const auto result = compiled("# T\n\n## Next Steps\n\n- https://a.example/b\n- [One](a file.md)\n");
  ASSERT_EQ(result.playbook.next.size(), 2U);
  EXPECT_EQ(result.playbook.next[0].target, "https://a.example/b");
  EXPECT_EQ(result.playbook.next[1].title, "One");
  EXPECT_EQ(result.playbook.next[1].target, "a file.md");
  EXPECT_THAT(with_code(result, "link-broken").message, HasSubstr("a blank within the target"));
}

TEST(Compile, SaysOfAFileThatIsNotReadOnlyThat) {
  EXPECT_THAT(codes(compiled(std::string("\xFF\xFE#\0", 4))), ElementsAre("source-utf16"));
  EXPECT_THAT(codes(compiled("")), ElementsAre("file-empty"));
}

TEST(Compile, FindsACitedSentenceAcrossLinesEmphasisAndCase) {
  const auto result = compiled(
      head + "Close with a note that **begins\nwith** the *Reason*.\n\n> [!NOTE]\n> Only when\n> unmanaged.\n");
  const auto& prose = result.playbook.steps.at(0).prose;
  const auto found = find_sentence(prose, "a note that begins  with the reason");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, (SourceSpan{"pb/a.md", 7, 12, 20}));
  const auto quoted = find_sentence(prose, "only when unmanaged.");
  ASSERT_TRUE(quoted.has_value());
  EXPECT_EQ(quoted->line, 11U);
  EXPECT_FALSE(find_sentence(prose, "the reason. Only when").has_value())
      << "a sentence does not go on in another paragraph";
}

TEST(Compile, KeepsRuleFencesAsWrittenWithTheirPlace) {
  const auto result = compiled(head + "- item\n\n  ```rules\n  when: a = 1\n  tasks:\n    1: {}\n  ```\n");
  ASSERT_EQ(result.playbook.steps.at(0).rule_fences.size(), 1U);
  const auto& fence = result.playbook.steps[0].rule_fences[0];
  EXPECT_EQ(fence.text, "when: a = 1\ntasks:\n  1: {}\n");
  EXPECT_EQ(fence.at.line, 10U);
  EXPECT_EQ(fence.at.column, 3U);
}

TEST(Compile, NamesChecklistItemsByTheirWords) {
  const auto result =
      compiled(head + "- [ ] Tell the **account team** how it ended\n- [x] Tell the account team how it ended\n");
  const auto& items = result.playbook.steps.at(0).checklist;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].id.text(), "tell-the-account-team-how");
  EXPECT_EQ(items[0].text, "Tell the account team how it ended");
  EXPECT_EQ(items[1].id.text(), "tell-the-account-team-how-2");
}

std::string all_html(const std::vector<Block>& blocks) {
  std::string html;
  for (const auto& block : blocks) html += block.html + all_html(block.children);
  return html;
}

TEST(Compile, GivesHtmlWithoutAnythingThatRuns) {
  const auto result =
      compiled(head + "<script>alert(1)</script>\n\ntext <img src=x onerror=alert(1)> [a](javascript:alert(1)) "
                      "![b](JaVaScRiPt:x) <b onclick=\"x\">c</b><br>d\n\n<iframe src='//x'>in</iframe>\n\n:::image "
                      "source=\"a.png\" alt-text=\"<script>x\":::\n");
  const auto html = all_html(result.playbook.steps.at(0).blocks);
  for (const char* bad : {"<script", "<img src=x", "onclick", "javascript:", "JaVaScRiPt", "<iframe"})
    EXPECT_THAT(html, Not(HasSubstr(bad)));
  EXPECT_THAT(html, HasSubstr("<br />")) << "a line break stays what it means";
}

TEST(Compile, TellsWhatAQuoteIs) {
  const auto result = compiled(head + "> [!wArNiNg]\n> Mind the gap.\n");
  const auto& block = result.playbook.steps.at(0).blocks.at(0);
  EXPECT_EQ(block.alert, "warning");
  ASSERT_EQ(block.children.size(), 1U);
  EXPECT_EQ(block.children[0].text, "Mind the gap.");
  EXPECT_EQ(block.children[0].html, "<p>Mind the gap.</p>\n");
}

TEST(Compile, CountsColumnsInTheFileAsItIs) {
  const auto result = compiled(head + "a\xE2\x80\x8B\xC2\xA0日本 [x](absent.md)\n");
  EXPECT_EQ(with_code(result, "link-missing").at, (SourceSpan{"pb/a.md", 7, 7, 14}));
}

TEST(Compile, HoldsNamesAgainstTheWorkspaces) {
  const Vocabulary words{{"Assess"}, {"RFA"}, {"Analyst"}, {"Exchange"}};
  const auto result = compiled({{"pb/a.md", "# T\n\nPhase: **Asess**\n\n" + head.substr(9) +
                                                "Primary Role: **Analist**\nApplies To: **Exchange**\n\n"
                                                "| Task ID | Task Name | M/O | Role |\n|-|-|-|-|\n"
                                                "| 8001 | Look | M | Analyst / Analyst |\n"}},
                               &words);
  EXPECT_EQ(with_code(result, "unknown-phase").hint, "did you mean “Assess”?");
  EXPECT_EQ(with_code(result, "unknown-role").hint, "did you mean “Analyst”?");
  EXPECT_THAT(codes(result), Contains("unknown-role").Times(1)); // two roles in one cell are two
  EXPECT_THAT(codes(result), Not(Contains("unknown-service")));
}

TEST(Compile, NamesTheVersionByTheTextAndItsIncludes) {
  const auto of = [](const std::string& part) {
    return compiled({{"pb/a.md", head + "[!INCLUDE [x](b.md)]\n"}, {"pb/b.md", part}}).playbook.version;
  };
  EXPECT_EQ(of("one"), of("one"));
  EXPECT_NE(of("one"), of("two"));
}

struct Hostile {
  const char* name;
  std::string text;
  const char* code; ///< of the finding it must bring
};
void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  all.reserve(count * text.size());
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

class HostileText : public ::testing::TestWithParam<Hostile> {};

TEST_P(HostileText, IsReadWithoutAHangAndSaidToBeTooMuch) {
  const auto result = compiled(GetParam().text);
  EXPECT_THAT(codes(result), Contains(GetParam().code));
  EXPECT_LE(result.diagnostics.size(), max_diagnostics + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Limits, HostileText,
    ::testing::Values(Hostile{"TenMegabytesInALine", times(10'000'000, "x"), "limit-file"},
                      Hostile{"AMegabyteInALine", times(250'000, "[a]("), "limit-line"},
                      Hostile{"Brackets", times(10'000, "["), "limit-paragraph"},
                      Hostile{"Quotes", times(10'000, ">") + "x", "limit-nesting"},
                      Hostile{"Lists", times(5'000, "- ") + "x", "limit-nesting"},
                      Hostile{"Emphasis", times(50, times(2'000, "a**b c* ") + "\n"), "limit-paragraph"},
                      Hostile{"Comments", times(50, times(2'000, "<!--a ") + "\n"), "limit-paragraph"},
                      Hostile{"WideTable",
                              times(8'000, "|a") + "|\n" + times(8'000, "|-") + "|\n" + times(100'000, "|x|\n"),
                              "limit-table"},
                      Hostile{"Tasks", "| Task ID | Task Name | M/O |\n|-|-|-|\n" + times(30'000, "| 1000 | n | M |\n"),
                              "limit-tasks"},
                      Hostile{"UnderlinedHeadings", times(200'000, "a\n-\n\n") + "```\nx", "fence-unclosed"},
                      Hostile{"Nul", std::string("# T\n\na\0b", 8), "source-nul"},
                      Hostile{"NotUtf8", "# T\n\n\xC3( \xFF", "source-not-utf8"},
                      Hostile{"Utf16", std::string("#\0 \0T\0\n\0", 8), "source-utf16"},
                      Hostile{"Empty", "", "file-empty"}, Hostile{"OpenFence", head + "```\nx", "fence-unclosed"},
                      Hostile{"OpenFrontMatter", "---\ntitle: x\n\n## Overview\n", "front-matter-unclosed"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Compile, AFileThatIsNotThereIsAFinding) {
  const auto result = compile_playbook("absent.md", MemorySources({}), languages());
  EXPECT_THAT(codes(result), ElementsAre("file-unreadable"));
}

TEST(LintTogether, DoesNotMissATaskThatAnotherPlaybookHas) {
  const auto tasks = "| Task ID | Task Name | M/O |\n|-|-|-|\n| 8001 | One | M |\n";
  const MemorySources sources(
      {{"a.md", head + "Mark Task 8002 complete, and task 8003.\n"}, {"b.md", head + tasks + "| 8002 | Two | M |\n"}});
  const std::vector<CompileResult> both{compile_playbook("a.md", sources, languages()),
                                        compile_playbook("b.md", sources, languages())};
  const auto findings = lint_together(both);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "task-in-no-table");
  EXPECT_THAT(findings[0].message, HasSubstr("8003"));
}

} // namespace
} // namespace handrail::playbook
