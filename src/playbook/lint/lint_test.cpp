// Every code has a text that provokes it and a paragraph that explains it.
#include "playbook/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace handrail::playbook {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const Languages& languages() {
  static const Languages words = built_in_languages();
  return words;
}

std::vector<std::string> codes_of(const std::string& text) {
  std::vector<std::string> codes;
  const MemorySources sources({{"a.md", text}, {"there.md", "x"}});
  for (const auto& each : compile_playbook("a.md", sources, languages()).diagnostics) codes.push_back(each.code);
  return codes;
}

std::string with_tasks(const std::string& prose, const std::string& rows) {
  return "# T\n\n## Approach\n\n### Step\n\n" + prose +
         "\n\n| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|-|-|-|-|-|\n" + rows;
}

struct Example {
  const char* code;
  std::string text;
};
void PrintTo(const Example& example, std::ostream* out) { *out << example.code; }

class Lint : public ::testing::TestWithParam<Example> {};

TEST_P(Lint, FindsWhatACarefulEditorWould) { EXPECT_THAT(codes_of(GetParam().text), Contains(GetParam().code)); }

TEST_P(Lint, EveryCodeHasItsParagraph) {
  std::ostringstream page;
  page << std::ifstream("docs/spec/diagnostics.md").rdbuf();
  EXPECT_THAT(page.str(), HasSubstr("`" + std::string(GetParam().code) + "`"));
}

INSTANTIATE_TEST_SUITE_P(
    Codes, Lint,
    ::testing::Values(
        Example{"comment-unclosed", "# T\n\n## Approach\n\n<!-- no end\n"},
        Example{"front-matter-line", "---\ntitle: x\nno key here\n---\n# T\n## Approach\n"},
        Example{"front-matter-key-twice", "---\ntitle: x\ntitle: y\n---\n# T\n## Approach\n"},
        Example{"playbook-unrecognised", "# Readme\n\nNothing of a playbook.\n"},
        Example{"steps-missing", "# T\n\n## Overview\n"}, Example{"title-missing", "## Overview\n"},
        Example{"link-outside-root", "# T\n## Overview\n[x](../y.md)\n"},
        Example{"table-no-delimiter", "# T\n\n| Task ID | Task Name | M/O |\n| 1001 | One | M |\n"},
        Example{"task-no-name", with_tasks("", "| 1001 | | M | FM | All |\n")},
        Example{"task-two-names", with_tasks("", "| 1001 | One | M | FM | All |\n| 1001 | Two | M | FM | All |\n")},
        Example{"task-name-differs", with_tasks("Mark task 1001 Write short note complete.",
                                                "| 1001 | Write a short note | M | FM | All |\n")},
        Example{"task-name-differs", with_tasks("Complete \"Write short note\" (task 1001).",
                                                "| 1001 | Write a short note | M | FM | All |\n")},
        Example{"task-name-differs", with_tasks("Complete **Write some shorter notes**.",
                                                "| 1001 | Write some shorter note | M | FM | All |\n")},
        Example{"history-no-table", "# T\n\n## Refresh Summary\n\n- 1/2/2020 A. B.: created\n"},
        Example{"table-column-unknown",
                "# T\n\n| Task ID | Task Name | M/O | Remarks |\n|-|-|-|-|\n| 1001 | One | M | x |\n"},
        Example{"word-misspelt", "# T\n## Overview\nAn unsupported language is unsupported, not usupported.\n"},
        Example{"abbreviation-two-ways", "# T\n## Overview\nThe Gateway Team (GWT) calls. The GTW writes.\n"},
        Example{"copy-unfinished",
                with_tasks("- 1001 Ask the owner - Ask the ownr.\n", "| 1001 | Ask the owner | M | FM | All |\n")}),
    [](const auto& tested) {
      std::string name = tested.param.code;
      std::replace(name.begin(), name.end(), '-', '_');
      return name + "_" + std::to_string(tested.index);
    });

struct Right {
  const char* name;
  const char* code; ///< that must not be found
  std::string text;
};
void PrintTo(const Right& right, std::ostream* out) { *out << right.name; }

class NoFalseAlarm : public ::testing::TestWithParam<Right> {};

TEST_P(NoFalseAlarm, IsRaisedByARightText) { EXPECT_THAT(codes_of(GetParam().text), Not(Contains(GetParam().code))); }

INSTANTIATE_TEST_SUITE_P(
    Texts, NoFalseAlarm,
    ::testing::Values(
        Right{"SentenceBehindAnId", "task-name-differs",
              with_tasks("Completing task 1001 sets the request on hold.",
                         "| 1001 | Request on hold | M | FM | All |\n")},
        Right{"NameWithWordsBehindIt", "task-name-differs",
              with_tasks("Mark task 1001 Ask the owner complete.", "| 1001 | Ask the owner | M | FM | All |\n")},
        Right{"NameInParentheses", "task-name-differs",
              with_tasks("Mark task 1001 (Ask the owner) complete, and \u201cAsk the owner\u201d (1001).",
                         "| 1001 | Ask the owner | M | FM | All |\n")},
        Right{"OtherWordsBeforeAnId", "task-name-differs",
              with_tasks("Send the \"Request form\" (1001).", "| 1001 | Ask the owner | M | FM | All |\n")},
        Right{"LeadBeforeAnIdAndItsName", "task-name-differs",
              with_tasks("**Ask somebody** (1001 Ask the owner):", "| 1001 | Ask the owner | M | FM | All |\n")},
        Right{"EmptyHistory", "history-no-table", "# T\n\n## Refresh Summary\n\nN/A\n"},
        Right{"DescriptionThatGoesOn", "copy-unfinished",
              with_tasks("- 1001 Not eligible - Not eligible as the list says.\n",
                         "| 1001 | Not eligible | M | FM | All |\n")},
        Right{"StepThatNamesNoTask", "task-not-in-prose", with_tasks("Do it.", "| 1001 | Ask them | M | FM | All |\n")},
        Right{"TwoExplainedAbbreviations", "abbreviation-two-ways",
              "# T\n## Overview\nPartner Success Manager (PSM) and Service Process Map (SPM).\n"},
        Right{"Plurals", "word-misspelt", "# T\n## Overview\nEngagements, engagement, engagements.\n"},
        Right{"NumbersThatAreNoTasks", "task-in-no-table",
              "# T\n## Overview\nTop 400 customers in 2019, Office 365.\n"},
        Right{"LinkThatIsThere", "link-missing", "# T\n## Overview\n[x](there.md#part) and [y](https://a.b/c.md)\n"},
        Right{"QueueInTwoFields", "holder-in-two-fields",
              "# T\n## Overview\nRM: *waiting queue*\n\nFM: *waiting queue*\n"}),
    [](const auto& tested) { return tested.param.name; });

} // namespace
} // namespace handrail::playbook
