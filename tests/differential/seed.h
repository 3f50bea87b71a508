// Random numbers that can be had again: HANDRAIL_SEED=N runs the same operations, and every failure names N.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace handrail::testing {

inline std::uint64_t seed() {
  const char* given = std::getenv("HANDRAIL_SEED");
  static const std::uint64_t chosen = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  return chosen;
}

class Dice {
public:
  Dice() : random_(seed()) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool one_in(std::int64_t chances) { return between(1, chances) == 1; }

private:
  std::mt19937_64 random_;
};

} // namespace handrail::testing
