// Where everything random of a simulation comes from: one generator, the same on every machine and compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace handrail::sim {

/// SplitMix64. The standard's distributions differ between libraries; these do not.
class Chance {
public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  /// 0 to `limit` - 1; `limit` is at least 1.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
  }
  bool one_in(std::size_t many) { return below(many) == 0; }
  bool percent(std::size_t share) { return below(100) < share; }
  /// One of them; there is at least one.
  template <class Things>
  const auto& of(const Things& things) {
    return things[below(std::size(things))];
  }

private:
  std::uint64_t state_;
};

} // namespace handrail::sim
