// Copies of whole database files: page by page while others write, or packed anew. § storage-29
#pragma once

#include "core/result.h"
#include "store/sqlite.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

namespace handrail::store::sqlite {

/// A file on its way: taken away at the end, with its write-ahead log, unless it is kept or was put elsewhere.
class Unfinished {
public:
  explicit Unfinished(std::filesystem::path path) : path_(std::move(path)) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    if (!kept_) discard(path_);
  }
  const std::filesystem::path& path() const { return path_; }
  void keep() { kept_ = true; }

private:
  std::filesystem::path path_;
  bool kept_ = false;
};

/// Called now and then with how far a copy got, in bytes.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Copies the file as it stands at one moment; others may write to it meanwhile. `to` must not be there. When this
/// returns the copy is on disk; when it fails there is none.
/// Errors: not_found (no such file), unavailable (not enough room, damaged, not writable).
Result<void> copy_database(const std::filesystem::path& from, const std::filesystem::path& to, const Kind& kind,
                           const CopyProgress& progress = {});

/// The same, with the pages in order and without free ones: smaller, and quicker to read through.
Result<void> pack_database(const std::filesystem::path& from, const std::filesystem::path& to, const Kind& kind,
                           const CopyProgress& progress = {});

/// Puts a file that is on disk in the place of another one, or where none was; a power cut leaves the one or the other.
/// Errors: unavailable.
Result<void> put_in_place(const std::filesystem::path& from, const std::filesystem::path& to);

/// The database with its write-ahead log.
std::uint64_t size_on_disk(const std::filesystem::path& file);

} // namespace handrail::store::sqlite
