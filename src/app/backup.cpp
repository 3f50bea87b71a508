#include "app/backup.h"

#include "store/sqlite_store.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

Result<LogCopy> checked(const fs::path& file, const std::optional<store::Head>& known, const Progress& progress) {
  HANDRAIL_TRY(const auto log, store::open_sqlite_store(file, store::sqlite::Access::read));
  const auto verification = verify(*log, nullptr, known, progress);
  if (verification.is_sound())
    return LogCopy{verification.head, verification.tenants, store::sqlite::size_on_disk(file)};
  const auto& first = verification.findings.front();
  return Error{ErrorCode::invalid,
               fmt::format("The log is not as it was written: {}: {}{}", first.where, first.message,
                           verification.findings.size() > 1 ? ", and more" : ""),
               "", "`handrail verify` says all that is wrong; use an older backup."};
}

Result<void> check_holds_nothing(const store::DataFolder& folder) {
  std::error_code failure;
  if (!fs::exists(folder.path, failure)) return {};
  if (fs::is_directory(folder.path, failure))
    for (const auto& file : {folder.log(), folder.read_models(), folder.states()})
      if (fs::exists(file, failure))
        return Error{ErrorCode::invalid, "The folder holds data already, and nothing is written over it", file.string(),
                     "Name a new folder, or move the old one away first."};
  return {};
}

} // namespace

Result<LogCopy> backup(const store::DataFolder& from, const fs::path& to, const CopyProgress& progress) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(to, ignored)))
    return Error{ErrorCode::invalid, "There is a file already, and nothing is written over it", to.string(),
                 "Name one that is not there yet, say with the date in it."};
  const store::sqlite::Unfinished partial(to.string() + ".partial");
  store::sqlite::discard(partial.path()); // of one that was killed
  HANDRAIL_CHECK(store::sqlite::copy_database(from.log(), partial.path(), store::log_kind, progress.copying));
  HANDRAIL_TRY(const auto copy, checked(partial.path(), {}, progress.checking));
  HANDRAIL_CHECK(store::sqlite::put_in_place(partial.path(), to));
  return copy;
}

Result<LogCopy> restore(const fs::path& from, const store::DataFolder& to, const std::optional<store::Head>& known,
                        const CopyProgress& progress) {
  HANDRAIL_CHECK(check_holds_nothing(to));
  // The file first: what cannot be restored leaves no folder behind.
  HANDRAIL_TRY(const auto sound, checked(from, known, progress.checking));
  HANDRAIL_TRY(const auto lock, store::WriterLock::take(to));
  const store::sqlite::Unfinished partial(to.log().string() + ".partial");
  store::sqlite::discard(partial.path());
  HANDRAIL_CHECK(store::sqlite::copy_database(from, partial.path(), store::log_kind, progress.copying));
  HANDRAIL_TRY(const auto copy, checked(partial.path(), sound.head, progress.checking));
  HANDRAIL_CHECK(store::sqlite::put_in_place(partial.path(), to.log()));
  return copy;
}

} // namespace handrail::app
