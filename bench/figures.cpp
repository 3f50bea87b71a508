#include "figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sys/sysinfo.h>
#include <sys/vfs.h>
#include <thread>
#include <utility>

namespace handrail::bench {

double Times::at(double share) {
  if (us_.empty()) return 0;
  if (!std::exchange(sorted_, true)) std::sort(us_.begin(), us_.end());
  const auto place = static_cast<std::size_t>(share * static_cast<double>(us_.size()));
  return us_[std::min(place, us_.size() - 1)];
}

namespace {

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "a processor that does not say its name";
}

std::string file_system(const std::string& folder) {
  struct statfs found {};
  if (::statfs(folder.c_str(), &found) != 0) return "an unknown file system";
  switch (found.f_type) {
    case 0xEF53: return "ext4";
    case 0x01021994: return "tmpfs (memory: its syncs do nothing)";
    case 0x58465342: return "xfs";
    case 0x9123683E: return "btrfs";
    case 0x794c7630: return "overlayfs";
    default: return fmt::format("file system {:x}", found.f_type);
  }
}

} // namespace

std::string machine(const std::string& folder) {
  struct sysinfo memory {};
  ::sysinfo(&memory);
  double load = 0;
  ::getloadavg(&load, 1);
  return fmt::format("{} cores of {}, {} GB, {}, load {:.1f}", std::thread::hardware_concurrency(), processor(),
                     memory.totalram * memory.mem_unit >> 30, file_system(folder), load);
}

} // namespace handrail::bench
