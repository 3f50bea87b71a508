// Preloaded into a benchmark: every sync of a file takes as much longer as HANDRAIL_SLOW_SYNC_US says, in microseconds.
// Machines with virtual disks answer a sync before anything is safe, and flatter designs that sync often.
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <time.h>

namespace {

using Sync = int (*)(int);

/// Sleeps until a moment, not for a while: what wakes early or is interrupted sleeps on.
void wait_longer() {
  static const char* const text = std::getenv("HANDRAIL_SLOW_SYNC_US");
  static const long extra_us = text == nullptr ? 1000 : std::strtol(text, nullptr, 10);
  timespec until{};
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += extra_us * 1000;
  until.tv_sec += until.tv_nsec / 1'000'000'000;
  until.tv_nsec %= 1'000'000'000;
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

int sync_slowly(const char* name, int file) {
  const auto sync = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name));
  const int outcome = sync(file);
  const int failure = errno;
  wait_longer();
  errno = failure;
  return outcome;
}

} // namespace

extern "C" int fsync(int file) { return sync_slowly("fsync", file); }
extern "C" int fdatasync(int file) { return sync_slowly("fdatasync", file); }
