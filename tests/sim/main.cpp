// simulate [--seed N] [--count N] [--minutes N] [--replay FILE]
// Runs from random seeds, printed, until the time is over or something is broken.
#include "sim/simulation.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace handrail::sim;

struct Asked {
  std::optional<std::uint64_t> seed;
  std::uint64_t count = 0; ///< of runs; 0: as many as there is time for
  double minutes = 1;
  std::string replay;
};

constexpr const char* usage = "simulate [--seed N] [--count N] [--minutes N] [--replay FILE]\n";

/// Nothing when what is asked for makes no sense.
std::optional<Asked> asked_by(const std::vector<std::string>& words) {
  Asked asked;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const auto& value = words[i + 1];
    if (words[i] == "--replay") {
      asked.replay = value;
      continue;
    }
    if (value.empty() || value.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
    if (words[i] == "--seed")
      asked.seed = std::stoull(value);
    else if (words[i] == "--count")
      asked.count = std::stoull(value);
    else if (words[i] == "--minutes")
      asked.minutes = std::stod(value);
    else
      return std::nullopt;
  }
  return words.size() % 2 == 0 ? std::optional(asked) : std::nullopt;
}

int tell(const Run& failed) {
  std::cout << "Broken: " << failed.broken->invariant << ": " << failed.broken->what << "\nLooking for the shortest …"
            << std::endl;
  std::cout << report(failed, shortest(failed)) << std::flush;
  return 1;
}

int play_again(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  const auto history = history_from(text.str());
  if (!in || !history) {
    std::cerr << file << ": " << (in ? to_string(history.error()) : "it cannot be read") << "\n";
    return 2;
  }
  const auto run = replay(*history);
  if (run.broken) {
    std::cout << fmt::format("Broken after {} steps: {}: {}\n", run.history.steps.size(), run.broken->invariant,
                             run.broken->what);
    return 1;
  }
  std::cout << fmt::format("Nothing is broken by these {} steps: {} events of {} tenants\n", run.history.steps.size(),
                           run.events, run.tenants);
  return 0;
}

int look(const Asked& asked) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(asked.minutes * 60);
  auto seed = asked.seed ? *asked.seed : std::random_device()() % 1'000'000'000;
  std::size_t runs = 0, steps = 0, events = 0, tenants = 0, accepted = 0, refused = 0;
  std::cout << "First seed " << seed << std::endl;
  for (; asked.count > 0 ? runs < asked.count : std::chrono::steady_clock::now() < until; ++seed, ++runs) {
    const auto run = simulate(plan_of(seed));
    steps += run.history.steps.size();
    events += run.events;
    tenants += run.tenants;
    accepted += run.accepted;
    refused += run.refused;
    if (run.broken) return tell(run);
  }
  std::cout << fmt::format("Nothing broken in {} runs up to seed {}: {} steps, {} commands accepted and {} refused, {} "
                           "events of {} tenants\n",
                           runs, seed - 1, steps, accepted, refused, events, tenants);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto asked = asked_by({argv + 1, argv + argc});
    if (!asked) {
      std::cerr << usage;
      return 2;
    }
    stand_in_memory();
    return asked->replay.empty() ? look(*asked) : play_again(asked->replay);
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 2;
  }
}
