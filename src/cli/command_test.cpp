#include "cli/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace handrail::cli {
namespace {

using ::testing::HasSubstr;

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run_with(std::vector<const char*> words) {
  words.insert(words.begin(), "handrail");
  std::ostringstream out, err;
  Console console{out, err};
  const int status = run(static_cast<int>(words.size()), words.data(), console);
  return {status, out.str(), err.str()};
}

TEST(Commands, WithoutAnyWordTheHelpIsShownAndTheStatusIsUsage) {
  const Ran ran = run_with({});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("Subcommands:"));
  EXPECT_EQ(ran.out, "");
}

TEST(Commands, AnUnknownCommandIsNamedWithTheNearestOne) {
  const Ran ran = run_with({"versoin"});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("there is no command “versoin”; did you mean “version”?"));
}

TEST(Commands, AnUnknownFlagIsAUsageErrorThatNamesIt) {
  const Ran ran = run_with({"version", "--colour"});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("--colour"));
}

TEST(Commands, EveryCommandTeachesItselfWithAnExample) {
  std::set<std::string> names;
  for (const auto* command : commands()) {
    EXPECT_TRUE(names.insert(command->name).second) << command->name << " is listed twice";
    const Ran ran = run_with({command->name.c_str(), "--help"});
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
    const Ran ran = run_with({command, name.c_str()});
    EXPECT_EQ(ran.status, Exit::usage) << command;
    EXPECT_THAT(ran.err, HasSubstr(std::string("handrail ") + command)) << command;
  }
}

TEST(Commands, TheHelpShowsTheValuesOfAFlagOnceWithItsDefault) {
  const Ran ran = run_with({"check", "--help"});
  EXPECT_THAT(ran.out, HasSubstr("Usage: handrail check [OPTIONS] PATH…\n"));
  EXPECT_THAT(ran.out, HasSubstr("--format text|json|sarif [text]"));
}

} // namespace
} // namespace handrail::cli
