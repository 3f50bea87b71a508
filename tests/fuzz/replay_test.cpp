// Every kept input, every file of our own, and every hostile one, through every target: each ends soon and in bounds.
// What a fuzzer finds is added to corpus/TARGET/ under a name that says what it was.
#include "fuzz/hostile.h"
#include "fuzz/targets.h"
#include "support/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <ostream>

namespace handrail::fuzz {

/// How GoogleTest names a target.
void PrintTo(const Target& target, std::ostream* out);
void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true; // the sanitizers reserve terabytes of addresses
#else
constexpr bool is_sanitized = false;
#endif

/// Without optimisation and under sanitizers a second becomes many; a hang becomes minutes.
constexpr double most_seconds = 20;
constexpr rlim_t most_bytes = 2'000'000'000; ///< of addresses, the program itself included

double seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time); // the machine may be busy with something else
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::vector<HostileInput> files_below(const fs::path& folder) {
  std::vector<HostileInput> inputs;
  if (!fs::exists(folder)) return inputs;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) inputs.push_back({entry.path().string(), testing::read_whole(entry.path())});
  std::sort(inputs.begin(), inputs.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return inputs;
}

class Replay : public ::testing::TestWithParam<Target> {
protected:
  static void SetUpTestSuite() {
    if (is_sanitized) return;
    const rlimit limit{most_bytes, most_bytes};
    ASSERT_EQ(setrlimit(RLIMIT_AS, &limit), 0);
  }
  static void run(const HostileInput& input) {
    const auto start = seconds();
    GetParam().run(input.text);
    EXPECT_LT(seconds() - start, most_seconds) << input.name;
  }
};

TEST_P(Replay, TheKeptCorpus) {
  const auto inputs = files_below(fs::path("tests/fuzz/corpus") / GetParam().name);
  ASSERT_FALSE(inputs.empty());
  for (const auto& input : inputs) run(input);
}

TEST_P(Replay, OurOwnFiles) {
  const std::string folders(GetParam().seeds);
  for (std::size_t at = 0; at < folders.size();) {
    const auto end = std::min(folders.find(':', at), folders.size());
    const auto inputs = files_below(folders.substr(at, end - at));
    EXPECT_FALSE(inputs.empty()) << folders;
    for (const auto& input : inputs) run(input);
    at = end + 1;
  }
}

TEST_P(Replay, HostileInputs) {
  for (const auto& input : hostile_inputs()) run(input);
}

INSTANTIATE_TEST_SUITE_P(Targets, Replay, ::testing::ValuesIn(targets),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace handrail::fuzz
