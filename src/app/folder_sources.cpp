#include "app/folder_sources.h"

#include "core/file.h"
#include "playbook/compile.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

Error cannot_list(const fs::path& folder, const std::error_code& failure) {
  return {ErrorCode::unavailable, fmt::format("The folder cannot be read: {}", failure.message()), folder.string(),
          "Check that it may be read."};
}

} // namespace

FolderSources::FolderSources(const fs::path& folder, std::string root_name) : root_name_(std::move(root_name)) {
  std::error_code failure;
  folder_ = fs::canonical(folder, failure);
  if (failure) folder_.clear();
}

Result<fs::path> FolderSources::located(const std::string& path) const {
  const Error absent{ErrorCode::not_found, fmt::format("There is no file {}", path), "", ""};
  const Error outside{ErrorCode::forbidden, fmt::format("{} is outside the folder that may be read", path), "", ""};
  if (path.find('\0') != std::string::npos) return absent;
  if (!path.starts_with(root_name_)) return outside;
  if (folder_.empty()) return absent;
  const auto named = (folder_ / fs::path(path.substr(root_name_.size())).relative_path()).lexically_normal();
  if (!is_below(named, folder_)) return outside; // said by its name alone: nothing outside is even looked at
  std::error_code failure;
  auto real = fs::canonical(named, failure);
  if (failure) return absent;
  if (!is_below(real, folder_)) return outside;
  return real;
}

Result<std::string> FolderSources::read(const std::string& path) const {
  HANDRAIL_TRY(const auto file, located(path));
  return read_file(file, playbook::max_file_bytes);
}

Result<void> FolderSources::look_up(const std::string& path) const {
  HANDRAIL_TRY(const auto file, located(path));
  (void)file;
  return {};
}

Result<std::vector<std::string>> files_below(const fs::path& folder, const std::vector<std::string>& suffixes) {
  std::error_code failure;
  if (!fs::is_directory(folder, failure))
    return Error{ErrorCode::not_found, fmt::format("There is no folder {}", folder.string()), "", ""};
  std::vector<std::string> names;
  auto entry = fs::recursive_directory_iterator(folder, failure);
  if (failure) return cannot_list(folder, failure);
  while (entry != fs::recursive_directory_iterator()) {
    std::error_code ignored;
    const auto& path = entry->path();
    const bool wanted =
        suffixes.empty() || std::find(suffixes.begin(), suffixes.end(), path.extension().string()) != suffixes.end();
    if (is_hidden(path))
      entry.disable_recursion_pending();
    else if (wanted && !entry->is_symlink(ignored) && entry->is_regular_file(ignored))
      names.push_back(path.lexically_relative(folder).generic_string());
    if (names.size() > max_files)
      return Error{ErrorCode::invalid, fmt::format("There are more than {} files below it", max_files), folder.string(),
                   "Name a smaller folder."};
    entry.increment(failure);
    if (failure) return cannot_list(folder, failure);
  }
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace handrail::app
