// The compiler's view of a folder on disk: what it may read, and nothing outside.
#pragma once

#include "core/result.h"
#include "playbook/sources.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::app {

/// Names begin with `root_name` ("" or ending in `/`); what follows is looked up below `folder`. Links are followed as
/// long as they stay below it.
class FolderSources final : public playbook::Sources {
public:
  FolderSources(const std::filesystem::path& folder, std::string root_name);

  Result<std::string> read(const std::string& path) const override;
  Result<void> look_up(const std::string& path) const override;
  std::string root() const override { return root_name_; }

private:
  /// Where `path` lies on disk. Errors: not_found, forbidden.
  Result<std::filesystem::path> located(const std::string& path) const;

  std::filesystem::path folder_; ///< without links; empty when there is no such folder
  std::string root_name_;
};

inline constexpr std::size_t max_files = 10'000; ///< below one folder

/// The names of the regular files below a folder, relative to it, sorted; hidden ones (".git") and links left out.
/// `suffixes` (".md"): only these; none: all. Errors: not_found, invalid (more than `max_files`), unavailable.
Result<std::vector<std::string>> files_below(const std::filesystem::path& folder,
                                             const std::vector<std::string>& suffixes = {});

} // namespace handrail::app
