#include "store/seal.h"

#include "store/data_folder.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <time.h>
#include <unistd.h>

namespace handrail::store {

namespace fs = std::filesystem;

namespace {

/// Which file, how long, and when it was written last: any write changes the last one.
std::string told_of(const struct stat& status) {
  return fmt::format("{} {} {}.{:09}", status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

std::string sealed_as(const fs::path& file) {
  std::string text;
  if (std::ifstream in(seal_of(file)); in) std::getline(in, text);
  return text;
}

/// Some of what the database says stands in its write-ahead log: somebody else has it open, or did not end orderly.
bool has_log(const fs::path& file) {
  std::error_code none;
  const auto bytes = fs::file_size(file.string() + "-wal", none);
  return !none && bytes > 0;
}

/// What the file says has reached the disk, and a moment is given to it that no write gives: the kernel's are of its
/// ticks.
bool settle(int file, struct stat& status) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  now.tv_nsec |= 1;
  const timespec times[] = {{0, UTIME_OMIT}, now};
  return ::fsync(file) == 0 && ::futimens(file, times) == 0 && ::fstat(file, &status) == 0;
}

} // namespace

fs::path seal_of(const fs::path& file) { return file.string() + ".sealed"; }

Result<bool> break_seal(const fs::path& file) {
  const auto seal = sealed_as(file);
  if (seal.empty()) return false;
  struct stat status {};
  const bool is_whole = ::stat(file.c_str(), &status) == 0 && told_of(status) == seal && !has_log(file);
  std::error_code failure;
  fs::remove(seal_of(file), failure);
  if (failure)
    return Error{ErrorCode::unavailable, fmt::format("The seal cannot be broken: {}", failure.message()),
                 seal_of(file).string(), "Check who owns the folder and whether its disk is mounted read-only."};
  HANDRAIL_CHECK(sync_folder(file.parent_path()));
  return is_whole;
}

/// A seal that cannot be made, or does not reach the disk, costs the next start a reading, and nothing else.
Sealing::~Sealing() {
  if (file_.empty() || has_log(file_)) return;
  const int opened = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
  if (opened < 0) return;
  struct stat status {};
  const bool is_settled = settle(opened, status);
  ::close(opened);
  if (!is_settled) return;
  std::ofstream(seal_of(file_)) << told_of(status) << '\n';
}

} // namespace handrail::store
