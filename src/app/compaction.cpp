#include "app/compaction.h"

#include "store/sqlite_read_models.h"
#include "store/sqlite_snapshots.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

using Told = std::function<void(const std::string& file, std::uint64_t done, std::uint64_t all)>;

/// The packed log must be the log.
Result<void> check_same_log(const fs::path& before, const fs::path& packed) {
  HANDRAIL_TRY(const auto old_log, store::open_sqlite_store(before, store::sqlite::Access::read));
  HANDRAIL_TRY(const auto head, old_log->head());
  HANDRAIL_TRY(const auto new_log, store::open_sqlite_store(packed, store::sqlite::Access::read));
  const auto verification = verify(*new_log, nullptr, head);
  if (verification.is_sound() && verification.head == head) return {};
  return Error{ErrorCode::unavailable,
               verification.is_sound()
                   ? "The packed log ends elsewhere"
                   : fmt::format("The packed log is not sound: {}: {}", verification.findings.front().where,
                                 verification.findings.front().message),
               before.string(), "The log is left as it was. Run `handrail verify`."};
}

Result<Compacted> packed(const fs::path& file, const store::sqlite::Kind& kind, bool is_log, const Told& told) {
  const auto name = file.filename().string();
  const store::sqlite::Unfinished made(file.string() + ".packed");
  store::sqlite::discard(made.path()); // of one that was killed
  const auto before = store::sqlite::size_on_disk(file);
  HANDRAIL_CHECK(store::sqlite::pack_database(file, made.path(), kind, [&](std::uint64_t done, std::uint64_t all) {
    if (told) told(name, done, all);
  }));
  if (is_log) HANDRAIL_CHECK(check_same_log(file, made.path()));
  HANDRAIL_CHECK(store::sqlite::put_in_place(made.path(), file));
  return Compacted{name, before, store::sqlite::size_on_disk(file)};
}

/// Merges what waits in its write-ahead log, so that the file alone is the database.
Result<void> settle(const store::DataFolder& folder) {
  HANDRAIL_TRY(const auto log, store::open_sqlite_store(folder.log(), store::sqlite::Access::write));
  HANDRAIL_TRY(const auto models, store::open_sqlite_read_models(folder.read_models(), store::sqlite::Access::write));
  HANDRAIL_TRY(const auto states, store::open_sqlite_snapshots(folder.states()));
  return {};
}

} // namespace

Result<std::vector<Compacted>> compact(const store::DataFolder& folder, const Told& progress) {
  std::error_code failure;
  if (!fs::exists(folder.log(), failure))
    return Error{ErrorCode::not_found, fmt::format("There is no log {}", folder.log().string()), "",
                 "Name the data folder with --data."};
  HANDRAIL_TRY(const auto lock, store::WriterLock::take(folder));
  HANDRAIL_CHECK(settle(folder));
  std::vector<Compacted> all;
  const struct {
    fs::path file;
    const store::sqlite::Kind& kind;
    bool is_log;
  } files[] = {{folder.log(), store::log_kind, true},
               {folder.read_models(), store::read_models_kind, false},
               {folder.states(), store::snapshots_kind, false}};
  for (const auto& [file, kind, is_log] : files) {
    HANDRAIL_TRY(auto one, packed(file, kind, is_log, progress));
    all.push_back(std::move(one));
  }
  return all;
}

} // namespace handrail::app
