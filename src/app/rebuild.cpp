#include "app/rebuild.h"

#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t page = 500;

/// Rows of one table, one after the other.
class Rows {
public:
  explicit Rows(store::ReadModels& models) : models_(models) {}

  /// Null at the end.
  Result<const store::TenantRow*> peek() {
    if (next_ == rows_.size() && !finished_) {
      HANDRAIL_TRY(rows_, models_.rows_after(after_, page));
      finished_ = rows_.size() < page;
      next_ = 0;
      if (!rows_.empty()) after_ = rows_.back().id;
    }
    return next_ < rows_.size() ? &rows_[next_] : nullptr;
  }
  void pop() { ++next_; }

private:
  store::ReadModels& models_;
  std::vector<store::TenantRow> rows_;
  std::size_t next_ = 0;
  TenantId after_;
  bool finished_ = false;
};

Result<void> compare(store::ReadModels& before, store::ReadModels& now, Rebuilt& result) {
  Rows old_rows(before);
  Rows new_rows(now);
  for (;;) {
    HANDRAIL_TRY(const auto* old_row, old_rows.peek());
    HANDRAIL_TRY(const auto* new_row, new_rows.peek());
    if (old_row == nullptr && new_row == nullptr) return {};
    const bool only_old = new_row == nullptr || (old_row != nullptr && old_row->id < new_row->id);
    const bool only_new = old_row == nullptr || (new_row != nullptr && new_row->id < old_row->id);
    if (only_old || only_new || *old_row != *new_row) {
      ++result.differences;
      if (result.different.size() < Rebuilt::most_named)
        result.different.push_back((only_old ? old_row : new_row)->id.text());
    }
    if (!only_new) old_rows.pop();
    if (!only_old) new_rows.pop(), ++result.rows;
  }
}

/// Makes the tables in a file of their own, and counts and compares their rows.
Result<Rebuilt> make(const store::DataFolder& folder, const fs::path& made, const Progress& progress) {
  HANDRAIL_TRY(const auto log, store::open_sqlite_store(folder.log(), store::sqlite::Access::read));
  HANDRAIL_TRY(const auto models, store::open_sqlite_read_models(made, store::sqlite::Access::write));
  HANDRAIL_CHECK(catch_up(*log, *models, progress));
  Rebuilt result;
  HANDRAIL_TRY(result.position, models->position());
  const auto before = store::open_sqlite_read_models(folder.read_models(), store::sqlite::Access::read);
  if (before) {
    const auto compared = compare(**before, *models, result);
    result.had_read_models = compared.has_value();
  }
  if (result.had_read_models) return result;
  result = {result.position, 0, false, {}, 0};
  Rows rows(*models);
  for (;; rows.pop(), ++result.rows) {
    HANDRAIL_TRY(const auto* row, rows.peek());
    if (row == nullptr) return result;
  }
}

} // namespace

Result<Rebuilt> rebuild(const store::DataFolder& folder, const Progress& progress) {
  std::error_code failure;
  if (!fs::exists(folder.log(), failure))
    return Error{ErrorCode::not_found, fmt::format("There is no log {}", folder.log().string()), "",
                 "Name the data folder with --data."};
  HANDRAIL_TRY(const auto lock, store::WriterLock::take(folder));
  const auto made = folder.path / "read.new.db";
  store::sqlite::discard(made);
  HANDRAIL_TRY(auto result, make(folder, made, progress));
  // Closing merged the new file's log into it: the file alone is the tables.
  store::sqlite::discard(folder.read_models());
  fs::rename(made, folder.read_models(), failure);
  if (failure)
    return Error{ErrorCode::unavailable, fmt::format("The new tables cannot be put in place: {}", failure.message()),
                 folder.read_models().string(), "Check who owns the folder."};
  return result;
}

} // namespace handrail::app
