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
  std::filesystem::path checkpoint_key() const { return path / "checkpoint.key"; } ///< private: who has it can sign
  std::filesystem::path accounts() const { return path / "accounts.db"; } ///< who may sign in; never made from the log
  std::filesystem::path lock() const { return path / "lock"; }
  std::filesystem::path follows() const { return path / "follows"; } ///< says which shared log the lists are of
};

/// What a folder says is in it reaches the disk. Errors: unavailable.
Result<void> sync_folder(const std::filesystem::path& folder);

/// The folder of a node is of one shared log for ever: what is in it was made from that one. `identity` is the log's,
/// or empty for a folder with a log of its own. Errors: invalid (it is of another log, or has one of its own).
Result<void> check_belongs(const DataFolder& folder, const std::string& identity);

/// The same for whoever writes there: the first time it is written down. Errors: also unavailable.
Result<void> belong_to(const DataFolder& folder, const std::string& identity);

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
