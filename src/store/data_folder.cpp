#include "store/data_folder.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace handrail::store {

namespace fs = std::filesystem;

namespace {

Error failed(const std::filesystem::path& path, std::string_view what) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", what, std::generic_category().message(errno)), path.string(),
          "Check who owns the folder and whether its disk is mounted read-only, or name another with --data."};
}

/// A new folder survives a power cut only when the one above it was synced.
Result<void> make_folder(const std::filesystem::path& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) return {};
  if (!std::filesystem::create_directories(path, failure) && failure) {
    errno = failure.value();
    return failed(path, "The data folder cannot be made");
  }
  return sync_folder(std::filesystem::absolute(path).lexically_normal().parent_path());
}

std::string holder_of(int file) {
  char bytes[32] = {};
  const auto length = ::pread(file, bytes, sizeof(bytes) - 1, 0);
  return length > 0 ? fmt::format("process {}", bytes) : "another process";
}

} // namespace

Result<void> sync_folder(const std::filesystem::path& folder) {
  const auto& named = folder.empty() ? std::filesystem::path(".") : folder;
  const int opened = ::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return failed(named, "The folder cannot be opened");
  const bool synced = ::fsync(opened) == 0;
  ::close(opened);
  if (!synced) return failed(named, "The folder cannot be synced");
  return {};
}

namespace {

/// The log that a node's folder was made from; empty where it says none.
std::string followed_by(const DataFolder& folder) {
  std::string identity;
  if (std::ifstream file(folder.follows()); file) std::getline(file, identity);
  return identity;
}

} // namespace

Result<void> check_belongs(const DataFolder& folder, const std::string& identity) {
  const auto before = followed_by(folder);
  if (before == identity) return {};
  if (identity.empty())
    return Error{ErrorCode::invalid, "This folder is a node's: its log is in a database", folder.path.string(),
                 "Name that database with --db, or another folder with --data."};
  if (!before.empty())
    return Error{ErrorCode::invalid, "This folder was made from another database's log", folder.path.string(),
                 "Name that database with --db, or another folder with --data."};
  std::error_code failure;
  if (fs::exists(folder.log(), failure) || fs::exists(folder.read_models(), failure))
    return Error{ErrorCode::invalid, "This folder has a log of its own, and another was named with --db",
                 folder.path.string(), "Carry it there with `handrail move`, or name an empty folder with --data."};
  return {};
}

Result<void> belong_to(const DataFolder& folder, const std::string& identity) {
  HANDRAIL_CHECK(check_belongs(folder, identity));
  if (followed_by(folder) == identity) return {};
  const auto beside = folder.path / "follows.new";
  {
    std::ofstream file(beside);
    file << identity << '\n';
    if (!file.flush()) return failed(beside, "What the folder belongs to cannot be written");
  }
  std::error_code failure;
  fs::rename(beside, folder.follows(), failure);
  if (failure) return failed(folder.follows(), "What the folder belongs to cannot be written");
  return sync_folder(folder.path);
}

Result<WriterLock> WriterLock::take(const DataFolder& folder) {
  HANDRAIL_CHECK(make_folder(folder.path));
  const int file = ::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return failed(folder.path, "The data folder may not be written");
  WriterLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return Error{ErrorCode::unavailable, fmt::format("The data folder is in use by {}", holder_of(file)),
                 folder.path.string(), "Stop that process first, or name another folder with --data."};
  const auto process = std::to_string(::getpid());
  if (::ftruncate(file, 0) != 0 ||
      ::pwrite(file, process.data(), process.size(), 0) != static_cast<ssize_t>(process.size()))
    return failed(folder.lock(), "The lock cannot be written");
  return lock;
}

WriterLock::~WriterLock() {
  if (file_ >= 0) ::close(file_);
}

} // namespace handrail::store
