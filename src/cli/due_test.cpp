// `handrail due`, on the demonstration's customers.
#include "app/demo.h"
#include "cli/command.h"
#include "support/golden.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <regex>

namespace handrail::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::matches_golden;
using ::testing::Not;
using testing::Ran;
using testing::run_handrail;

class Due : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    folder_ = new testing::TemporaryFolder;
    const auto played = app::import_demo(data(), "workspaces/fasttrack", "workspaces/fasttrack/demo.yaml");
    ASSERT_TRUE(played.has_value()) << to_string(played.error());
  }
  static void TearDownTestSuite() { delete folder_; }
  static std::filesystem::path data() { return folder_->path() / "data"; }

  Ran ran(std::vector<std::string> words, bool terminal = false) {
    words.insert(words.begin(), "due");
    words.insert(words.end(), {"--data", data().string()});
    return run_handrail(words, terminal);
  }

  static testing::TemporaryFolder* folder_;
};

testing::TemporaryFolder* Due::folder_ = nullptr;

TEST_F(Due, ListsWhatIsOverdueAndDueSoonWithSentenceAndPerson) {
  const auto due = ran({"redwood", "--at", "2026-11-23T08:00:00Z"});
  EXPECT_EQ(due.status, Exit::success) << due.err;
  EXPECT_TRUE(matches_golden("cli/due.txt", due.out + due.err));
  // The demonstration's ids are new each time.
  static const std::regex id(R"("engagement": "[^"]*")");
  const auto json = ran({"redwood", "--at", "2026-11-23T08:00:00Z", "--format", "json"}).out;
  EXPECT_TRUE(matches_golden("cli/due.json", std::regex_replace(json, id, R"("engagement": "…")")));
}

TEST_F(Due, ListsTheTenantsOfAllAndWithAllWhatWasMet) {
  const auto all = ran({"--at", "2026-11-23T08:00:00Z", "--all"});
  EXPECT_THAT(all.out, AllOf(HasSubstr("overdue   Redwood"), HasSubstr("met       Lindenhof Klinik")));
  EXPECT_THAT(ran({"--at", "2026-11-23T08:00:00Z"}).out, Not(HasSubstr("Lindenhof")));
  EXPECT_THAT(ran({"--at", "2026-11-23T08:00:00Z", "--all", "--limit", "1"}).err, HasSubstr("not shown (--limit)"));
}

TEST_F(Due, IsNarrowedToAPerson) {
  EXPECT_THAT(ran({"--at", "2026-11-23T08:00:00Z", "--as", "tara", "--all"}).out,
              AllOf(HasSubstr("Lindenhof"), Not(HasSubstr("Redwood"))));
  EXPECT_THAT(ran({"--at", "2026-11-23T08:00:00Z", "--as", "Tara Okonkwo", "--all"}).out, HasSubstr("Lindenhof"));
  const auto nobody = ran({"--as", "zorro\x1b"});
  EXPECT_EQ(nobody.status, Exit::usage);
  EXPECT_EQ(nobody.err, "handrail due: --as: \"zorro \" is nobody of the workspace (Write a person's id or name as "
                        "people.yaml has it.)\n");
}

TEST_F(Due, SaysWhenNothingIsDueAndWhatItDidNotUnderstand) {
  const auto before = ran({"--at", "2026-11-09T00:00:00Z"});
  EXPECT_EQ(before.status, Exit::success);
  EXPECT_THAT(before.out, IsEmpty());
  EXPECT_EQ(before.err, "Nothing is due.\n");
  EXPECT_EQ(ran({"--at", "tomorrow"}).status, Exit::usage);
  EXPECT_EQ(ran({"--limit", "0"}).status, Exit::usage);
  for (const char* tenant : {"nobody", "@playbooks"}) {
    const auto missing = ran({tenant});
    EXPECT_EQ(missing.status, Exit::failure);
    EXPECT_THAT(missing.err, HasSubstr("There is no tenant of that id"));
  }
}

TEST_F(Due, ColoursTheStateOnATerminalAlone) {
  EXPECT_THAT(ran({"redwood", "--at", "2026-11-23T08:00:00Z"}, true).out, HasSubstr("\033[1;31moverdue"));
  EXPECT_THAT(ran({"redwood", "--at", "2026-11-23T08:00:00Z"}).out, Not(HasSubstr("\033")));
}

} // namespace
} // namespace handrail::cli
