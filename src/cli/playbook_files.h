// The playbooks that a command's paths name, and the words they are read by.
#pragma once

#include "app/folder_sources.h"
#include "core/result.h"
#include "playbook/languages.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace handrail::cli {

/// A playbook's file, and where what it includes and links to is looked for.
struct PlaybookFile {
  std::string name; ///< as the user named it
  std::shared_ptr<const app::FolderSources> sources;
};

struct NamedPaths {
  std::vector<PlaybookFile> files;     ///< without those of workspaces
  std::vector<std::string> workspaces; ///< folders with a workspace.yaml
};

/// What the paths stand for. A folder: all its playbooks, folders named "includes" left out. `root`: the folder that
/// everything may be read below; "" for each file's own folder, or the folder that was named.
/// Errors: not_found (a path that does not exist), invalid (a path outside `root`).
Result<NamedPaths> named_paths(const std::vector<std::string>& paths, const std::string& root);

/// The built-in words and those of `files`, in this order. Errors: as of reading, and of Languages::add.
Result<playbook::Languages> languages_with(const std::vector<std::string>& files);

/// The nearest folder above the file that has a workspace.yaml. Errors: not_found.
Result<std::filesystem::path> workspace_above(const std::filesystem::path& file);

/// A folder's name as a prefix of the names below it: "a/./b" → "a/b/", "." → "".
std::string prefix_of(const std::string& folder);

} // namespace handrail::cli
