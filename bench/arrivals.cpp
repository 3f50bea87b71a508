#include "arrivals.h"

#include <atomic>
#include <cmath>
#include <sys/prctl.h>
#include <thread>
#include <vector>

namespace handrail::bench {

namespace {

/// To the microsecond: a sleep that ends late would be taken for a slow answer.
void sleep_until(Clock::time_point moment) {
  ::prctl(PR_SET_TIMERSLACK, 1UL);
  std::this_thread::sleep_until(moment);
}

} // namespace

Clock::time_point Arrivals::next() {
  const double share = (static_cast<double>(draw_.below(1'000'000)) + 1) / 1'000'001; // in (0, 1)
  next_ += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(-std::log(share) / per_second_));
  return next_;
}

Times open_loop(double per_second, double seconds, const std::function<void(std::function<void()> done)>& send) {
  std::vector<Clock::duration> times(static_cast<std::size_t>(per_second * seconds * 2));
  std::atomic<std::size_t> ended = 0;
  std::size_t sent = 0;
  const auto start = Clock::now();
  Arrivals arrivals(per_second, start, static_cast<std::uint64_t>(start.time_since_epoch().count()));
  for (; seconds_since(start) < seconds && sent < times.size(); ++sent) {
    const auto intended = arrivals.next();
    sleep_until(intended);
    send([&times, &ended, intended, sent] {
      times[sent] = Clock::now() - intended;
      ++ended;
    });
  }
  while (ended < sent) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  Times all;
  for (std::size_t i = 0; i < sent; ++i) all.add(times[i]);
  return all;
}

} // namespace handrail::bench
