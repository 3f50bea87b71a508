// The folder that everything stored stands in, and the right to write there: one process at a time (§ storage-1).
#pragma once

#include "core/result.h"

#include <filesystem>
#include <utility>

namespace handrail::store {

struct DataFolder {
  std::filesystem::path path;

  std::filesystem::path log() const { return path / "log.db"; }
  std::filesystem::path read_models() const { return path / "read.db"; }
  std::filesystem::path states() const { return path / "states.db"; }
  std::filesystem::path lock() const { return path / "lock"; }
};

/// What a folder says is in it reaches the disk. Errors: unavailable.
Result<void> sync_folder(const std::filesystem::path& folder);

/// Held as long as this lives; the kernel lets go of it when the process ends, however it ends.
class WriterLock {
public:
  /// Makes the folder when it is not there. Errors: unavailable (another process holds it and says who; not writable).
  static Result<WriterLock> take(const DataFolder& folder);
  WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  WriterLock& operator=(WriterLock&&) = delete;
  ~WriterLock();

private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

} // namespace handrail::store
