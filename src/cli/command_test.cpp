#include "cli/command.h"
#include "support/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace handrail::cli {
namespace {

using ::testing::HasSubstr;
using testing::Ran;
using testing::run_handrail;

TEST(Commands, WithoutAnyWordTheHelpIsShownAndTheStatusIsUsage) {
  const Ran ran = run_handrail({});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("Subcommands:"));
  EXPECT_EQ(ran.out, "");
}

TEST(Commands, AnUnknownCommandIsNamedWithTheNearestOne) {
  const Ran ran = run_handrail({"versoin"});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("there is no command “versoin”; did you mean “version”?"));
}

TEST(Commands, AnUnknownFlagIsAUsageErrorThatNamesIt) {
  const Ran ran = run_handrail({"version", "--colour"});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("--colour"));
}

TEST(Commands, EveryCommandTeachesItselfWithAnExample) {
  std::set<std::string> names;
  for (const auto* command : commands()) {
    EXPECT_TRUE(names.insert(command->name).second) << command->name << " is listed twice";
    const Ran ran = run_handrail({command->name, "--help"});
    EXPECT_EQ(ran.status, Exit::success);
    EXPECT_THAT(ran.out, HasSubstr(command->description.substr(0, 40))) << command->name;
    EXPECT_THAT(ran.out, HasSubstr("Examples:\n  handrail " + command->name)) << command->name;
    for (const auto& flag : command->flags) {
      EXPECT_THAT(ran.out, HasSubstr("--" + flag.name)) << command->name;
      EXPECT_FALSE(flag.help.empty()) << command->name << " --" << flag.name;
    }
  }
}

TEST(Commands, ANameThatNoFileCanHaveIsAUsageErrorAndNoCrash) {
  const std::string name(5000, 'x');
  for (const char* command : {"show", "check", "test"}) {
    const Ran ran = run_handrail({command, name});
    EXPECT_EQ(ran.status, Exit::usage) << command;
    EXPECT_THAT(ran.err, HasSubstr(std::string("handrail ") + command)) << command;
  }
}

TEST(Commands, TheHelpShowsTheValuesOfAFlagOnceWithItsDefault) {
  const Ran ran = run_handrail({"check", "--help"});
  EXPECT_THAT(ran.out, HasSubstr("Usage: handrail check [OPTIONS] PATH…\n"));
  EXPECT_THAT(ran.out, HasSubstr("--format text|json|sarif [text]"));
}

} // namespace
} // namespace handrail::cli
