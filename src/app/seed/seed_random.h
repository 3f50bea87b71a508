// Chance that is the same on every machine: the standard says what the engine gives, and the rest is here. Who draws
// twice does so in two statements: in which order the arguments of a call are made is for the compiler to choose.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>

namespace handrail::app::seed {

class Random {
public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  /// From 0 to before `limit`, which is not 0.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
  }
  /// So many times in a hundred.
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <class Things>
  const auto& one_of(const Things& things) {
    return things[below(things.size())];
  }
  /// The first ones more often than the last ones.
  template <class Things>
  const auto& one_of_first(const Things& things) {
    return things[std::min(below(things.size()), below(things.size()))];
  }

private:
  std::mt19937_64 engine_;
};

} // namespace handrail::app::seed
