#include "app/new_data.h"

#include <fmt/format.h>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

/// The log comes last: a folder without it has no data yet.
std::error_code put_in_place(const fs::path& beside, const store::DataFolder& folder, bool is_there) {
  std::error_code failure;
  if (!is_there) {
    fs::rename(beside, folder.path, failure);
    return failure;
  }
  const store::DataFolder made{beside};
  fs::rename(made.read_models(), folder.read_models(), failure);
  if (!failure) fs::rename(made.log(), folder.log(), failure);
  return failure;
}

} // namespace

Result<bool> make_data(const fs::path& data, const std::function<Result<void>(const store::DataFolder&)>& fill) {
  const store::DataFolder folder{data.has_filename() ? data : data.parent_path()};
  std::error_code failure;
  if (fs::exists(folder.log(), failure)) return false;
  // A folder that is there already may be a mount point or where one stands, which cannot be replaced: what is made
  // goes into it.
  const bool is_there = fs::is_directory(folder.path, failure);
  const fs::path beside = is_there ? folder.path / "made.new" : fs::path(folder.path.string() + ".new");
  fs::remove_all(beside, failure);
  const auto filled = fill(store::DataFolder{beside});
  if (filled) failure = put_in_place(beside, folder, is_there);
  std::error_code ignored;
  fs::remove_all(beside, ignored);
  HANDRAIL_CHECK(filled);
  if (!failure) return true;
  return Error{ErrorCode::unavailable, fmt::format("The new data cannot be put in place: {}", failure.message()),
               folder.path.string(), "Check who owns the folder, or name another with --data."};
}

} // namespace handrail::app
