#include "cli/command.h"
#include "support/program.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace handrail::cli {
namespace {

using testing::Ran;
using testing::run_handrail;

Ran feel(std::vector<std::string> words) {
  words.insert(words.begin(), "feel");
  return run_handrail(words);
}

class FeelCommand : public ::testing::Test {
protected:
  FeelCommand() {
    std::ofstream(path) << R"({"tenant": {"seats": 200, "managed": false, "customer name": "Contoso"}})";
  }
  ~FeelCommand() override { std::filesystem::remove(path); }
  const std::string path =
      (std::filesystem::temp_directory_path() / ("feel_command_" + std::to_string(::getpid()) + ".json")).string();
};

TEST_F(FeelCommand, PrintsEveryPartAndTheValueLast) {
  const Ran ran = feel({"tenant.seats >= 150 and tenant.managed = false", "--context", path});
  EXPECT_EQ(ran.status, Exit::success);
  EXPECT_EQ(ran.out, "  tenant.seats                                    200\n"
                     "  tenant.seats >= 150                             true\n"
                     "  tenant.managed                                  false\n"
                     "  tenant.managed = false                          true\n"
                     "  tenant.seats >= 150 and tenant.managed = false  true\n"
                     "true\n");
}

TEST_F(FeelCommand, ShowsAProblemUnderTheExpression) {
  const Ran ran = feel({"tenant.customer name = \"x\" and tenant.seets > 1", "--context", path});
  EXPECT_EQ(ran.status, Exit::failure);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "tenant.customer name = \"x\" and tenant.seets > 1\n"
                     "                                      ^^^^^\n"
                     "this has no “seets”\n"
                     "did you mean “seats”?\n");
}

TEST_F(FeelCommand, GivesTheValueAndTheProblemOfAnExpressionThatFailsWhileItRuns) {
  const Ran ran = feel({"[1, number(\"x\")]"});
  EXPECT_EQ(ran.status, Exit::failure);
  EXPECT_EQ(ran.out, "  number(\"x\")       null\n  [1, number(\"x\")]  [1, null]\n[1, null]\n");
  EXPECT_EQ(ran.err, "[1, number(\"x\")]\n    ^^^^^^^^^^^\n“x” is not a number\n");
}

TEST_F(FeelCommand, TestsAnInput) {
  EXPECT_EQ(feel({"[100..150), > 1000", "--input", "120"}).out.substr(0, 12), "  [100..150)");
}

TEST_F(FeelCommand, ReadsTheTimeItIsGiven) {
  EXPECT_EQ(feel({"today()", "--now", "2026-03-27T23:30:00Z", "--zone", "Europe/Berlin"}).out,
            "  today()  2026-03-28\n2026-03-28\n");
}

TEST_F(FeelCommand, RefusesAContextThatIsNoneAndAZoneThatIsNone) {
  EXPECT_EQ(feel({"1", "--context", "/nowhere/at-all.json"}).status, Exit::usage);
  EXPECT_EQ(feel({"1", "--zone", "Mars/Base"}).err, "“Mars/Base” is not a time zone\n");
}

} // namespace
} // namespace handrail::cli
