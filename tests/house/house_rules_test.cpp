// The rules of STYLE.md that a program can hold: who may include whom, how long a file may grow, what is not left
// lying.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Line {
  fs::path file;
  int number = 0;
  std::string text;

  std::string where() const { return fmt::format("{}:{}: {}", file.string(), number, text); }
};

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cpp"; }

std::vector<fs::path> sources_below(const fs::path& root) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file() && is_source(entry.path())) files.push_back(entry.path());
  return files;
}

std::vector<Line> lines_of(const fs::path& file) {
  std::vector<Line> lines;
  std::ifstream in(file);
  int number = 0;
  for (std::string text; std::getline(in, text);) lines.push_back({file, ++number, text});
  return lines;
}

/// Which rooms each room may include: those that stand before it, and itself (docs/decisions/0002-rooms.md).
const std::map<std::string, std::set<std::string>> allowed{
    {"core", {}},
    {"feel", {"core"}},
    {"playbook", {"core", "feel"}},
    {"engagement", {"core", "feel", "playbook"}},
    {"store", {"core"}},
    {"identity", {"core", "store"}},
    {"app", {"core", "feel", "playbook", "engagement", "store"}},
    {"web", {"core", "feel", "playbook", "engagement", "store", "identity", "app"}},
    {"cli", {"core", "feel", "playbook", "engagement", "store", "identity", "app", "web"}},
};

TEST(HouseRules, ARoomIncludesOnlyRoomsThatStandBeforeIt) {
  const std::regex include("^\\s*#include \"([a-z_]+)/");
  for (const auto& [room, before] : allowed) {
    for (const auto& file : sources_below(fs::path("src") / room)) {
      const bool is_test = file.stem().string().find("_test") != std::string::npos;
      for (const auto& line : lines_of(file)) {
        std::smatch found;
        if (!std::regex_search(line.text, found, include)) continue;
        const std::string used = found[1];
        EXPECT_TRUE(used == room || before.count(used) != 0 || (is_test && used == "support")) << line.where();
      }
    }
  }
}

TEST(HouseRules, EveryFolderOfTheSourcesIsARoomWithAPlaceInTheOrder) {
  for (const auto& entry : fs::directory_iterator("src")) {
    if (!entry.is_directory()) continue;
    EXPECT_TRUE(allowed.count(entry.path().filename().string()) != 0) << entry.path();
  }
}

TEST(HouseRules, TheDomainReadsNoClockNoRandomnessAndNoFile) {
  const std::regex impure(
      "system_clock|steady_clock|random_device|\\btime\\(nullptr\\)|<fstream>|<iostream>|std::getenv");
  for (const char* room : {"feel", "playbook", "engagement"}) {
    for (const auto& file : sources_below(fs::path("src") / room)) {
      // Tests and programs of a room may touch the world; its library may not.
      const std::string stem = file.stem().string();
      if (stem.find("_test") != std::string::npos || stem.find("_main") != std::string::npos) continue;
      for (const auto& line : lines_of(file)) EXPECT_FALSE(std::regex_search(line.text, impure)) << line.where();
    }
  }
}

TEST(HouseRules, HeavyLibrariesStayInTheirAdapters) {
  const std::regex heavy("#include <(boost/|cmark-gfm|yaml-cpp|sqlite3|libpq-fe|utf8proc|ctemplate|CLI/)");
  for (const auto& file : sources_below("src")) {
    if (file.extension() != ".h") continue;
    for (const auto& line : lines_of(file)) EXPECT_FALSE(std::regex_search(line.text, heavy)) << line.where();
  }
}

TEST(HouseRules, NoFileHasGrownPastWhatOneThoughtNeeds) {
  constexpr std::size_t most_lines = 600;
  for (const char* root : {"src", "tests", "bench"})
    for (const auto& file : sources_below(root)) EXPECT_LE(lines_of(file).size(), most_lines) << file;
}

TEST(HouseRules, NothingIsLeftForLater) {
  // Written in two parts so that this line does not find itself.
  const std::regex later(std::string("\\b(TO") + "DO|FIX" + "ME|HA" + "CK|XX" + "X)\\b");
  for (const char* root : {"src", "tests", "bench"})
    for (const auto& file : sources_below(root))
      for (const auto& line : lines_of(file)) EXPECT_FALSE(std::regex_search(line.text, later)) << line.where();
}

TEST(HouseRules, EveryHeaderSaysWhatItIs) {
  for (const auto& file : sources_below("src")) {
    if (file.extension() != ".h") continue;
    const auto lines = lines_of(file);
    ASSERT_FALSE(lines.empty()) << file;
    EXPECT_EQ(lines.front().text.rfind("// ", 0), 0U) << file << " begins with a line that says what it is";
  }
}

} // namespace
