// What comes when it comes: an open loop, and waits counted from the moment that each was meant to come.
#pragma once

#include "figures.h"

#include <cstdint>
#include <functional>

namespace handrail::bench {

/// A quick generator of numbers that look random: the benchmark's own work must not show.
class Draw {
public:
  explicit Draw(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
  std::uint64_t below(std::uint64_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ % limit;
  }

private:
  std::uint64_t state_;
};

/// The moments at which something comes, so many a second on average, as independent people would.
class Arrivals {
public:
  Arrivals(double per_second, Clock::time_point start, std::uint64_t seed)
      : per_second_(per_second), next_(start), draw_(seed) {}
  Clock::time_point next();

private:
  double per_second_;
  Clock::time_point next_;
  Draw draw_;
};

/// Calls `send` at each such moment, whether or not those before have ended; `send` must not wait, and calls `done`
/// once, from any thread. Returns when all have ended.
Times open_loop(double per_second, double seconds, const std::function<void(std::function<void()> done)>& send);

} // namespace handrail::bench
