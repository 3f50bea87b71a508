// Whatever file or argument the program is given, it ends soon, says what is wrong, and never with a signal.
// docs/spec/strength.md
#include "support/files.h"
#include "support/temporary_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace handrail::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true; // the sanitizers reserve terabytes of addresses
#else
constexpr bool is_sanitized = false;
#endif

struct Ended {
  int status = -1;
  int signal = 0; ///< that ended it; 0 when it ended by itself
  std::string said;
};

constexpr rlim_t most_seconds = 60; ///< of the processor's time; a hang is a signal then
constexpr rlim_t most_bytes = 4'000'000'000;

std::string repeated(std::string_view part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

class Program : public ::testing::Test {
protected:
  /// Runs `handrail ARGUMENTS…` in limits of its own, and gives all that it said.
  Ended run(const std::vector<std::string>& arguments) const {
    const auto said = folder_.path() / "said";
    const pid_t child = fork();
    if (child == 0) {
      const rlimit seconds{most_seconds, most_seconds};
      const rlimit bytes{most_bytes, most_bytes};
      const rlimit no_core{0, 0};
      setrlimit(RLIMIT_CPU, &seconds);
      setrlimit(RLIMIT_CORE, &no_core);
      if (!is_sanitized) setrlimit(RLIMIT_AS, &bytes);
      alarm(300); // whatever it waits for
      const int out = open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      dup2(out, STDOUT_FILENO);
      dup2(out, STDERR_FILENO);
      const int nothing = open("/dev/null", O_RDONLY);
      dup2(nothing, STDIN_FILENO);
      std::vector<char*> words{const_cast<char*>(HANDRAIL_PROGRAM)};
      for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
      words.push_back(nullptr);
      execv(HANDRAIL_PROGRAM, words.data());
      _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0, read_whole(said)};
  }

  /// It ends by itself, with one of the statuses it promises and with something said.
  Ended expect_end(const std::vector<std::string>& arguments) const {
    auto ended = run(arguments);
    EXPECT_EQ(ended.signal, 0) << arguments.front() << " " << arguments.back().substr(0, 200);
    EXPECT_THAT(ended.status, AnyOf(0, 1, 2)) << arguments.back().substr(0, 200);
    EXPECT_FALSE(ended.said.empty());
    return ended;
  }
  void expect_refusal(const std::vector<std::string>& arguments, const std::string& why) const {
    const auto ended = expect_end(arguments);
    EXPECT_NE(ended.status, 0) << arguments.back().substr(0, 200);
    EXPECT_NE(ended.said.find(why), std::string::npos) << arguments.front() << " does not say “" << why << "”, but:\n"
                                                       << ended.said.substr(0, 1'000);
  }

  std::string file(const std::string& name, std::string_view content) const {
    const auto path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  std::string pipe(const std::string& name) const {
    const auto path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
    return path.string();
  }

  TemporaryFolder folder_;
};

TEST_F(Program, RefusesTenMegabytesInOneLine) {
  const auto path = file("long.md", std::string(10'000'000, 'a'));
  expect_refusal({"check", path}, "larger than 1048576 bytes");
  expect_refusal({"show", path}, "larger than 1048576 bytes");
  expect_refusal({"feel", "a", "--context", path}, "larger than");
  expect_refusal({"test", "--workspace", "workspaces/fasttrack", path}, "larger than");
}

TEST_F(Program, ReadsALineOfAMegabyteUpToItsLimit) {
  expect_refusal({"check", file("long.md", std::string(1'000'000, 'a'))}, "limit-line");
}

TEST_F(Program, ReadsTenThousandOfAnythingWithinEachOther) {
  for (const std::string_view mark : {"[", "(", "> ", "- ", "1. ", "**", "_", "`", "<", "![", "|", "#", "[[]"}) {
    const auto path = file("deep.md", "# A\n\n" + repeated(mark, 10'000) + "a\n");
    expect_end({"check", path});
    expect_end({"show", "--format", "json", path});
  }
}

TEST_F(Program, EvaluatesHostileExpressionsToAProblem) {
  expect_refusal({"feel", repeated("[", 10'000)}, "200 deep");
  expect_refusal({"feel", repeated("(-", 10'000) + "1"}, "200 deep");
  expect_refusal({"feel", "1e999999"}, "too large");
  expect_refusal({"feel", "\"\xFF\xFE\""}, "UTF-8");
  expect_refusal({"feel", R"(matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$"))"}, "pattern");
  expect_refusal({"feel", "count(for a in 1..99999999 return for b in 1..99999999 return a)"}, "at most");
  expect_refusal({"feel", "for i in 1..60 return if i = 1 then \"ab\" else partial[-1] + partial[-1]"},
                 "longer than 1048576 bytes");
  expect_refusal({"feel", std::string(100'000, '1')}, "65536 bytes");
}

TEST_F(Program, RefusesBytesThatAreNoText) {
  using namespace std::string_literals;
  expect_refusal({"check", file("latin.md", "# Caf\xE9\n")}, "source-not-utf8");
  expect_refusal({"check", file("nul.md", "# A\0B\n"s)}, "source-nul");
  expect_refusal({"check", file("utf16.md", "\xFF\xFE#\0 \0A\0"s)}, "UTF-16");
  expect_refusal({"test", "--workspace", "workspaces/fasttrack", file("nul.yaml", "scenario: \0\n"s)}, "nul.yaml");
  expect_refusal({"test", "--workspace", "workspaces/fasttrack", file("bytes.yaml", "scenario: \xC3\x28\n")},
                 "bytes.yaml");
}

TEST_F(Program, DoesNotWaitForPipesAndDevices) {
  const auto waiting = pipe("waiting.md");
  expect_refusal({"check", waiting}, "not a file");
  expect_refusal({"show", waiting}, "not a file");
  expect_refusal({"check", "/dev/zero"}, "not a file");
  expect_refusal({"feel", "a", "--context", "/dev/zero"}, "not a file");
  expect_refusal({"test", "--workspace", "workspaces/fasttrack", "/dev/zero"}, "not a file");
  expect_refusal({"check", pipe("workspace/workspace.yaml")}, "not a file");
}

TEST_F(Program, TakesAFolderForAFolder) {
  fs::create_directories(folder_.path() / "empty");
  expect_end({"check", (folder_.path() / "empty").string()});
  expect_refusal({"show", (folder_.path() / "empty").string()}, "");
  pipe("mixed/a.md");
  file("mixed/b.md", "# B\n");
  fs::create_directory_symlink("..", folder_.path() / "mixed" / "around");
  EXPECT_THAT(expect_end({"check", (folder_.path() / "mixed").string()}).said, HasSubstr("b.md"));
}

TEST_F(Program, EndsIncludesThatGoInCircles) {
  file("circle/a.md", "# A\n\n[!INCLUDE [b](b.md)]\n");
  file("circle/b.md", "[!INCLUDE [a](a.md)]\n");
  EXPECT_THAT(expect_end({"check", (folder_.path() / "circle/a.md").string()}).said, HasSubstr("include"));
  for (int i = 0; i < 300; ++i) // each twice: 2^300 if nothing stopped it
    file(fmt::format("chain/{}.md", i), fmt::format("[!INCLUDE [x]({}.md)]\n\n[!INCLUDE [y]({}.md)]\n", i + 1, i + 1));
  EXPECT_THAT(expect_end({"check", (folder_.path() / "chain/0.md").string()}).said, HasSubstr("include"));
}

TEST_F(Program, ChecksAndTriesHostileTables) {
  using namespace std::string_literals;
  const auto head = [](std::size_t columns) {
    return "| F | " + repeated("a: number | ", columns) + "→ b: number |\n|---|" + repeated("---|", columns + 1) + "\n";
  };
  expect_refusal({"table", file("long.md", std::string(10'000'000, 'a'))}, "larger than");
  expect_refusal({"table", file("nul.md", "| U |\0"s)}, "no text in UTF-8");
  expect_refusal({"table", pipe("waiting.md"), "--try", "a=1"}, "not a file");
  expect_refusal({"table", "/dev/zero"}, "not a file");
  expect_refusal({"table", file("deep.md", head(1) + "| 1 | " + repeated("[", 10'000) + " | 1 |\n")}, "deep.md:3");
  expect_refusal({"table", file("huge.md", head(1) + "| 1 | > 1e999999 | 1 |\n")}, "too large");
  expect_refusal({"table", file("wide.md", head(40) + "| 1 |" + repeated(" - |", 41) + "\n")}, "columns");
  const auto pattern = file("pattern.md", "| F | a: text | → b: number |\n|---|---|---|\n"
                                          "| 1 | matches(?, \"^(a+)+$\") | 1 |\n| 2 | - | 2 |\n");
  EXPECT_THAT(expect_end({"table", pattern, "--try", "a=" + std::string(5'000, 'a') + "!"}).said, HasSubstr("Row 2"));
  expect_refusal({"table", pattern, "--try", "a"}, "has no value");
  expect_refusal({"table", file("one.md", head(1) + "| 1 | - | 1 |\n"), "--try", "a=" + repeated("[", 10'000)},
                 "a number");
}

TEST_F(Program, ChecksTheLargestTablesInItsTime) {
  const auto table = [](const std::string& policy, std::size_t columns, const auto& cell) {
    std::string text = fmt::format("| {} |", policy);
    for (std::size_t c = 0; c < columns; ++c) text += fmt::format(" c{}: number |", c);
    text += " → q: number |\n|---|" + repeated("---|", columns + 1) + "\n";
    for (int row = 0; row < 10'000 && text.size() < 1'000'000; ++row) {
      text += "| - |";
      for (std::size_t c = 0; c < columns; ++c) text += fmt::format(" {} |", cell(row, c));
      text += fmt::format(" {} |\n", row);
    }
    return text;
  };
  std::uint32_t drawn = 1;
  const auto scattered = [&](int, std::size_t) {
    drawn = drawn * 1'664'525U + 1'013'904'223U;
    const auto from = drawn >> 22U;
    return fmt::format("[{}..{}]", from, from + (drawn & 255U));
  };
  const auto apart = [](int row, std::size_t) { return fmt::format("[{}..{})", 10 * row, 10 * row + 10); };
  const auto from = [](int row, std::size_t) { return fmt::format(">= {}", row); };
  const auto never = [](int row, std::size_t) { return fmt::format("not({})", row); };
  EXPECT_THAT(expect_end({"table", file("apart.md", table("U", 2, apart))}).said, HasSubstr("no row fires"));
  expect_end({"table", file("scattered.md", table("F", 8, scattered))});
  expect_end({"table", file("from.md", table("U", 3, from))});
  EXPECT_THAT(expect_end({"table", file("never.md", table("A", 2, never))}).said, HasSubstr("warning"));
}

TEST_F(Program, RefusesScenariosThatWantTooMuch) {
  const auto scenario = [&](const std::string& name, const std::string& steps) {
    return file(name,
                "scenario: a\nclock: 2026-03-02T09:00:00Z\ntenants:\n  contoso: {name: Contoso}\nsteps:\n" + steps);
  };
  const auto test = [&](const std::string& path) {
    return std::vector<std::string>{"test", "--workspace", "workspaces/fasttrack", path};
  };
  expect_refusal(test(scenario("steps.yaml", repeated("  - advance: P1D\n", 20'000))), "10000");
  expect_end(test(scenario("ages.yaml", repeated("  - advance: P1000000W\n", 200)))); // far past every calendar
  expect_refusal(test(file("deep.yaml", "a: " + repeated("[", 10'000))), "deep.yaml");
  expect_refusal(test(file("anchors.yaml", "a: &a [x]\nb: [*a, *a]\n")), "anchors.yaml");
}

TEST_F(Program, RefusesAWorkspaceMadeOfNonsense) {
  file("nonsense/workspace.yaml", "name: " + repeated("{a: ", 10'000));
  expect_refusal({"check", (folder_.path() / "nonsense").string()}, "workspace.yaml");
  expect_refusal({"check", "--no-such-flag"}, "");
  expect_refusal({"check", std::string(100'000, 'a')}, "");
  expect_refusal({repeated("a", 1'000), "x"}, "");
}

} // namespace
} // namespace handrail::testing
