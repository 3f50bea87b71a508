// What the benchmarks that print tables share: times and their percentiles, and a line about the machine.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace handrail::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Times in microseconds, as they were taken.
class Times {
public:
  void add(Clock::duration time) { us_.push_back(std::chrono::duration<double, std::micro>(time).count()); }
  void add(const Times& others) { us_.insert(us_.end(), others.us_.begin(), others.us_.end()); }
  std::size_t count() const { return us_.size(); }
  /// The time that this share of them did not exceed: at(0.5) is the middle. 0 when there are none.
  double at(double share);

private:
  std::vector<double> us_;
  bool sorted_ = false;
};

/// "2 cores of AMD EPYC, 24 GB, ext4, load 0.3": without it no figure says anything.
std::string machine(const std::string& folder);

} // namespace handrail::bench
