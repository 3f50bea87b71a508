#include "store/sqlite_copy.h"

#include "core/megabytes.h"
#include "store/data_folder.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>

namespace handrail::store::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr int pages_a_step = 1'000;
/// Beside the copy itself, so that a disk is not filled to its last byte.
constexpr std::uint64_t room_to_spare = 8 << 20;

Error cannot(const fs::path& file, std::string_view what, const std::error_code& failure) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", what, failure.message()), file.string(),
          "Check who owns the folder, and whether its disk is mounted read-only or full."};
}

/// Better told before than found out after an hour.
Result<void> check_room(const fs::path& to, std::uint64_t bytes) {
  std::error_code failure;
  const auto room = fs::space(to.parent_path().empty() ? fs::path(".") : to.parent_path(), failure);
  if (failure) return cannot(to.parent_path(), "The folder cannot be read", failure);
  if (room.available >= bytes + room_to_spare) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("There is not enough room: {} are needed, and {} are free",
                           in_megabytes(bytes + room_to_spare), in_megabytes(room.available)),
               to.string(), "Make room, or choose a place on another disk."};
}

Result<void> check_is_free(const fs::path& to) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(to, ignored))) return {};
  return Error{ErrorCode::invalid, "There is a file already, and nothing is written over it", to.string(),
               "Name one that is not there yet."};
}

/// To the disk, with what says where it stands.
Result<void> sync_file(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (opened < 0) return cannot(file, "The copy cannot be opened", std::error_code(errno, std::generic_category()));
  const bool synced = ::fsync(opened) == 0;
  const int failure = errno;
  ::close(opened);
  if (!synced) return cannot(file, "The copy cannot be synced", std::error_code(failure, std::generic_category()));
  return {};
}

/// What was copied is whole and on the disk.
Result<void> finish(Unfinished& copy) {
  HANDRAIL_CHECK(sync_file(copy.path()));
  HANDRAIL_CHECK(sync_folder(copy.path().parent_path()));
  copy.keep();
  return {};
}

struct Closer {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Closer>;

Result<Handle> open_copy(const fs::path& file, const Database& from) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Handle handle(opened);
  if (code != SQLITE_OK) return from.error_of(code, file.filename().string());
  return handle;
}

Result<void> copy_pages(Database& from, sqlite3* to, const fs::path& file, const CopyProgress& progress,
                        std::uint64_t bytes) {
  std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup(
      sqlite3_backup_init(to, "main", from.handle(), "main"), sqlite3_backup_finish);
  if (backup == nullptr) return from.error_of(sqlite3_extended_errcode(to), file.filename().string());
  for (;;) {
    const int code = sqlite3_backup_step(backup.get(), pages_a_step);
    const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
    const auto rest = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
    if (progress && all > 0) progress(bytes * (all - rest) / all, bytes);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_OK) {
      // Which of the two files it was about is not said; only the new one can be too large for its disk.
      const bool of_target = (code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR;
      return of_target ? from.error_of(code, file.filename().string()) : from.error(code);
    }
  }
}

/// A copy is one file, and can be read where nothing can be written: it must not ask for a write-ahead log beside it.
Result<void> without_log(sqlite3* copy, const Database& from, const fs::path& file) {
  const int code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return from.error_of(code, file.filename().string());
  return {};
}

Result<std::uint64_t> bytes_of(Database& database) {
  HANDRAIL_TRY(const auto pages, database.number("PRAGMA page_count"));
  HANDRAIL_TRY(const auto size, database.number("PRAGMA page_size"));
  return static_cast<std::uint64_t>(pages * size);
}

} // namespace

Result<void> copy_database(const fs::path& from, const fs::path& to, const Kind& kind, const CopyProgress& progress) {
  HANDRAIL_CHECK(check_is_free(to));
  HANDRAIL_TRY(auto database, Database::open(from, Access::read, kind));
  // One moment of the file: what is committed meanwhile is not seen by this connection, and so not by the copy.
  HANDRAIL_TRY(const auto moment, Transaction::begin(*database, "BEGIN"));
  HANDRAIL_TRY(const auto bytes, bytes_of(*database));
  HANDRAIL_CHECK(check_room(to, bytes));
  Unfinished copy(to);
  {
    HANDRAIL_TRY(const auto target, open_copy(to, *database));
    // The copy is synced as a whole at its end, and needs no journal before.
    sqlite3_exec(target.get(), "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
    HANDRAIL_CHECK(copy_pages(*database, target.get(), to, progress, bytes));
  }
  {
    HANDRAIL_TRY(const auto target, open_copy(to, *database));
    HANDRAIL_CHECK(without_log(target.get(), *database, to));
  }
  return finish(copy);
}

Result<void> pack_database(const fs::path& from, const fs::path& to, const Kind& kind, const CopyProgress& progress) {
  HANDRAIL_CHECK(check_is_free(to));
  HANDRAIL_TRY(auto database, Database::open(from, Access::read, kind));
  HANDRAIL_TRY(const auto bytes, bytes_of(*database));
  HANDRAIL_CHECK(check_room(to, bytes));
  Unfinished copy(to);
  database->while_running([&] {
    if (progress) progress(std::min(size_on_disk(to), bytes), bytes);
  });
  const auto target = to.string();
  {
    HANDRAIL_TRY(auto pack, database->query("VACUUM INTO ?"));
    HANDRAIL_CHECK(pack.bind(std::string_view(target)).run());
  }
  return finish(copy);
}

Result<void> put_in_place(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  // What stands in the old one's write-ahead log alone would be lost with it.
  if (fs::file_size(to.string() + "-wal", failure) > 0 && !failure)
    return Error{ErrorCode::unavailable, "The file is in use: part of it stands in its write-ahead log", to.string(),
                 "End the programs that read it, and try again."};
  // A write-ahead log belongs to the file it was written for: the new one must not meet it.
  for (const char* suffix : {"-wal", "-shm"}) {
    fs::remove(to.string() + suffix, failure);
    if (failure) return cannot(to, "What belongs to the old file cannot be removed", failure);
  }
  fs::rename(from, to, failure);
  if (failure) return cannot(to, "The new file cannot be put in place", failure);
  return sync_folder(to.parent_path());
}

std::uint64_t size_on_disk(const fs::path& file) {
  std::uint64_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    std::error_code failure;
    const auto size = fs::file_size(file.string() + suffix, failure);
    if (!failure) bytes += size;
  }
  return bytes;
}

} // namespace handrail::store::sqlite
